using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace CityActors.Silo.Tests;

/// <summary>What was cut off is not complete: nothing of it is stored, and the whole may be sent again with the same key.</summary>
public sealed class WholeBodyTests : SmallTownTests
{
    private const string Ndjson = "application/x-ndjson";

    [Fact]
    public async Task Gzip_CutAnywhere_IsRefusedAndTheWholeIsTakenWithTheSameKey()
    {
        var packed = Pack(Lines(1, 40));
        var cuts = (int[])[0, 1, 2, 5, 9, 10, 11, packed.Length / 4, packed.Length / 2, packed.Length - 9, packed.Length - 8, packed.Length - 7, packed.Length - 4, packed.Length - 3, packed.Length - 2, packed.Length - 1];
        foreach (var length in cuts)
        {
            var problem = await Json(await Post(packed[..length], "gzip", "cut"), HttpStatusCode.BadRequest);
            Assert.Equal(("not-gzip", length), (problem.GetProperty("code").GetString(), length));
        }

        Assert.Equal(0, await Stored());
        Assert.Equal(40, await Accepted(await Post(packed, "gzip", "cut")));
    }

    [Fact]
    public async Task Gzip_FollowedByAnythingButGzip_IsRefused()
    {
        var packed = Pack(Lines(1, 3));
        foreach (var tail in (byte[][])[[0], new byte[512], "\n"u8.ToArray(), Encoding.UTF8.GetBytes(Lines(4, 1)), [0x1F], [0x1F, 0x8B], [0x1F, 0x8B, 8, 0], packed[..^1]])
        {
            Assert.Equal("not-gzip", (await Json(await Post([.. packed, .. tail], "gzip"), HttpStatusCode.BadRequest)).GetProperty("code").GetString());
        }

        var damaged = packed.ToArray();
        damaged[^6] ^= 1; // In the checksum.
        Assert.Equal("not-gzip", (await Json(await Post(damaged, "gzip"), HttpStatusCode.BadRequest)).GetProperty("code").GetString());
        Assert.Equal("not-gzip", (await Json(await Post(Encoding.UTF8.GetBytes(Lines(1, 3)), "gzip"), HttpStatusCode.BadRequest)).GetProperty("code").GetString());
        Assert.Equal(0, await Stored());
    }

    [Fact]
    public async Task Gzip_OfSeveralMembers_IsOneBody()
    {
        foreach (var (level, first) in ((CompressionLevel, int)[])[(CompressionLevel.Optimal, 1), (CompressionLevel.NoCompression, 11)])
        {
            byte[] packed = [.. Pack(Lines(first, 3) + "\n", level), .. Pack("", level), .. Pack(Lines(first + 3, 2)[..20], level), .. Pack(Lines(first + 3, 2)[20..], level)];

            Assert.Equal((level, 5), (level, await Accepted(await Post(packed, "gzip"))));
        }
    }

    [Fact]
    public async Task Encoding_InAnyLetters_IsTaken()
    {
        foreach (var (encoding, isPacked, first) in ((string, bool, int)[])[("GZIP", true, 1), ("identity", false, 11), ("Identity", false, 21), ("identity, gzip", true, 31)])
        {
            Assert.Equal((encoding, 2), (encoding, await Accepted(await Post(isPacked ? Pack(Lines(first, 2)) : Encoding.UTF8.GetBytes(Lines(first, 2)), encoding))));
        }
    }

    [Fact]
    public async Task Encoding_Another_IsRefusedByItsName()
    {
        foreach (var (path, encoding) in ((string, string)[])[("/v1/observations", "br"), ("/v1/observations", "Deflate"), ("/v1/observations", "gzip, gzip"), ("/v1/observations", "gzip, br"), ("/v1/orders", "gzip")])
        {
            var problem = await Json(await Post(Pack(Lines(1, 2)), encoding, path: path), HttpStatusCode.UnsupportedMediaType);

            Assert.Equal("unknown-encoding", problem.GetProperty("code").GetString());
            Assert.Contains($"'Content-Encoding: {encoding}'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ByteOrderMark_BeforeABody_IsNoPartOfIt()
    {
        var array = $"[{Lines(3, 1)}]";
        var matter = """{"category":"event.environment.exposed-waste","position":{"longitude":112.97495,"latitude":28.19},"text":"x"}""";

        Assert.Equal(2, await Accepted(await Post(Marked(Lines(1, 2)))));
        Assert.Equal(1, await Accepted(await Post(Marked(array), type: "application/json")));
        Assert.Equal(1, await Accepted(await Post(Pack("\uFEFF" + Lines(4, 1)), "gzip")));
        await Json(await Post(Marked(matter), path: "/v1/orders", type: "application/json"), HttpStatusCode.Created);
    }

    [Fact]
    public async Task Array_NotWholeOrNotAlone_IsRefusedWhole()
    {
        foreach (var form in (string[])["[{0}", "[{0},", "[{0}] and more", "[{0}][{0}]", "{0}", ""])
        {
            var body = form.Replace("{0}", Lines(1, 1), StringComparison.Ordinal);

            Assert.Equal((form, "malformed"), (form, (await Json(await Post(Encoding.UTF8.GetBytes(body), type: "application/json"), HttpStatusCode.BadRequest)).GetProperty("code").GetString()));
            Assert.Equal((form, 0), (form, await Stored()));
        }
    }

    [Fact]
    public async Task Connection_CutWithinABody_StoresNothingAndTheWholeIsTakenLater()
    {
        string[] forms =
        [
            "Content-Length: 9999\r\n\r\n{0}", "Content-Length: 9999\r\n\r\n{0}\n", "Transfer-Encoding: chunked\r\n\r\n800\r\n{0}\n", "Transfer-Encoding: chunked\r\n\r\n{length}\r\n{0}\n\r\n",
        ];
        for (var number = 0; number < forms.Length; number++)
        {
            await Cut(forms[number], Lines(number + 1, 1), $"cut-{number}");
            Assert.Equal((forms[number], number), (forms[number], await Stored()));
            Assert.Equal(1, await Accepted(await Post(Encoding.UTF8.GetBytes(Lines(number + 1, 1)), key: $"cut-{number}"))); // Its last line needs no newline.
        }
    }

    [Fact]
    public async Task Batch_OfWhichNothingIsTaken_IsABadRequestWithItsLines()
    {
        var line = SmallTown.Reading("home-430103002001-9999", SmallTown.Start.AddMinutes(15), 1);
        foreach (var _ in (int[])[1, 2])
        {
            var answer = await Json(await City.PostLines([line, "{"], "b-1"), HttpStatusCode.BadRequest);
            Assert.Equal((0, 2), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("refused").GetInt32()));
            Assert.Equal(["unknown-entity", "malformed"], answer.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("code").GetString()));
        }

        Assert.Equal(1, await Accepted(await Post(Encoding.UTF8.GetBytes(Lines(1, 1)), key: "b-1"))); // What was refused binds no key.
        Assert.Equal(0, await Accepted(await Post([])));
        Assert.Equal("duplicate", (await Json(await Post(Encoding.UTF8.GetBytes(Lines(1, 1))), HttpStatusCode.BadRequest)).GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal(1, await Accepted(await Post(Encoding.UTF8.GetBytes(Lines(1, 1)), key: "b-1")));
    }

    [Fact]
    public async Task Head_WhereGetWorks_IsAnsweredAlikeWithoutABody()
    {
        foreach (var path in (string[])["/health/live", "/health/ready", "/metrics", "/openapi/v1.json", "/v1/alerts", "/v1/status", "/v1/export", "/v1/orders/order-0000000000000", "/v1/households/home-1", "/v1/nothing", "/"])
        {
            using var got = await City.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var head = await City.Http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal((path, got.StatusCode, got.Content.Headers.ContentType), (path, head.StatusCode, head.Content.Headers.ContentType));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        using var feed = new HttpRequestMessage(HttpMethod.Head, "/v1/feed");
        using var answer = await City.Http.SendAsync(feed, TestContext.Current.CancellationToken); // Ends, though GET would go on for ever.
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var post = new HttpRequestMessage(HttpMethod.Head, "/v1/observations");
        using var refused = await City.Http.SendAsync(post, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
    }

    private async Task Cut(string form, string line, string key)
    {
        using var sender = new TcpClient();
        await sender.ConnectAsync(IPAddress.Loopback, City.Port, TestContext.Current.CancellationToken);
        var body = form.Replace("{0}", line, StringComparison.Ordinal).Replace("{length}", (line.Length + 1).ToString("x", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var request = $"POST /v1/observations HTTP/1.1\r\nHost: city\r\nAuthorization: Bearer {CityProcess.AdminKey}\r\nContent-Type: {Ndjson}\r\nIdempotency-Key: {key}\r\n{body}";
        await using var stream = sender.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        sender.Client.Shutdown(SocketShutdown.Send);
        using var answer = new StreamReader(stream);
        Assert.DoesNotContain("HTTP/1.1 2", await answer.UntilCut(), StringComparison.Ordinal);
    }

    private static string Lines(int first, int count) =>
        string.Join('\n', Enumerable.Range(first, count).Select(number => SmallTown.Reading(SmallTown.Home(1 + (number % 6)), SmallTown.Start.AddMinutes(number), 100 + number)));

    private static byte[] Marked(string text) => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Pack(string text, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return text.Length > 0 ? packed.ToArray() : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private async Task<long> Stored() => (await City.Get("/v1/status")).GetProperty("observations").GetInt64();

    private static async Task<int> Accepted(HttpResponseMessage response) => (await Json(response, HttpStatusCode.Accepted)).GetProperty("accepted").GetInt32();

    private static async Task<JsonElement> Json(HttpResponseMessage response, HttpStatusCode expected)
    {
        using (response)
        {
            return await CityProcess.Json(response, expected);
        }
    }

    private async Task<HttpResponseMessage> Post(byte[] body, string? encoding = null, string? key = null, string path = "/v1/observations", string type = Ndjson)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (encoding is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await City.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
