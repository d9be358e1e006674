using System.Net;
using System.Text.Json;

namespace CityActors.Silo.Tests;

/// <summary>Reports, matters, dispatch and commands through the API.</summary>
public sealed class MatterTests : SmallTownTests
{
    private const string Waste = "event.environment.exposed-waste";
    private DateTimeOffset now = SmallTown.Start;

    [Fact]
    public async Task Reports_TenMetresApartAcrossABorder_AreOneOrder()
    {
        var first = await Report(112.97495);
        await Pass(TimeSpan.FromMinutes(2));
        var second = await Report(112.97505); // 9.8 m east, in the other cell.
        var far = await Report(112.9757);     // 70 m away.

        Assert.False(first.GetProperty("merged").GetBoolean());
        Assert.True(second.GetProperty("merged").GetBoolean());
        Assert.Equal(first.GetProperty("order").GetString(), second.GetProperty("order").GetString());
        Assert.NotEqual(first.GetProperty("order").GetString(), far.GetProperty("order").GetString());
    }

    [Fact]
    public async Task Dispatch_ChosenResponderMovedFiveKilometres_AnotherIsChosenAndBothDistancesShown()
    {
        foreach (var skill in (string[])["cleaner", "sanitation-vehicle"])
        {
            await SmallTown.Responder(City, $"near-{skill}", skill, 112.9760);
            await SmallTown.Responder(City, $"next-{skill}", skill, 112.9800);
        }

        var before = await DispatchedChoice(await Report(112.97495));
        await SmallTown.Responder(City, "near-cleaner", "cleaner", 113.0260); // 5 km east.
        await Pass(TimeSpan.FromMinutes(30));
        var after = await DispatchedChoice(await Report(112.9757));

        Assert.Equal("resp-near-cleaner", before.GetProperty("responder").GetString());
        Assert.Equal("resp-next-cleaner", after.GetProperty("responder").GetString());
        var distances = after.GetProperty("candidates").EnumerateArray().ToDictionary(
            candidate => candidate.GetProperty("responder").GetString()!, candidate => candidate.GetProperty("distanceMetres").GetDouble());
        Assert.InRange(distances["resp-next-cleaner"], 300, 600);
        Assert.InRange(distances["resp-near-cleaner"], 4_500, 5_500);
    }

    [Fact]
    public async Task Dispatch_ByHand_IsNotChosenOver()
    {
        var id = (await Report(112.97495)).GetProperty("order").GetString()!;
        await Command(id, new { type = "file" });
        await SmallTown.Responder(City, "by-hand-1", "sanitation-vehicle", 112.975, reachable: false);
        await SmallTown.Responder(City, "by-hand-2", "cleaner", 112.975, reachable: false);
        await Pass(TimeSpan.FromMinutes(1)); // Nobody can be reached, but the dispatcher knows better.
        await Command(id, new
        {
            type = "dispatch",
            choices = new[] { new { skill = "sanitation-vehicle", responder = "resp-by-hand-1" }, new { skill = "cleaner", responder = "resp-by-hand-2" } },
        });
        await SmallTown.Responder(City, "cleaner", "cleaner", 112.976);
        await SmallTown.Responder(City, "vehicle", "sanitation-vehicle", 112.976);
        await Pass(TimeSpan.FromMinutes(30));

        var responders = (await City.Get($"/v1/orders/{id}")).GetProperty("order").GetProperty("responders").EnumerateArray().Select(responder => responder.GetString());
        Assert.Equal(["resp-by-hand-1", "resp-by-hand-2"], responders);
    }

    [Fact]
    public async Task Dispatch_ByHand_TakesNobodyWhoIsNotThereAndNoWordOfTheCaller()
    {
        var id = (await Report(112.97495)).GetProperty("order").GetString()!;
        await Command(id, new { type = "file" });
        var refused = await City.Send(HttpMethod.Post, $"/v1/orders/{id}/commands", new { type = "dispatch", choices = new[] { new { skill = "cleaner", responder = "resp-nobody" } } }, HttpStatusCode.Conflict);
        Assert.Equal("unknown-responder", refused.GetProperty("code").GetString());

        await SmallTown.Responder(City, "by-hand", "cleaner", 112.975, reachable: false);
        await Command(id, new { type = "dispatch", choices = new[] { new { skill = "cleaner", responder = "resp-by-hand", english = "the nearest by far", chinese = "最近", distanceMetres = 1 } } });
        await Pass(TimeSpan.FromMinutes(1));

        var view = await City.Get($"/v1/orders/{id}");
        Assert.DoesNotContain("the nearest by far", view.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("chosen by hand", view.GetRawText(), StringComparison.Ordinal);
        Assert.Equal([id], (await City.Get("/v1/responders/resp-by-hand")).GetProperty("orders").EnumerateArray().Select(order => order.GetString()));
        await Command(id, new { type = "cancel", reason = "seen to" });
        await Pass(TimeSpan.FromMinutes(1));
        Assert.Empty((await City.Get("/v1/responders/resp-by-hand")).GetProperty("orders").EnumerateArray());
    }

    [Fact]
    public async Task Merge_Crossing_OneIsGrantedAndTheOtherRefused()
    {
        var one = (await Report(112.97495)).GetProperty("order").GetString()!;
        var other = (await Report(112.97595)).GetProperty("order").GetString()!;
        Assert.NotEqual(one, other);
        await Command(one, new { type = "merge", into = other });
        var refused = await City.Send(HttpMethod.Post, $"/v1/orders/{other}/commands", new { type = "merge", into = one }, HttpStatusCode.Conflict);
        Assert.Equal("merge-circle", refused.GetProperty("code").GetString());
        await Pass(TimeSpan.FromMinutes(1));

        var ended = (await City.Get($"/v1/orders/{one}")).GetProperty("order");
        var goesOn = (await City.Get($"/v1/orders/{other}")).GetProperty("order");
        Assert.Equal(("merged", "reported"), (ended.GetProperty("status").GetString(), goesOn.GetProperty("status").GetString()));
        Assert.All(ended.GetProperty("reports").EnumerateArray(), report => Assert.Contains(report.GetString(), goesOn.GetProperty("reports").EnumerateArray().Select(known => known.GetString())));
    }

    [Fact]
    public async Task Order_FromReportToRating_FollowsTheBook()
    {
        await SmallTown.Responder(City, "cleaner", "cleaner", 112.976);
        await SmallTown.Responder(City, "vehicle", "sanitation-vehicle", 112.976);
        var id = (await Report(112.97495)).GetProperty("order").GetString()!;

        await Command(id, new { type = "file" });
        await Pass(TimeSpan.FromMinutes(1));
        await Command(id, new { type = "sign-for", responder = "resp-cleaner" });
        await Command(id, new { type = "sign-for", responder = "resp-vehicle" });
        await Command(id, new { type = "start" });
        await Command(id, new { type = "submit", reason = "cleared" });
        await Command(id, new { type = "confirm" });
        await Command(id, new { type = "close" });
        await Command(id, new { type = "rate", stars = 5 });

        var view = await City.Get($"/v1/orders/{id}");
        Assert.Equal("closed", view.GetProperty("order").GetProperty("status").GetString());
        Assert.Equal(5, view.GetProperty("order").GetProperty("rating").GetInt32());
        Assert.All(view.GetProperty("timeline").EnumerateArray(), entry => Assert.NotEmpty(entry.GetProperty("actor").GetString()!));
    }

    [Fact]
    public async Task Command_NotAllowedNow_IsRefusedWithReasonAndChangesNothing()
    {
        var id = (await Report(112.97495)).GetProperty("order").GetString()!;
        var refused = await City.Send(HttpMethod.Post, $"/v1/orders/{id}/commands", new { type = "close" }, HttpStatusCode.Conflict);

        Assert.NotEmpty(refused.GetProperty("detail").GetString()!);
        Assert.NotEmpty(refused.GetProperty("detailChinese").GetString()!);
        Assert.Equal("reported", (await City.Get($"/v1/orders/{id}")).GetProperty("order").GetProperty("status").GetString());
    }

    private Task<JsonElement> Report(double longitude) => City.Send(
        HttpMethod.Post, "/v1/orders", new { category = Waste, position = new { longitude, latitude = 28.19 }, text = "垃圾" }, HttpStatusCode.Created);

    private Task<JsonElement> Command(string order, object command) => City.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", command);

    private async Task<JsonElement> DispatchedChoice(JsonElement receipt)
    {
        var id = receipt.GetProperty("order").GetString()!;
        await Command(id, new { type = "file" });
        await Pass(TimeSpan.FromMinutes(1));
        var timeline = (await City.Get($"/v1/orders/{id}")).GetProperty("timeline").EnumerateArray();
        return timeline.SelectMany(entry => entry.TryGetProperty("choices", out var choices) ? choices.EnumerateArray() : default)
            .First(choice => choice.GetProperty("skill").GetString() == "cleaner");
    }

    private Task Pass(TimeSpan time) => City.Advance(now += time);
}
