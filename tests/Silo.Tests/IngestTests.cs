using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;

namespace CityActors.Silo.Tests;

public sealed class IngestTests : SmallTownTests
{
    [Fact]
    public async Task Batch_TwelveLinesWithNineFaults_ThreeAcceptedNineCodesMetricsAgree()
    {
        var (home, at) = (SmallTown.Home(1), SmallTown.Start.AddMinutes(15));
        string[] lines =
        [
            SmallTown.Reading(home, at, 100),
            "{\"entity\":\"" + home + "\",\"kind\":",
            "{\"entity\":\"" + home + "\",\"kind\":\"steam\",\"at\":\"2025-10-13T00:15:00Z\",\"value\":1,\"unit\":\"W\"}",
            "{\"entity\":\"" + home + "\",\"kind\":\"power\",\"at\":\"2025-10-13T00:15:00Z\",\"value\":1,\"unit\":\"kW\"}",
            "{\"entity\":\"" + home + "\",\"kind\":\"power\",\"at\":\"2025-10-13T00:15:00Z\",\"value\":NaN,\"unit\":\"W\"}",
            SmallTown.Reading(SmallTown.Home(2), at, 101),
            SmallTown.Reading("home-430103002001-9999", at, 1),
            SmallTown.Reading(home, SmallTown.Start.AddDays(2), 1),
            SmallTown.Reading(home, SmallTown.Start.AddDays(-91), 1),
            SmallTown.Reading(home, at, 100),
            "{\"entity\":\"" + new string('x', 70_000) + "\"}",
            SmallTown.Reading(SmallTown.Home(3), at, 102),
        ];
        var answer = await City.Feed(lines);

        Assert.Equal(3, answer.GetProperty("accepted").GetInt32());
        var errors = answer.GetProperty("errors").EnumerateArray().ToDictionary(error => error.GetProperty("line").GetInt32(), error => error.GetProperty("code").GetString());
        Assert.Equal(
            new Dictionary<int, string?>
            {
                [2] = "malformed",
                [3] = "unknown-kind",
                [4] = "wrong-unit",
                [5] = "not-finite",
                [7] = "unknown-entity",
                [8] = "too-far-ahead",
                [9] = "too-old",
                [10] = "duplicate",
                [11] = "line-too-long",
            },
            errors);

        var metrics = await City.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("city_observations_accepted 3\n", metrics, StringComparison.Ordinal);
        foreach (var code in errors.Values)
        {
            Assert.Contains($"city_observations_refused{{code=\"{code}\"}} 1\n", metrics, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Batch_SameKeyTwice_SameAnswerNothingStoredAgain()
    {
        string[] lines = [SmallTown.Reading(SmallTown.Home(1), SmallTown.Start.AddMinutes(30), 100)];

        var first = await City.Feed(lines, "batch-1");
        var second = await City.Feed(lines, "batch-1");
        using var other = await City.PostLines([SmallTown.Reading(SmallTown.Home(1), SmallTown.Start.AddMinutes(45), 100)], "batch-1");

        Assert.Equal(1, first.GetProperty("accepted").GetInt32());
        Assert.Equal(first.GetRawText(), second.GetRawText());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal(1, (await City.Get("/v1/status")).GetProperty("observations").GetInt64());
    }

    [Fact]
    public async Task Batch_ArrayAndGzip_AreTaken()
    {
        var array = "[" + SmallTown.Reading(SmallTown.Home(1), SmallTown.Start.AddMinutes(15), 1) + "," + SmallTown.Reading(SmallTown.Home(2), SmallTown.Start.AddMinutes(15), 1) + "]";
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(array), TestContext.Current.CancellationToken);
        }

        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await City.Http.PostAsync(new Uri("/v1/observations", UriKind.Relative), content, TestContext.Current.CancellationToken);

        var answer = await CityProcess.Json(response, HttpStatusCode.Accepted);
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Batch_BodyBeyondTheLimit_IsRefusedWhole()
    {
        var line = Encoding.UTF8.GetBytes(SmallTown.Reading(SmallTown.Home(1), SmallTown.Start.AddMinutes(15), 1) + "\n");
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var written = 0; written <= 64 << 20; written += line.Length)
            {
                await gzip.WriteAsync(line, TestContext.Current.CancellationToken);
            }
        }

        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new("application/x-ndjson");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await City.Http.PostAsync(new Uri("/v1/observations", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(0, (await City.Get("/v1/status")).GetProperty("observations").GetInt64());
    }

    [Fact]
    public async Task Call_WithoutKey_IsRefusedAsProblem()
    {
        using var anonymous = new HttpClient { BaseAddress = City.Http.BaseAddress };
        using var response = await anonymous.GetAsync(new Uri("/v1/alerts", UriKind.Relative), TestContext.Current.CancellationToken);

        var problem = await CityProcess.Json(response, HttpStatusCode.Unauthorized);
        Assert.Equal("no-key", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Household_WithoutReason_IsNotShownAndWithOneTheLookIsLogged()
    {
        var path = $"/v1/households/{SmallTown.Home(1)}";
        using var refused = await City.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);

        await City.Get(string.Create(CultureInfo.InvariantCulture, $"{path}?reason=alert%20check"));

        var look = Assert.Single((await City.Get("/v1/looks")).GetProperty("items").EnumerateArray());
        Assert.Equal(SmallTown.Home(1), look.GetProperty("household").GetString());
        Assert.Equal("alert check", look.GetProperty("reason").GetString());
    }
}
