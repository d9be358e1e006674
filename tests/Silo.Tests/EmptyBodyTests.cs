using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace CityActors.Silo.Tests;

/// <summary>A few packed kilobytes that unpack to millions of lines of nothing.</summary>
public sealed class EmptyBodyTests : SmallTownTests
{
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
}
