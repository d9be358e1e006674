using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace CityActors.Silo.Tests;

/// <summary>A few packed kilobytes that unpack to millions of lines of nothing.</summary>
public sealed class EmptyBodyTests : SmallTownTests
{
    private const string LongLine = "a line of 64 KiB";
    private const string DeepLine = "a thousand brackets";

    [Theory]
    [InlineData("x")]
    [InlineData("{")]
    [InlineData("{\"entity\":1}")]
    public async Task PackedNothing_IsRefusedLineByLineAndCostsLittle(string line)
    {
        const int Lines = 2_000_000;
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var lines = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line + "\n", 1_000)));
            for (var i = 0; i < Lines / 1_000; i++)
            {
                await gzip.WriteAsync(lines, TestContext.Current.CancellationToken);
            }
        }

        using var body = new ByteArrayContent(packed.ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        body.Headers.ContentEncoding.Add("gzip");
        using var answer = await City.Http.PostAsync(new Uri("/v1/observations", UriKind.Relative), body, TestContext.Current.CancellationToken);
        var told = await CityProcess.Json(answer, HttpStatusCode.BadRequest);

        Assert.Equal((0, Lines, 1_000), (told.GetProperty("accepted").GetInt32(), told.GetProperty("refused").GetInt32(), told.GetProperty("errors").GetArrayLength()));
        var metrics = await City.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("city_observations_refused{code=\"malformed\"} 10000\n", metrics, StringComparison.Ordinal);
        Assert.Contains($"city_observations_refused{{code=\"unread\"}} {Lines - 10_000}\n", metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one line", "", "x", 62_000_000, 1, "line-too-long")]
    [InlineData("lines of nothing", "", "x\n", 30_000_000, 30_000_000, "unread")]
    [InlineData("long lines", "", LongLine, 1_000, 1_000, "malformed")]
    [InlineData("deep lines", "", DeepLine, 20_000, 20_000, "malformed")]
    public async Task PackedMillions_AsLines_AreRefusedAndCounted(string name, string start, string text, int times, int lines, string code)
    {
        Assert.NotEmpty(name);
        var (unit, count) = text switch
        {
            LongLine => ("{\"other\":\"" + new string('x', 65_000) + "\"}\n", times),
            DeepLine => (new string('[', 1_000) + "\n", times),
            _ => (string.Concat(Enumerable.Repeat(text, 100_000)), times / 100_000),
        };
        var told = await Send(await Bodies.Pack([start, unit], count), "application/x-ndjson");

        Assert.Equal((0, lines), (told.GetProperty("accepted").GetInt32(), told.GetProperty("refused").GetInt32()));
        var metrics = await City.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains($"city_observations_refused{{code=\"{code}\"}}", metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{}", ",{}", "more than 1048576 elements")]
    [InlineData("[0", ",0", "more than 1048576 elements")]
    [InlineData("", "[", "maximum configured depth")]
    [InlineData("", "{\"a\":", "not a JSON array")]
    public async Task PackedMillions_AsAnArray_AreRefusedOnce(string start, string text, string why)
    {
        var begin = await Bodies.Pack([start], 1);
        var told = await Send([.. begin, .. await Bodies.Pack([string.Concat(Enumerable.Repeat(text, 100_000))], 100)], "application/json");

        Assert.Equal("malformed", told.GetProperty("code").GetString());
        Assert.Contains(why, told.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<System.Text.Json.JsonElement> Send(byte[] packed, string type)
    {
        using var request = Bodies.Post(packed, "gzip", type);
        using var answer = await City.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await CityProcess.Json(answer, HttpStatusCode.BadRequest);
    }
}
