using System.Globalization;
using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.Cases;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests.Units;

/// <summary>Units, posts and appointments on a real Silo: who is appointed may act, who leaves may not any more at that instant, and a vacant role is shown.</summary>
public sealed class UnitsTests : SmallTownTests
{
    private const string Tree = "code,parent,en,zh,area,kind\nstation,centre,Ease-of-mind station,解忧站,430103002,township.mediation-station\ncentre,,Mediation centre,解纷中心,430103,district.mediation-centre\ncourt,,District court,区法院,430103,district.court\n";
    private static readonly object place = new { longitude = 112.97495, latitude = 28.19 };

    [Fact]
    public async Task Tree_OfATable_IsTakenWholeOrNotAtAll()
    {
        var answer = await City.Send(HttpMethod.Post, "/v1/units/import", new { csv = Tree + "a,b,A,甲,430103,x\nb,a,B,乙,430103,x\nc,nobody,C,丙,430103,x\n", reason = "the new plan" }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal([(5, "parent"), (6, "parent"), (7, "parent")], answer.GetProperty("faults").EnumerateArray().Select(static fault => (fault.GetProperty("row").GetInt32(), fault.Text("column"))));
        Assert.Empty((await City.Get("/v1/units")).GetProperty("items").EnumerateArray());
        await Settle();
        Assert.Equal(["centre", "court", "station"], (await City.Get("/v1/units")).GetProperty("items").EnumerateArray().Select(static unit => unit.Text("code")));
        Assert.Equal("not-your-area", await City.Refused(await City.NewKey("admin", "430104"), HttpMethod.Post, "/v1/units/import", new { csv = Tree, reason = "not mine" }, HttpStatusCode.Forbidden));
        Assert.Contains("the new plan", (await City.Get("/v1/audit?limit=500")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ItsHolderActs_UntilThatInstantAndNoLonger()
    {
        await Settle();
        var judge = await SignIn("bao", "officer", "430104");
        var id = await Confirmation();
        await City.As(judge, HttpMethod.Get, $"/v1/cases/{id}", null, HttpStatusCode.NotFound);

        await City.Send(HttpMethod.Put, "/v1/posts/judge", new { unit = "court", role = "judge", area = "430103", seats = 1, reason = "the new plan" });
        Assert.Equal("role-not-of-unit", await City.Refused(await City.NewKey("admin"), HttpMethod.Put, "/v1/posts/clerk", new { unit = "court", role = "intake-clerk", area = "430103", reason = "the new plan" }, HttpStatusCode.Conflict));
        var until = SmallTown.Start.AddHours(5);
        var made = await City.Send(HttpMethod.Post, "/v1/posts/judge/appointments", new { account = "bao", person = "P-1", until, reason = "appointed" }, HttpStatusCode.Created);
        Assert.Equal(1, made.GetProperty("number").GetInt64());
        var clerk = await City.NewKey("officer", "430103");
        await City.As(clerk, HttpMethod.Post, $"/v1/cases/{id}/commands", new { @do = "receive", form = new { number = "7" } }, HttpStatusCode.OK);
        Assert.True(await May(judge, id, "reject"));

        await City.Advance(until.AddSeconds(-1));
        Assert.True(await May(judge, id, "reject"));
        await City.Advance(until);
        await City.As(judge, HttpMethod.Get, $"/v1/cases/{id}/may", null, HttpStatusCode.NotFound);
        await City.As(judge, HttpMethod.Post, $"/v1/cases/{id}/commands", new { @do = "reject", reason = "too late" }, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Deputy_StandsInUntilHisDate_AndWhoIsDismissedIsOutAtOnce()
    {
        await Settle();
        await City.Send(HttpMethod.Put, "/v1/posts/judge", new { unit = "court", role = "judge", area = "430103", seats = 1, reason = "the new plan" });
        var (bao, he) = (await SignIn("bao", "officer", "430104"), await SignIn("he", "officer", "430104"));
        var number = (await Appoint("bao", null, null)).GetProperty("number").GetInt64();
        Assert.Equal("seats-taken", await City.Refused(await City.NewKey("admin"), HttpMethod.Post, "/v1/posts/judge/appointments", new { account = "he", reason = "a second one" }, HttpStatusCode.Conflict));
        Assert.Equal("until-missing", await City.Refused(await City.NewKey("admin"), HttpMethod.Post, "/v1/posts/judge/appointments", new { account = "he", deputyOf = number, reason = "holiday" }, HttpStatusCode.BadRequest));
        await Appoint("he", number, SmallTown.Start.AddDays(1));
        var id = await Confirmation();
        await City.As(await City.NewKey("officer", "430103"), HttpMethod.Post, $"/v1/cases/{id}/commands", new { @do = "receive", form = new { number = "7" } }, HttpStatusCode.OK);
        Assert.True(await May(he, id, "reject"));
        await City.Send(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"/v1/appointments/{number}/end"), new { reason = "moved to another court" });
        await City.As(bao, HttpMethod.Get, $"/v1/cases/{id}", null, HttpStatusCode.NotFound);
        Assert.True(await May(he, id, "reject"));
        await City.Kill();
        await City.Start();
        await City.As(await Token("bao"), HttpMethod.Get, $"/v1/cases/{id}", null, HttpStatusCode.NotFound);
        await City.Advance(SmallTown.Start.AddDays(1));
        await City.As(await Token("he"), HttpMethod.Get, $"/v1/cases/{id}", null, HttpStatusCode.NotFound);
        Assert.Equal(2, (await City.Get("/v1/posts/judge")).GetProperty("appointments").GetArrayLength());
        Assert.Contains("moved to another court", (await City.Get("/v1/audit?limit=500")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_WithoutHolder_AreShown()
    {
        await Settle();
        Assert.Equal(["court"], await Vacant("judge"));
        await SignIn("bao", "officer", "");
        Assert.Empty(await Vacant("judge"));
        Assert.Equal(["city"], await Vacant("grid-officer"));
    }

    private Task Settle() => City.Send(HttpMethod.Post, "/v1/units/import", new { csv = Tree, reason = "the new plan" });

    private async Task<string> SignIn(string name, string role, string area)
    {
        await City.Send(HttpMethod.Post, "/v1/people", new { name, role, area, password = "a long password" }, HttpStatusCode.Created);
        return await Token(name);
    }

    private async Task<string> Token(string name) => (await City.Send(HttpMethod.Post, "/v1/sign-in", new { name, password = "a long password" })).Text("token");

    private Task<JsonElement> Appoint(string account, long? deputyOf, DateTimeOffset? until) =>
        City.Send(HttpMethod.Post, "/v1/posts/judge/appointments", new { account, deputyOf, until, reason = "appointed by the district" }, HttpStatusCode.Created);

    private async Task<string> Confirmation()
    {
        var body = new { type = "judicial-confirmation", fields = new { place, dispute = "dispute-1" }, parties = new { applicants = new[] { "hu", "li" } } };
        return (await City.As(await City.NewKey("officer", "430103"), HttpMethod.Post, "/v1/cases", body, HttpStatusCode.Created)).Text("id");
    }

    private async Task<bool> May(string key, string id, string command) => (await City.As(key, HttpMethod.Get, $"/v1/cases/{id}/may", null, HttpStatusCode.OK)).GetProperty("commands").EnumerateArray()
        .Single(one => one.Text("do") == command).GetProperty("may").GetBoolean();

    private async Task<string[]> Vacant(string role) => [.. (await City.Get("/v1/roles")).GetProperty("roles").EnumerateArray().Single(one => one.Text("role") == role).GetProperty("vacant").EnumerateArray().Select(static one => one.GetString()!)];
}
