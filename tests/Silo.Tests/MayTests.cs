using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests;

/// <summary>What the city says a caller may do is what it then answers, whoever asks.</summary>
public sealed class MayTests : SmallTownTests
{
    private static readonly string[] life = ["check", "file", "dispatch", "sign-for", "start", "submit", "confirm", "verify", "close", "appeal", "reopen", "cancel"];

    [Fact]
    public async Task Order_ThroughItsLife_EveryCommandIsAnsweredAsItWasSaid()
    {
        await SmallTown.Responder(City, "truck", "sanitation-vehicle", 112.976, reachable: false);
        var callers = new Dictionary<string, string> { ["officer"] = await City.NewKey("officer"), ["citizen"] = await City.NewKey("citizen"), ["responder"] = await SignInResponder() };
        var order = await Report(callers["citizen"], 112.97495);
        var other = await Report(callers["officer"], 112.9757);
        foreach (var step in life)
        {
            foreach (var (role, key) in callers.Where(caller => caller.Key != "responder" || step is "sign-for" or "start" or "submit"))
            {
                await Compare(key, role, order, other);
            }

            await City.As(callers["officer"], HttpMethod.Post, $"/v1/orders/{order}/commands", Body(step, other), HttpStatusCode.OK);
            await City.Advance(DateTimeOffset.Parse((await City.Get("/v1/clock")).GetProperty("now").GetString()!, System.Globalization.CultureInfo.InvariantCulture).AddMinutes(1));
        }

        await Compare(callers["officer"], "officer", order, other);
    }

    [Fact]
    public async Task Order_MergedIntoAnother_IsSaidToBe()
    {
        await SmallTown.Responder(City, "truck", "sanitation-vehicle", 112.976, reachable: false);
        var officer = await City.NewKey("officer");
        var (order, other) = (await Report(officer, 112.97495), await Report(officer, 112.9757));
        await City.As(officer, HttpMethod.Post, $"/v1/orders/{order}/commands", Body("merge", other), HttpStatusCode.OK);

        await Compare(officer, "officer", order, other);
        var said = await May(officer, order);
        Assert.Equal("merged-already", said["merge"].GetProperty("code").GetString());
        Assert.Contains(other, said["merge"].GetProperty("chinese").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_OfferThatRanOut_IsStillTheRespondersToSignFor()
    {
        await SmallTown.Responder(City, "truck", "sanitation-vehicle", 112.976);
        var (officer, responder) = (await City.NewKey("officer"), await SignInResponder());
        var order = await Report(officer, 112.97495);
        await City.As(officer, HttpMethod.Post, $"/v1/orders/{order}/commands", Body("file", order), HttpStatusCode.OK);
        await City.Advance(SmallTown.Start.AddMinutes(10)); // Nobody signs within two minutes, and there is nobody else.
        Assert.Empty((await City.Get($"/v1/orders/{order}")).GetProperty("order").GetProperty("responders").EnumerateArray());

        Assert.Equal((true, false), ((await May(responder, order))["sign-for"].GetProperty("may").GetBoolean(), (await May(responder, order))["start"].GetProperty("may").GetBoolean()));
        await City.As(responder, HttpMethod.Post, $"/v1/orders/{order}/commands", Body("sign-for", order), HttpStatusCode.OK);
        Assert.Equal("resp-truck", Assert.Single((await City.Get($"/v1/orders/{order}")).GetProperty("order").GetProperty("responders").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Order_ViewersAndStrangers_MayNothingOrSeeNothing()
    {
        var citizen = await City.NewKey("citizen");
        var order = await Report(citizen, 112.97495);

        Assert.All((await May(await City.NewKey("viewer"), order)).Values, static one => Assert.Equal("not-your-role", one.GetProperty("code").GetString()));
        await City.As(await City.NewKey("citizen"), HttpMethod.Get, $"/v1/orders/{order}/may", null, HttpStatusCode.NotFound);
        await City.As(await City.NewKey("officer", "430104"), HttpMethod.Get, $"/v1/orders/{order}/may", null, HttpStatusCode.NotFound);
        await City.As(citizen, HttpMethod.Get, "/v1/orders/order-0000000000000/may", null, HttpStatusCode.NotFound);
    }

    private async Task Compare(string key, string role, string order, string other)
    {
        var view = await City.Get($"/v1/orders/{order}");
        var said = await May(key, order);
        Assert.Equal(27, said.Count);
        foreach (var (type, answer) in said.Where(static one => !one.Value.GetProperty("may").GetBoolean()))
        {
            var refused = await City.As(key, HttpMethod.Post, $"/v1/orders/{order}/commands", Body(type, other), answer.GetProperty("code").GetString() == "not-your-role" ? HttpStatusCode.Forbidden : HttpStatusCode.Conflict);
            var where = $"{type} by {role} while {view.GetProperty("order").GetProperty("status")}";
            Assert.True(answer.GetProperty("code").GetString() == refused.GetProperty("code").GetString(), $"{where}: said {answer}, answered {refused}");
            Assert.Equal(answer.GetProperty("english").GetString(), refused.GetProperty("detail").GetString());
            Assert.Equal(answer.GetProperty("chinese").GetString(), refused.GetProperty("detailChinese").GetString());
        }

        Assert.Equal(view.GetRawText(), (await City.Get($"/v1/orders/{order}")).GetRawText()); // To ask changes nothing.
    }

    private async Task<Dictionary<string, JsonElement>> May(string key, string order) =>
        (await City.As(key, HttpMethod.Get, $"/v1/orders/{order}/may", null, HttpStatusCode.OK)).GetProperty("commands").EnumerateArray()
            .ToDictionary(static one => one.GetProperty("type").GetString()!);

    private async Task<string> Report(string key, double longitude)
    {
        var body = new { category = "event.environment.exposed-waste", position = new { longitude, latitude = 28.19 }, text = "two bags" };
        return (await City.As(key, HttpMethod.Post, "/v1/orders", body, HttpStatusCode.Created)).GetProperty("order").GetString()!;
    }

    private async Task<string> SignInResponder()
    {
        await City.Send(HttpMethod.Post, "/v1/people", new { name = "truck", role = "responder", area = "430103", responder = "resp-truck", password = "a long password" }, HttpStatusCode.Created);
        return (await City.As(null, HttpMethod.Post, "/v1/sign-in", new { name = "truck", password = "a long password" }, HttpStatusCode.OK)).GetProperty("token").GetString()!;
    }

    private static Dictionary<string, object> Body(string type, string other)
    {
        var body = new Dictionary<string, object> { ["type"] = type, ["reason"] = "seen on site" };
        switch (type)
        {
            case "dispatch": body["choices"] = new[] { new { skill = "sanitation-vehicle", responder = "resp-truck" } }; break;
            case "sign-for" or "decline": body["responder"] = "resp-truck"; break;
            case "suspend": body["until"] = SmallTown.Start.AddDays(30); break;
            case "merge": body["into"] = other; break;
            case "decide-appeal": body["granted"] = true; break;
            case "rate": body["stars"] = 5; break;
            case "transfer": body["level"] = "district"; break;
            case "revisit": body["satisfied"] = true; break;
        }

        return body;
    }
}
