using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests.Cases;

/// <summary>A dispute by its pack, on a real Silo and through its doors: from the counter to an agreement that all have signed.</summary>
public sealed class CasesTests : SmallTownTests
{
    private static readonly object place = new { longitude = 112.97495, latitude = 28.19 };
    private string clerk = "", mediator = "", hu = "", li = "";

    [Fact]
    public async Task Dispute_FromTheCounterToTheAgreement_IsFollowedByAllWhoAreConcerned()
    {
        await SignIn();
        var matter = await Begin(hu, "k-1");
        Assert.Equal(("registered", "accept", "430103002001001"), (matter.Text("status"), matter.Text("dueClock"), matter.Text("area")));
        var id = matter.Text("id");
        await Refused(clerk, id, new { @do = "mediate" }, HttpStatusCode.BadRequest, "form-incomplete");
        await Refused(hu, id, new { @do = "mediate", form = new { kind = "neighbours" } }, HttpStatusCode.Forbidden, "not-your-role");
        Assert.Equal("mediating", (await Do(clerk, id, new { @do = "mediate", form = new { kind = "neighbours" } })).Text("status"));
        var dispute = Assert.Single((await Read(hu, id)).GetProperty("parts").EnumerateArray()).Text("id");

        await Do(clerk, dispute, new { @do = "accept", form = new { level = "simple" } });
        await Refused(hu, dispute, new { @do = "assign", holder = "mediator", who = new[] { "hu" } }, HttpStatusCode.Forbidden, "not-your-role");
        await Refused(clerk, dispute, new { @do = "assign", holder = "mediator", who = new[] { "hu" } }, HttpStatusCode.Conflict, "is-party");
        Assert.Equal("appointed", (await Do(clerk, dispute, new { @do = "assign", holder = "mediator", who = new[] { "mediator-wang" }, reason = "lives next door" })).Text("status"));
        await Refused(clerk, dispute, new { @do = "assign", holder = "mediator", who = new[] { "mediator-wang" } }, HttpStatusCode.Conflict, "not-wanted");
        await Do(mediator, dispute, new { @do = "begin", form = new { mode = "on-site" } });
        await Do(mediator, dispute, new { @do = "hold-session", form = new { sessions = new { at = SmallTown.Start, mode = "on-site", present = new[] { "hu", "li" }, minutes = "双方同意清理水渠" } } });
        Assert.Equal("signing", (await Do(mediator, dispute, new { @do = "draft", form = new { terms = new[] { new { who = "hu", to = "li", what = "清理水渠", until = "2025-10-20" } } } })).Text("status"));

        Assert.Contains((await May(li, dispute)).EnumerateArray(), static one => one.Text("do") == "answer" && one.Text("ask") == "sign" && one.GetProperty("may").GetBoolean());
        await Task.WhenAll(new[] { hu, li, mediator }.Select(key => Do(key, dispute, new { @do = "answer", ask = "sign", yes = true })));
        var view = await Read(li, dispute);
        Assert.Equal("effective", view.GetProperty("case").Text("status"));
        Assert.DoesNotContain("\"clerk\"", view.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("lives next door", view.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("lives next door", (await Read(mediator, dispute)).GetRawText(), StringComparison.Ordinal);
        Assert.Single(view.GetProperty("timeline").EnumerateArray(), static line => line.Text("what") == "sign-agreed");
        await Refused(li, dispute, new { @do = "answer", ask = "sign", yes = true }, HttpStatusCode.Conflict, "not-asked");
    }

    [Fact]
    public async Task Matter_WhatPeopleWrote_IsForThoseConcernedAndOfficers()
    {
        await SignIn();
        var id = (await Begin(hu, "k-1")).Text("id");
        foreach (var key in new[] { hu, li, clerk })
        {
            var whole = await Read(key, id);
            Assert.Equal(key != li, whole.GetProperty("fields").EnumerateArray().Any(static field => field.Text("field") == "story" && field.Text("value").Contains("鱼塘", StringComparison.Ordinal)));
            Assert.Equal("hu", whole.GetProperty("timeline")[0].Text("actor"));
            Assert.Equal(["hu"], whole.GetProperty("parties").GetProperty("asker").EnumerateArray().Select(static one => one.GetString()!));
        }

        var viewer = await City.NewKey("viewer");
        var shown = await Read(viewer, id);
        Assert.DoesNotContain("鱼塘", shown.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"hu\"", shown.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("$asker", shown.GetProperty("timeline")[0].Text("actor"));
        await City.As(await City.NewKey("citizen"), HttpMethod.Get, $"/v1/cases/{id}", null, HttpStatusCode.NotFound);
        await City.As(await City.NewKey("officer", "430104"), HttpMethod.Get, $"/v1/cases/{id}", null, HttpStatusCode.NotFound);
        await City.As(await City.NewKey("sensor"), HttpMethod.Get, $"/v1/cases/{id}", null, HttpStatusCode.Forbidden);

        Assert.Equal(id, Assert.Single((await City.As(clerk, HttpMethod.Get, "/v1/cases?type=matter&open=true", null, HttpStatusCode.OK)).GetProperty("items").EnumerateArray()).Text("id"));
        Assert.Empty((await City.As(viewer, HttpMethod.Get, "/v1/cases", null, HttpStatusCode.OK)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Beginning_Again_IsTheSameCase_AndAnotherWithItsKeyIsRefused()
    {
        await SignIn();
        var first = await Begin(hu, "k-1");
        Assert.Equal(first.GetRawText(), (await Begin(hu, "k-1")).GetRawText());
        Assert.NotEqual(first.Text("id"), (await Begin(hu, "k-2")).Text("id"));
        using var other = await Post(hu, "k-1", Matter("另一件事"));
        Assert.Equal("key-reused", (await CityProcess.Json(other, HttpStatusCode.UnprocessableEntity)).Text("code"));

        var id = first.Text("id");
        var done = await Do(clerk, id, new { @do = "refuse", reason = "不属于受理范围", commandId = "c-1" });
        Assert.Equal(("refused", "refused"), (done.Text("status"), done.Text("ending")));
        var last = (await Read(hu, id)).GetProperty("timeline").EnumerateArray().Last();
        Assert.Equal(("intake-clerk", "不属于受理范围"), (last.Text("actor"), last.Text("why")));
        Assert.Equal(done.GetRawText(), (await Do(clerk, id, new { @do = "refuse", reason = "不属于受理范围", commandId = "c-1" })).GetRawText());
        await Refused(clerk, id, new { @do = "refuse", reason = "另一个理由", commandId = "c-1" }, HttpStatusCode.Conflict, "command-id-reused");
    }

    [Fact]
    public async Task Form_Check_NamesEachFault_AndNothingIsDone()
    {
        await SignIn();
        var said = await City.As(hu, HttpMethod.Post, "/v1/forms/matter/check", new { area = "430103002001", fields = new { kind = "nonsense", colour = "red" } }, HttpStatusCode.OK);
        Assert.False(said.GetProperty("isComplete").GetBoolean());
        Assert.Equal(
            [("unknown-field", "colour"), ("wrong-value", "kind"), ("form-incomplete", "place"), ("form-incomplete", "story"), ("parties", "$asker")],
            said.GetProperty("faults").EnumerateArray().Select(static fault => (fault.Text("code"), fault.Text("field"))));
        Assert.All(said.GetProperty("faults").EnumerateArray(), static fault => Assert.True(fault.Text("english").Length > 0 && fault.Text("chinese").Length > 0));
        Assert.True((await City.As(hu, HttpMethod.Post, "/v1/forms/matter/check", new { fields = new { place, story = "x" }, parties = new { asker = new[] { "hu" } } }, HttpStatusCode.OK)).GetProperty("isComplete").GetBoolean());
        Assert.Empty((await City.Get("/v1/cases")).GetProperty("items").EnumerateArray());
        Assert.Equal("unknown-type", await City.Refused(hu, HttpMethod.Post, "/v1/forms/quarrel/check", new { }, HttpStatusCode.BadRequest));
        string[] types = [.. (await City.As(hu, HttpMethod.Get, "/v1/forms", null, HttpStatusCode.OK)).GetProperty("forms").EnumerateArray().Select(static form => form.Text("type"))];
        Assert.Equal(["dispute", "judicial-confirmation", "matter"], types.Intersect(["matter", "judicial-confirmation", "dispute"]));

        var id = (await Begin(hu, "k-1")).Text("id");
        var command = await City.As(clerk, HttpMethod.Post, "/v1/forms/matter/check", new { @case = id, @do = "mediate", fields = new { } }, HttpStatusCode.OK);
        Assert.Equal("kind", Assert.Single(command.GetProperty("faults").EnumerateArray()).Text("field"));
    }

    [Fact]
    public async Task Beginning_WithWhatMayNotBe_IsRefusedByName()
    {
        await SignIn();
        foreach (var (body, status, code) in new (object, HttpStatusCode, string)[]
        {
            (new { type = "quarrel", parties = new { asker = new[] { "hu" } } }, HttpStatusCode.BadRequest, "unknown-type"),
            (new { type = "matter", parties = new { asker = new[] { "hu" } } }, HttpStatusCode.BadRequest, "bad-area"),
            (new { type = "matter", area = "430103002001", parties = new { asker = new[] { "hu" } } }, HttpStatusCode.BadRequest, "form-incomplete"),
            (new { type = "matter", area = "999", parties = new { asker = new[] { "hu" } } }, HttpStatusCode.BadRequest, "unknown-area"),
            (new { type = "matter", fields = new { place = new { longitude = 1, latitude = 91 } }, parties = new { asker = new[] { "hu" } } }, HttpStatusCode.BadRequest, "bad-position"),
            (new { type = "matter", fields = new { place = "here" }, parties = new { asker = new[] { "hu" } } }, HttpStatusCode.BadRequest, "bad-position"),
            (new { type = "matter", fields = new { place = new { longitude = 10, latitude = 10 } }, parties = new { asker = new[] { "hu" } } }, HttpStatusCode.BadRequest, "outside"),
            (new { type = "matter", fields = new { place, story = 7 }, parties = new { asker = new[] { "hu" } } }, HttpStatusCode.BadRequest, "wrong-value"),
            (new { type = "matter", fields = new { place, story = new string('x', 2_001) }, parties = new { asker = new[] { "hu" } } }, HttpStatusCode.BadRequest, "wrong-value"),
            (new { type = "matter", fields = new { place, story = "x" }, parties = new { asker = new[] { "hu", "hu" } } }, HttpStatusCode.BadRequest, "parties"),
            (new { type = "matter", fields = new { place, story = "x" }, parties = new { asker = new[] { "hu" }, judge = new[] { "li" } } }, HttpStatusCode.BadRequest, "unknown-party"),
            (new { type = "matter", fields = new { place, story = "x" }, parties = new { asker = new[] { "li" } } }, HttpStatusCode.Forbidden, "not-your-role"),
            (new { type = "matter", fields = new { place, story = "x" }, parties = new { asker = new[] { "hu", "" } } }, HttpStatusCode.BadRequest, "bad-id"),
        })
        {
            using var response = await Post(hu, $"k-{code}", body);
            Assert.Equal(code, (await CityProcess.Json(response, status)).Text("code"));
        }

        Assert.Empty((await City.Get("/v1/cases")).GetProperty("items").EnumerateArray());
        foreach (var id in new[] { "matter-0000000000000", "order-0000000000000", "x", "matter" })
        {
            await City.As(clerk, HttpMethod.Get, $"/v1/cases/{id}", null, HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Case_AfterAKill_IsAsItWas_AndItsClocksGoOn()
    {
        await SignIn();
        var id = (await Begin(hu, "k-1")).Text("id");
        await Do(clerk, id, new { @do = "advise" });
        var before = await Read(clerk, id);
        await City.Kill();
        await City.Start();
        Assert.Equal(before.GetRawText(), (await Read(clerk, id)).GetRawText());

        await City.Advance(SmallTown.Start.AddDays(8)); // Five working days and a weekend.
        var late = (await Read(clerk, id)).GetProperty("case");
        Assert.Equal(["answer"], late.GetProperty("overdue").EnumerateArray().Select(static clock => clock.GetString()!));
        Assert.True(late.GetProperty("isEscalated").GetBoolean());
        Assert.Equal("closed", (await Do(clerk, id, new { @do = "reply", form = new { answer = "可向社区申请" } })).Text("status"));
    }

    private static object Matter(string story) => new { type = "matter", fields = new { place, story }, parties = new { asker = new[] { "hu" }, other = new[] { "li" } } };

    private async Task SignIn()
    {
        (clerk, mediator) = (await City.NewKey("officer", name: "clerk"), await City.NewKey("officer", name: "mediator-wang"));
        (hu, li) = (await City.NewKey("citizen", name: "hu"), await City.NewKey("citizen", name: "li"));
    }

    private async Task<JsonElement> Begin(string key, string idempotencyKey)
    {
        using var response = await Post(key, idempotencyKey, Matter("邻居的鱼塘淹了我的菜地"));
        return await CityProcess.Json(response, HttpStatusCode.Created);
    }

    private async Task<HttpResponseMessage> Post(string key, string idempotencyKey, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/cases") { Content = System.Net.Http.Json.JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", key);
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await City.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private Task<JsonElement> Read(string key, string id) => City.As(key, HttpMethod.Get, $"/v1/cases/{id}", null, HttpStatusCode.OK);

    private async Task<JsonElement> May(string key, string id) => (await City.As(key, HttpMethod.Get, $"/v1/cases/{id}/may", null, HttpStatusCode.OK)).GetProperty("commands");

    private Task<JsonElement> Do(string key, string id, object body) => City.As(key, HttpMethod.Post, $"/v1/cases/{id}/commands", body, HttpStatusCode.OK);

    private async Task Refused(string key, string id, object body, HttpStatusCode status, string code) =>
        Assert.Equal(code, await City.Refused(key, HttpMethod.Post, $"/v1/cases/{id}/commands", body, status));
}
