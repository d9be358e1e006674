using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace CityActors.Silo.Tests;

/// <summary>One key, one request: what else comes with a known key or command id is refused, and never answered as if it were done.</summary>
public sealed class OneRequestTests : SmallTownTests
{
    private const string Waste = "event.environment.exposed-waste";
    private static readonly object first = Matter(Waste, 112.97495, "two bags");
    private static readonly HttpClient utf8 = new(new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8 }, disposeHandler: true);

    private static readonly string[] endpoints = ["/v1/observations", "/v1/orders", "/v1/orders/{order}/commands", "/v1/alerts/{alert}/commands"];

    private static readonly (string Key, string Code)[] wrongKeys =
    [
        ("", "bad-key"), ("\"\"", "bad-key"), (new string('k', 256), "key-too-long"), ($"\"{new string('k', 256)}\"", "key-too-long"), ("zero\u200Bwidth", "bad-key"), ("private\uE000use", "bad-key"),
    ];

    [Fact]
    public async Task Report_AnotherWithAKnownKey_IsRefusedAndTheFirstStands()
    {
        var order = await Report(first, "k-1");
        object[] others =
        [
            Matter("part.traffic.signal", 112.97495, "two bags"), Matter(Waste, 112.9757, "two bags"), Matter(Waste, 112.97495, "three bags"),
            new { category = Waste, position = new { longitude = 112.97495, latitude = 28.19 }, text = "two bags", channel = "patrol" },
        ];
        foreach (var other in others)
        {
            Assert.Equal("key-reused", await Code(await Post("/v1/orders", other, "k-1"), HttpStatusCode.UnprocessableEntity));
        }

        Assert.Equal(order, await Report(first, "k-1"));
        Assert.Single((await City.Get($"/v1/orders/{order}")).GetProperty("timeline").EnumerateArray());
        Assert.Single(SmallTown.Orders((await City.Export()).Lines));
    }

    [Fact]
    public async Task Report_DifferentOnesAtOnceWithOneKey_AreOneThatIsTaken()
    {
        var sent = Enumerable.Range(0, 12).Select(number => Post("/v1/orders", Matter(Waste, 112.9745 + (number * 0.0002), $"report {number}"), "k-1"));

        var answers = await Task.WhenAll(sent);

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(11, answers.Count(answer => answer.StatusCode == HttpStatusCode.UnprocessableEntity));
        Assert.Single(SmallTown.Orders((await City.Export()).Lines).Single().GetProperty("reports").EnumerateArray());
    }

    [Fact]
    public async Task Key_OfOnePath_IsNoKeyOfAnother()
    {
        var order = await Report(first, "k-1");
        var other = await Report(Matter(Waste, 112.9757, "far"), "k-2");
        await City.Feed([SmallTown.Reading(SmallTown.Home(1), SmallTown.Start.AddMinutes(15), 100)], "k-3");
        var escalate = new { type = "escalate", reason = "slow" };
        await CityProcess.Json(await Post($"/v1/orders/{order}/commands", escalate, "k-4"), HttpStatusCode.OK);

        Assert.Equal("key-reused", await Code(await Post($"/v1/orders/{order}/commands", escalate, "k-1"), HttpStatusCode.UnprocessableEntity));
        Assert.Equal("key-reused", await Code(await Post("/v1/orders", first, "k-3"), HttpStatusCode.UnprocessableEntity));
        Assert.Equal("key-reused", await Code(await Post($"/v1/orders/{other}/commands", escalate, "k-4"), HttpStatusCode.UnprocessableEntity));
        Assert.Equal("key-reused", await Code(await City.PostLines([SmallTown.Reading(SmallTown.Home(2), SmallTown.Start.AddMinutes(15), 100)], "k-2"), HttpStatusCode.UnprocessableEntity));
        Assert.False((await City.Get($"/v1/orders/{other}")).GetProperty("order").GetProperty("isEscalated").GetBoolean());
    }

    [Fact]
    public async Task Key_OfARequestThatWasRefused_MayBeUsedAgain()
    {
        Assert.Equal("unknown-category", await Code(await Post("/v1/orders", Matter("no.such", 112.97495, "two bags"), "k-1"), HttpStatusCode.BadRequest));
        Assert.Equal("bad-body", await Code(await Post("/v1/orders", "no matter", "k-1"), HttpStatusCode.BadRequest));

        var order = await Report(first, "k-1");

        Assert.Equal("not-allowed", await Code(await Post($"/v1/orders/{order}/commands", new { type = "close" }, "k-2"), HttpStatusCode.Conflict));
        await CityProcess.Json(await Post($"/v1/orders/{order}/commands", new { type = "file" }, "k-2"), HttpStatusCode.OK);
    }

    [Fact]
    public async Task Key_ThatCannotBeTaken_IsRefusedEverywhere()
    {
        var order = await Report(first, "k-1");
        foreach (var (endpoint, (key, code)) in endpoints.SelectMany(static _ => wrongKeys, static (endpoint, wrong) => (endpoint, wrong)))
        {
            var path = endpoint.Replace("{order}", order, StringComparison.Ordinal).Replace("{alert}", "home-1.a.main.1", StringComparison.Ordinal);
            Assert.Equal(code, await Code(await Post(path, new { type = "escalate", reason = "slow" }, key), HttpStatusCode.BadRequest));
        }

        Assert.Single((await City.Get($"/v1/orders/{order}")).GetProperty("timeline").EnumerateArray());
    }

    [Theory]
    [InlineData(255)]
    [InlineData(201)]
    [InlineData(1)]
    public async Task Key_OfAnyLengthThatIsTaken_IsTakenWhole(int length)
    {
        var key = new string('k', length - 1);
        var order = await Report(first, key + "1");
        var line = SmallTown.Reading(SmallTown.Home(1), SmallTown.Start.AddMinutes(15), 100);

        Assert.Equal(order, await Report(first, key + "1"));
        Assert.NotEqual(order, await Report(Matter(Waste, 112.9757, "far"), key + "2"));
        Assert.Equal(1, (await City.Feed([line], key + "3")).GetProperty("accepted").GetInt32());
        Assert.Equal(1, (await City.Feed([line], key + "3")).GetProperty("accepted").GetInt32());
        Assert.Equal("filed", await Status(order, new { type = "file", commandId = key + "1" }));
        Assert.Equal("command-id-reused", await Refused(order, new { type = "cancel", reason = "x", commandId = key + "1" }));
    }

    [Fact]
    public async Task CommandId_ThatCannotBeTaken_IsRefused()
    {
        var order = await Report(first, "k-1");
        foreach (var (id, code) in ((string, string)[])[(new string('c', 256), "command-id-too-long"), ("line\nbreak", "bad-command-id"), ("zero\0", "bad-command-id"), ("\u2028", "bad-command-id")])
        {
            Assert.Equal(code, await Code(await Post($"/v1/orders/{order}/commands", new { type = "file", commandId = id }), HttpStatusCode.BadRequest));
        }

        Assert.Equal("filed", await Status(order, new { type = "file", commandId = "命令 1" }));
    }

    [Fact]
    public async Task CommandId_OfAnotherCommandOrBody_IsRefusedAndARepeatIsAnsweredAlike()
    {
        var order = await Report(first, "k-1");
        Assert.Equal("filed", await Status(order, new { type = "file", commandId = "1" }));
        Assert.Equal("command-id-reused", await Refused(order, new { type = "cancel", reason = "mistake", commandId = "1" }));
        Assert.Equal("command-id-reused", await Refused(order, new { type = "file", reason = "why not", commandId = "1" }));
        Assert.Equal("command-id-reused", await Refused(order, new { type = "merge", into = "order-0000000000000", commandId = "1" }));
        Assert.Equal("filed", await Status(order, new { commandId = "1", type = "file", actor = "somebody", at = "2020-01-01T00:00:00Z", source = new { caller = "x", asked = "y" } }));
        await Status(order, new { type = "cancel", reason = "mistake", commandId = "2" });

        Assert.Equal("filed", await Status(order, new { type = "file", commandId = "1" }));
        Assert.Equal("cancelled", (await City.Get($"/v1/orders/{order}")).GetProperty("order").GetProperty("status").GetString());
        Assert.DoesNotContain("\"source\"", (await City.Get($"/v1/orders/{order}")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merge_RepeatedAfterItsTargetEnded_IsAnsweredAlike()
    {
        var order = await Report(first, "k-1");
        var into = await Report(Matter(Waste, 112.9757, "far"), "k-2");
        var merge = new { type = "merge", into, commandId = "m-1" };
        Assert.Equal("merged", await Status(order, merge));
        await Status(into, new { type = "not-file", reason = "nothing there", commandId = "x" });

        Assert.Equal("merged", await Status(order, merge));
        Assert.Equal("command-id-reused", await Refused(order, new { type = "merge", into = "order-0000000000000", commandId = "m-1" }));
    }

    [Fact]
    public async Task Dispatch_AfterACallerUsedTheDispatchersIds_StillHappens()
    {
        foreach (var skill in (string[])["cleaner", "sanitation-vehicle"])
        {
            await SmallTown.Responder(City, skill, skill, 112.976);
        }

        var order = await Report(first, "k-1");
        await Status(order, new { type = "check", commandId = $"dispatch-{order}-1-2" });
        await Status(order, new { type = "file", commandId = $"dispatch-{order}-1-1" });
        await City.Advance(SmallTown.Start.AddMinutes(1));

        var view = await City.Get($"/v1/orders/{order}");
        Assert.Equal("dispatched", view.GetProperty("order").GetProperty("status").GetString());
        Assert.Equal(2, view.GetProperty("order").GetProperty("responders").GetArrayLength());
        Assert.Contains(view.GetProperty("timeline").EnumerateArray(), line => line.GetProperty("commandId").GetString() == $"dispatch-{order}-1-1" && line.GetProperty("actor").GetString() == "system");
    }

    [Fact]
    public async Task Dispatch_AfterARatingUsedTheIdOfItsNextRound_StillHappens()
    {
        await SmallTown.Responder(City, "cleaner", "cleaner", 112.976);
        await SmallTown.Responder(City, "vehicle", "sanitation-vehicle", 112.976);
        var order = await Report(first, "k-1");
        await Status(order, new { type = "file" });
        await City.Advance(SmallTown.Start.AddMinutes(1));
        await Status(order, new { type = "sign-for", responder = "resp-cleaner" });
        await Status(order, new { type = "sign-for", responder = "resp-vehicle" });
        foreach (var type in (string[])["start", "submit", "confirm", "close"])
        {
            await Status(order, new { type });
        }

        await Status(order, new { type = "rate", stars = 1, commandId = $"dispatch-{order}-2-1" });
        Assert.Equal("filed", await Status(order, new { type = "reopen", reason = "still there" }));
        await City.Advance(SmallTown.Start.AddMinutes(2));

        var view = (await City.Get($"/v1/orders/{order}")).GetProperty("order");
        Assert.Equal(("dispatched", 2), (view.GetProperty("status").GetString(), view.GetProperty("responders").GetArrayLength()));
    }

    [Fact]
    public async Task Order_OfAnAlertThatEndedAfterACallerUsedTheIdOfThatWord_EndsWithIt()
    {
        const string kitchen = "term-430103002001-01";
        await Live.LiveCity.Terminal(City, kitchen);
        await City.Feed([Live.LiveCity.Gas(kitchen, SmallTown.Start.AddMinutes(1), 60)]);
        await City.Advance(SmallTown.Start.AddMinutes(2));
        var alert = SmallTown.Alerts((await City.Export()).Lines, "gas").Single().GetProperty("id").GetString();
        var order = SmallTown.Orders((await City.Export()).Lines).Single().GetProperty("id").GetString()!;

        await Status(order, new { type = "escalate", reason = "slow", commandId = $"{alert} ended" });
        await CityProcess.Json(await Post($"/v1/alerts/{alert}/commands", new { type = "safe", note = "aired", commandId = "s-1" }), HttpStatusCode.OK);
        await City.Advance(SmallTown.Start.AddMinutes(3));

        Assert.Equal("closed", (await City.Get($"/v1/orders/{order}")).GetProperty("order").GetProperty("status").GetString());
        Assert.Equal("command-id-reused", await Code(await Post($"/v1/alerts/{alert}/commands", new { type = "safe", note = "not aired", commandId = "s-1" }), HttpStatusCode.Conflict));
        await CityProcess.Json(await Post($"/v1/alerts/{alert}/commands", new { type = "safe", note = "aired", commandId = "s-1" }), HttpStatusCode.OK);
    }

    private static object Matter(string category, double longitude, string text) => new { category, position = new { longitude, latitude = 28.19 }, text };

    private async Task<string> Report(object matter, string key) =>
        (await CityProcess.Json(await Post("/v1/orders", matter, key), HttpStatusCode.Created)).GetProperty("order").GetString()!;

    private async Task<string?> Status(string order, object command) =>
        (await CityProcess.Json(await Post($"/v1/orders/{order}/commands", command), HttpStatusCode.OK)).GetProperty("status").GetString();

    private async Task<string?> Refused(string order, object command) => await Code(await Post($"/v1/orders/{order}/commands", command), HttpStatusCode.Conflict);

    private async Task<HttpResponseMessage> Post(string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(City.Http.BaseAddress!, path)) { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        request.Headers.Authorization = City.Http.DefaultRequestHeaders.Authorization;
        return await utf8.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<string?> Code(HttpResponseMessage response, HttpStatusCode expected)
    {
        using (response)
        {
            return (await CityProcess.Json(response, expected)).GetProperty("code").GetString();
        }
    }
}
