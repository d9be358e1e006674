using System.Net;
using System.Text.Json;
using CityActors.Silo.Access;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests;

/// <summary>A reporter follows and rates its matter by tracking number and phone digits, and learns nothing of anybody else.</summary>
public sealed class TrackingTests : SmallTownTests
{
    [Fact]
    public async Task Report_WithAPhone_IsFollowedByItsReporterAlone()
    {
        var first = await Report("the words of the first", "13800001111");
        var second = await Report("the words of the second", "+86 (138) 0000-2222");
        Assert.Equal(first.Order, second.Order);
        await City.Send(HttpMethod.Post, $"/v1/orders/{first.Order}/commands", new { type = "file", reason = "an officer's words" });

        var seen = (await Track(second.Tracking, "2222")).GetRawText();
        Assert.Contains("the words of the second", seen, StringComparison.Ordinal);
        Assert.Contains("\"filed\"", seen, StringComparison.Ordinal);
        Assert.All((string[])["the words of the first", "an officer", "admin-given", "+86", "2222"], secret => Assert.DoesNotContain(secret, seen, StringComparison.Ordinal));
        Assert.Contains("the words of the first", (await Track(first.Tracking.ToLowerInvariant(), "138 0000 1111")).GetRawText(), StringComparison.Ordinal);
        await Track(first.Tracking, "2222", HttpStatusCode.NotFound);
        await Track("000000000000", "2222", HttpStatusCode.NotFound);
        await Track(first.Tracking, "", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Digits_WrongFiveTimes_CloseTheNumberForAWhile()
    {
        var report = await Report("x", "13800001111");
        for (var i = 0; i < 5; i++)
        {
            await Track(report.Tracking, $"000{i}", HttpStatusCode.NotFound);
        }

        await Track(report.Tracking, "1111", HttpStatusCode.NotFound);
        await City.Advance(SmallTown.Start.AddMinutes(16));
        await Track(report.Tracking, "1111");
    }

    [Theory]
    [InlineData("/v1/track")]
    [InlineData("/v1/track/rate")]
    public async Task Numbers_WrongTenTimesFromAnAddress_MakeItWait_ButNotAnAppsKey(string path)
    {
        var report = await Report("x", "13800001111");
        object Guess(int number) => path == "/v1/track" ? new { tracking = $"00000000000{number}", phone = "1111" } : new { tracking = $"00000000000{number}", phone = "1111", stars = 1 };
        for (var i = 0; i < WrongKeys.Most; i++)
        {
            Assert.Equal("not-found", await City.Refused(null, HttpMethod.Post, path, Guess(i), HttpStatusCode.NotFound));
        }

        var refused = await City.As(null, HttpMethod.Post, path, Guess(0), HttpStatusCode.TooManyRequests);
        Assert.Equal("too-many-wrong-keys", refused.GetProperty("code").GetString());
        Assert.NotEmpty(refused.GetProperty("detailChinese").GetString()!);
        await City.As(null, HttpMethod.Post, "/v1/track", new { tracking = report.Tracking, phone = "1111" }, HttpStatusCode.TooManyRequests);
        await City.As(await City.NewKey("citizen"), HttpMethod.Post, "/v1/track", new { tracking = report.Tracking, phone = "1111" }, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Report_SentAgain_HasTheSameNumber_AndWithoutAPhoneNone()
    {
        var first = await Report("x", "13800001111", "again");
        var again = await Report("x", "13800001111", "again");

        Assert.Equal(first, again);
        Assert.Equal("", (await Report("y", "")).Tracking);
    }

    [Fact]
    public async Task Rating_ByTheReporter_CountsOnce()
    {
        var report = await Report("x", "13800001111");
        var early = await City.Send(HttpMethod.Post, "/v1/track/rate", new { tracking = report.Tracking, phone = "1111", stars = 5 }, HttpStatusCode.Conflict);
        Assert.NotEmpty(early.GetProperty("detailChinese").GetString()!);
        var officer = await City.NewKey("officer");
        foreach (var type in (string[])["file", "dispatch", "sign-for", "start", "submit", "confirm", "close"])
        {
            await City.As(officer, HttpMethod.Post, $"/v1/orders/{report.Order}/commands", new { type }, HttpStatusCode.OK);
        }

        var actors = (await Track(report.Tracking, "1111")).GetProperty("timeline").EnumerateArray()
            .ToLookup(static line => line.GetProperty("what").GetString()!, static line => line.GetProperty("actor").GetString()!);
        Assert.All((string[])["signed-for", "started", "submitted"], step => Assert.Equal(["responder"], actors[step]));
        Assert.All((string[])["filed", "confirmed", "closed"], step => Assert.Equal(["officer"], actors[step]));

        var rated = await City.Send(HttpMethod.Post, "/v1/track/rate", new { tracking = report.Tracking, phone = "1111", stars = 4, reason = "quick" });
        await City.Send(HttpMethod.Post, "/v1/track/rate", new { tracking = report.Tracking, phone = "1111", stars = 4, reason = "quick" }); // The same again.
        await City.Send(HttpMethod.Post, "/v1/track/rate", new { tracking = report.Tracking, phone = "1111", stars = 1 }, HttpStatusCode.Conflict);

        Assert.Equal(4, rated.GetProperty("order").GetProperty("rating").GetInt32());
    }

    private async Task<(string Order, string Tracking)> Report(string text, string phone, string? key = null)
    {
        var body = new { category = "event.environment.exposed-waste", position = new { longitude = 112.97495, latitude = 28.19 }, text, phone };
        var answer = await City.Send(HttpMethod.Post, "/v1/orders", body, HttpStatusCode.Created, key);
        return (answer.GetProperty("order").GetString()!, answer.TryGetProperty("tracking", out var tracking) ? tracking.GetString()! : "");
    }

    private Task<JsonElement> Track(string tracking, string phone, HttpStatusCode expected = HttpStatusCode.OK) =>
        City.Send(HttpMethod.Post, "/v1/track", new { tracking, phone }, expected);
}
