using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests;

/// <summary>Officers begin and end their duty and note what whoever comes next should know; what happened meanwhile is counted.</summary>
public sealed class DutyTests : SmallTownTests
{
    [Fact]
    public async Task Duty_BegunAndEnded_StandsInTheLog_WithWhatHappenedMeanwhile()
    {
        var officer = await City.NewKey("officer", "430103");
        await Write(officer, new { type = "begin", text = " a calm night " });
        Assert.Equal("already-on-duty", await City.Refused(officer, HttpMethod.Post, "/v1/duty", new { type = "begin" }, HttpStatusCode.Conflict));
        await City.Send(HttpMethod.Post, "/v1/orders", new { category = "event.environment.exposed-waste", position = new { longitude = 112.9745, latitude = 28.19 } }, HttpStatusCode.Created);
        await Write(officer, new { type = "note", text = "two bags by the stairs" });
        await City.Get("/v1/orders"); // The lists have it.
        await City.Advance(SmallTown.Start.AddMinutes(30));

        var during = await City.As(officer, HttpMethod.Get, "/v1/duty", null, HttpStatusCode.OK);
        Assert.Equal(("officer-1", "430103"), Assert.Single(Items(during, "onDuty").Select(static one => (Text(one, "actor"), Text(one, "area")))));
        Assert.Equal(["note two bags by the stairs", "begin a calm night"], Items(during, "items").Select(static entry => $"{Text(entry, "type")} {Text(entry, "text")}"));
        var shift = Assert.Single(Items(during, "shifts"));
        Assert.False(shift.TryGetProperty("until", out _));
        Assert.Equal((0, 1), (shift.GetProperty("alertsOpened").GetInt32(), shift.GetProperty("ordersOpened").GetInt32()));

        await Write(officer, new { type = "end" });
        Assert.Equal("not-on-duty", await City.Refused(officer, HttpMethod.Post, "/v1/duty", new { type = "end" }, HttpStatusCode.Conflict));
        var afterwards = await City.As(officer, HttpMethod.Get, "/v1/duty", null, HttpStatusCode.OK);
        Assert.Empty(Items(afterwards, "onDuty"));
        Assert.Equal(SmallTown.Start.AddMinutes(30), Assert.Single(Items(afterwards, "shifts")).GetProperty("until").GetDateTimeOffset());

        var audited = (await City.Get("/v1/audit?actor=officer-1&limit=500")).GetProperty("items").EnumerateArray().Select(static line => line.GetProperty("act"));
        Assert.Contains(("POST /v1/duty begin", "done 201"), audited.Select(static act => (Text(act, "what"), Text(act, "outcome"))));
        Assert.Contains(("POST /v1/duty end", "refused 409"), audited.Select(static act => (Text(act, "what"), Text(act, "outcome"))));
    }

    [Fact]
    public async Task Duty_OfAnotherArea_IsNotShown_AndOfAWiderOneWithinOnesOwnIs()
    {
        var (district, street, elsewhere) = (await City.NewKey("officer", "430103"), await City.NewKey("officer", "430103002"), await City.NewKey("officer", "430104"));
        await Write(district, new { type = "begin" });
        await Write(street, new { type = "begin" });
        await Write(elsewhere, new { type = "begin" });

        Assert.Equal(["officer-1", "officer-2"], await OnDuty(district, "/v1/duty"));
        Assert.Equal(["officer-1", "officer-2"], await OnDuty(district, "/v1/duty?area=430103002001"));
        Assert.Equal(["officer-1"], await OnDuty(district, "/v1/duty?area=430103009"));
        Assert.Equal(["officer-2"], await OnDuty(street, "/v1/duty"));
        Assert.Equal("not-your-area", await City.Refused(street, HttpMethod.Get, "/v1/duty?area=430103", null, HttpStatusCode.Forbidden));
        Assert.Equal("not-your-role", await City.Refused(await City.NewKey("viewer", "430103"), HttpMethod.Get, "/v1/duty", null, HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task Note_SentAgainOrTooLong_StandsOnceOrNotAtAll_AndPagesGoBack()
    {
        await City.Send(HttpMethod.Post, "/v1/duty", new { type = "note", text = "once" }, HttpStatusCode.Created, "the-key");
        await City.Send(HttpMethod.Post, "/v1/duty", new { type = "note", text = "once" }, HttpStatusCode.Created, "the-key");
        await City.Send(HttpMethod.Post, "/v1/duty", new { type = "note", text = "second" }, HttpStatusCode.Created);
        await City.Send(HttpMethod.Post, "/v1/duty", new { type = "note", text = new string('长', 2_001) }, HttpStatusCode.BadRequest);
        await City.Send(HttpMethod.Post, "/v1/duty", new { type = "note", text = " " }, HttpStatusCode.BadRequest);

        var first = await City.Get("/v1/duty?limit=1");
        Assert.Equal("second", Text(Assert.Single(Items(first, "items")), "text"));
        var second = await City.Get($"/v1/duty?limit=1&cursor={Text(first, "next")}");
        Assert.Equal("once", Text(Assert.Single(Items(second, "items")), "text"));
        Assert.False(second.TryGetProperty("next", out _));
        Assert.Empty(Items(await City.Get($"/v1/duty?since={SmallTown.Start.AddDays(1):yyyy-MM-dd}T00:00:00Z"), "items"));
    }

    private Task<JsonElement> Write(string key, object body) => City.As(key, HttpMethod.Post, "/v1/duty", body, HttpStatusCode.Created);

    private async Task<IEnumerable<string>> OnDuty(string key, string path) =>
        Items(await City.As(key, HttpMethod.Get, path, null, HttpStatusCode.OK), "onDuty").Select(static one => Text(one, "actor"));

    private static IEnumerable<JsonElement> Items(JsonElement answer, string name) => answer.GetProperty(name).EnumerateArray();

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
