using CityActors.Alerts;
using CityActors.Dispatch;
using CityActors.Places;
using CityActors.Responders;
using CityActors.WorkOrders;

namespace CityActors.Simulation.Places;

/// <summary>Cells, index, orders, dispatch and responders together.</summary>
public sealed class DistrictTests
{
    private const string Waste = "event.environment.exposed-waste"; // Wants a vehicle and a cleaner.
    private const string Visit = "service.care.visit"; // Wants a grid officer.

    [Fact]
    public async Task Reports_TenMetresApartAcrossACellBorder_AreOneOrder()
    {
        await using var district = await District.Start();
        var west = district.Cell(District.WestCell).Report(District.Report("report-1", -5, Waste, channel: ReportChannel.Citizen));
        var east = district.Cell(District.EastCell).Report(District.Report("report-2", 5, Waste, District.EastCell, ReportChannel.Citizen));
        var receipts = await Task.WhenAll(west, east);
        await district.Settle();

        Assert.Equal(receipts[0].Order, receipts[1].Order);
        Assert.Single(receipts, receipt => receipt.Merged);
        var order = (await district.Order(receipts[0].Order)).Order;
        Assert.Equal(2, order.Reports.Count);
        var isWestFirst = order.Reports[0] == "report-1";
        Assert.Equal(isWestFirst ? District.WestCell : District.EastCell, order.Cell);
        Assert.Equal(Geography.Offset(District.Border, isWestFirst ? -5 : 5, 0), order.Position);
        Assert.Equal(isWestFirst ? [order.Id] : [], (await district.Cell(District.WestCell).Read()).Orders);
        Assert.Equal(isWestFirst ? [] : [order.Id], (await district.Cell(District.EastCell).Read()).Orders);
    }

    [Fact]
    public async Task Report_SentAgainAfterARestart_IsTheSameOrderWithOneReport()
    {
        await using var district = await District.Start();
        var report = District.Report("report-1", 0, Waste, channel: ReportChannel.Citizen);
        var first = await district.Cell(District.WestCell).Report(report);
        await district.Restart();

        Assert.Equal(first, await district.Cell(District.WestCell).Report(report));
        Assert.Single((await district.Order(first.Order)).Order.Reports);
    }

    [Fact]
    public async Task Dispatch_TheNearestMovedFiveKilometres_ChoosesTheOtherAndShowsBothDistances()
    {
        await using var district = await District.Start();
        await district.Put(District.Card("resp-a", 180));
        await district.Put(District.Card("resp-b", 1_240));
        await district.Settle();
        await district.Put(District.Card("resp-a", 5_180) with { SeenAt = District.Morning.AddSeconds(1) });
        await district.Settle();
        var order = await Filed(district, "report-1");
        await district.Pass(TimeSpan.FromSeconds(1));

        var view = await district.Order(order);
        var choice = Assert.Single(view.Timeline, entry => entry.Choices.Count > 0).Choices[0];
        Assert.Equal("resp-b", choice.Responder);
        Assert.Equal(["resp-b", "resp-a"], choice.Candidates.Select(candidate => candidate.Responder));
        Assert.Equal([1240.0, 5180.0], choice.Candidates.Select(candidate => candidate.DistanceMetres));
        Assert.Contains(order, (await district.Grains.GetGrain<IResponderGrain>("resp-b").Read())!.Orders);
    }

    [Fact]
    public async Task Dispatch_OfferUnsignedForTwoMinutes_AsksTheNext()
    {
        await using var district = await District.Start();
        await district.Put(District.Card("resp-a", 180));
        await district.Put(District.Card("resp-b", 1_240));
        await district.Settle();
        var order = await Filed(district, "report-1");
        await district.Pass(TimeSpan.FromSeconds(119));
        Assert.Equal(["resp-a"], (await district.Order(order)).Order.Responders);

        await district.Restart();
        await district.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal(["resp-b"], (await district.Order(order)).Order.Responders);
        Assert.Empty((await district.Grains.GetGrain<IResponderGrain>("resp-a").Read())!.Orders);
    }

    [Fact]
    public async Task Dispatch_MoreOrdersThanResponders_NeverGivesOneTwiceAndServesTheRestLater()
    {
        await using var district = await District.Start();
        await district.Put(District.Card("resp-a", 0));
        await district.Settle();
        var orders = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            orders.Add(await Filed(district, $"report-{i}", 200 * i));
        }

        await district.Pass(TimeSpan.FromSeconds(1));
        var served = await Served(district, orders);
        var first = Assert.Single(served);
        var dispatch = district.Grains.GetGrain<IDispatchGrain>("dispatch-430103");
        Assert.Equal(2, (await dispatch.Read()).Waiting.Count);
        var waiting = await district.Order(orders.First(order => order != first));
        Assert.Single(waiting.Timeline, entry => entry.What == OrderHappenings.NobodyFree);

        await district.Grains.GetGrain<IWorkOrderGrain>(first).Handle(new WorkOrderCommand.Cancel { CommandId = "c-1", Actor = "test", At = district.Clock.GetUtcNow(), Reason = "test" });
        await district.Pass(TimeSpan.FromSeconds(1));

        Assert.Single(await Served(district, orders.Where(order => order != first)));
    }

    [Fact]
    public async Task Dispatch_ManyOrdersAtOnce_AreAllServedInTheFirstRound()
    {
        const int Many = 160;
        await using var district = await District.Start();
        await district.Put(District.Card("resp-a", 180) with { Capacity = Many });
        await district.Settle();
        var filed = await Task.WhenAll(Enumerable.Range(0, Many).Select(number => Filed(district, $"report-{number}", 200 * number)));
        await district.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(Many, filed.Distinct().Count());
        Assert.Equal(Many, (await Served(district, filed)).Count);
        Assert.Empty((await district.Grains.GetGrain<IDispatchGrain>("dispatch-430103").Read()).Waiting);
    }

    [Fact]
    public async Task Dispatch_TwoSkillsAndOneResponder_GivesOneAndTheOtherWhenItComes()
    {
        await using var district = await District.Start();
        await district.Put(District.Card("resp-a", 180));
        await district.Settle();
        var order = await Filed(district, "report-1", category: Waste);
        await district.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(["resp-a"], (await district.Order(order)).Order.Responders);

        await district.Put(District.Card("resp-b", 900) with { SeenAt = district.Clock.GetUtcNow() });
        await district.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(["resp-a", "resp-b"], (await district.Order(order)).Order.Responders.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(150)]
    [InlineData(400)]
    public async Task Drill_AnAlert_BecomesAClosedOrderAlsoThroughARestart(int restartAfterSeconds)
    {
        await using var district = await District.Start(new DrillOptions { DeclinedPercent = 0 });
        await district.Put(District.Card("resp-a", 180, drill: true));
        await district.Settle();
        var order = await district.Cell(District.WestCell).Raise(Alert());
        if (restartAfterSeconds > 0)
        {
            await district.Pass(TimeSpan.FromSeconds(restartAfterSeconds));
            await district.Restart();
        }

        await district.Pass(TimeSpan.FromMinutes(30));

        var view = await district.Order(order);
        Assert.Equal(OrderStatus.Closed, view.Order.Status);
        Assert.Single(view.Timeline, entry => entry.What == "signed-for");
        Assert.Single(view.Timeline, entry => entry.What == "closed");
        Assert.Equal(view.Timeline.Select(entry => entry.At).Order(), view.Timeline.Select(entry => entry.At));
        Assert.Empty((await district.Grains.GetGrain<IResponderGrain>("resp-a").Read())!.Orders);
        Assert.Equal(1, (await district.Grains.GetGrain<IDispatchGrain>("dispatch-430103").Read()).Free);
    }

    [Fact]
    public async Task Drill_NotADrill_NobodyActsByItself()
    {
        await using var district = await District.Start();
        await district.Put(District.Card("resp-a", 180));
        await district.Settle();
        var order = await district.Cell(District.WestCell).Raise(Alert());
        await district.Pass(TimeSpan.FromMinutes(30));

        Assert.DoesNotContain((await district.Order(order)).Timeline, entry => entry.What is "signed-for" or "started");
    }

    private static async Task<List<string>> Served(District district, IEnumerable<string> orders)
    {
        var served = new List<string>();
        foreach (var order in orders)
        {
            if ((await district.Order(order)).Order.Responders.Count > 0)
            {
                served.Add(order);
            }
        }

        return served;
    }

    private static async Task<string> Filed(District district, string report, double eastMetres = 0, string category = Visit)
    {
        var receipt = await district.Cell(District.WestCell).Report(District.Report(report, eastMetres, category, channel: ReportChannel.Citizen));
        var reply = await district.Grains.GetGrain<IWorkOrderGrain>(receipt.Order).Handle(new WorkOrderCommand.FileCase
        {
            CommandId = $"file-{report}",
            Actor = "acceptor",
            At = district.Clock.GetUtcNow(),
        });
        Assert.Null(reply.Refusal);
        await district.Settle();
        return receipt.Order;
    }

    private static Alert Alert() => new()
    {
        Id = "home-430103002001-0001.inactivity.home.1",
        Entity = "home-430103002001-0001",
        Kind = AlertKinds.Inactivity,
        Zone = "home",
        Episode = 1,
        State = AlertState.Open,
        Priority = AlertPriority.High,
        OpenedAt = District.Morning,
        ChangedAt = District.Morning,
        Explanation = new Explanation("nothing for 12 h", "12 小时无动静", "floor"),
        Cell = District.WestCell,
        Position = District.Border,
    };
}
