using System.Net;

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
        var told = await Send(await Bodies.Pack(string.Concat(Enumerable.Repeat(line + "\n", 1_000)), Lines / 1_000), "application/x-ndjson");

        Assert.Equal((0, Lines, 1_000), (told.GetProperty("accepted").GetInt32(), told.GetProperty("refused").GetInt32(), told.GetProperty("errors").GetArrayLength()));
        var metrics = await City.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("city_observations_refused{code=\"malformed\"} 10000\n", metrics, StringComparison.Ordinal);
        Assert.Contains($"city_observations_refused{{code=\"unread\"}} {Lines - 10_000}\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PackedMillions_AsLines_AreRefusedAndCounted()
    {
        Assert.Equal((1, "line-too-long"), await Refuse(new string('x', 1_000_000), 62));
        Assert.Equal((30_000_000, "malformed"), await Refuse(string.Concat(Enumerable.Repeat("x\n", 100_000)), 300));
        Assert.Equal((1_000, "malformed"), await Refuse("{\"other\":\"" + new string('x', 65_000) + "\"}\n", 1_000));
        Assert.Equal((20_000, "malformed"), await Refuse(new string('[', 1_000) + "\n", 20_000));

        async Task<(int Refused, string Code)> Refuse(string text, int times)
        {
            var told = await Send(await Bodies.Pack(text, times), "application/x-ndjson");
            Assert.Equal(0, told.GetProperty("accepted").GetInt32());
            return (told.GetProperty("refused").GetInt32(), told.GetProperty("errors")[0].GetProperty("code").GetString()!);
        }
    }

    [Fact]
    public async Task PackedMillions_AsAnArray_AreRefusedOnce()
    {
        Assert.Contains("more than 1048576 elements", await Refuse("[{}", ",{}"), StringComparison.Ordinal);
        Assert.Contains("more than 1048576 elements", await Refuse("[0", ",0"), StringComparison.Ordinal);
        Assert.Contains("maximum configured depth", await Refuse("", "["), StringComparison.Ordinal);
        Assert.Contains("not a JSON array", await Refuse("", "{\"a\":"), StringComparison.Ordinal);

        async Task<string> Refuse(string start, string text)
        {
            var told = await Send([.. await Bodies.Pack(start, 1), .. await Bodies.Pack(string.Concat(Enumerable.Repeat(text, 100_000)), 100)], "application/json");
            Assert.Equal("malformed", told.GetProperty("code").GetString());
            return told.GetProperty("detail").GetString()!;
        }
    }

    private async Task<System.Text.Json.JsonElement> Send(byte[] packed, string type)
    {
        using var request = Bodies.Post(packed, "gzip", type);
        using var answer = await City.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await CityProcess.Json(answer, HttpStatusCode.BadRequest);
    }
}
