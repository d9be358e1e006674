using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Responders;
using CityActors.Terminals;
using CityActors.WorkOrders;

namespace CityActors.Reactions;

/// <summary>Reactions and deadlines as they are delivered in a live city.</summary>
public sealed class LiveCityTests
{
    private const string Terminal = "term-430103002001-01";
    private const string Cell = "430103002001007";
    private const string Waste = "event.environment.exposed-waste";
    private static readonly GeoPoint Place = new(112.9897, 28.1127);

    [Fact]
    public async Task Alarm_BecomesADispatchedOrder()
    {
        await using var city = await LiveCity.Start();
        await Put(city, "resp-1");
        var alert = await Alarm(city, DateTimeOffset.UtcNow);

        var followed = await LiveCity.When(() => Read(city, alert), static alert => alert.Order.Length > 0);
        var order = await LiveCity.When(() => Order(city, followed.Order), static view => view?.Order.Status == OrderStatus.Dispatched);

        Assert.Equal(["resp-1"], order!.Order.Responders);
        await LiveCity.When(() => city.Grains.GetGrain<IResponderGrain>("resp-1").Read(), card => card!.Orders.Contains(followed.Order));
        await LiveCity.When(() => city.Grains.GetGrain<IGridCellGrain>(AreaCodes.CellKey(Cell)).Read(), cell => cell.Orders.Contains(followed.Order));
    }

    [Fact]
    public async Task Drill_Alarm_IsSignedForAndBegunByDeadlines()
    {
        await using var city = await LiveCity.Start();
        await Put(city, "resp-1", drill: true);
        var alert = await Alarm(city, DateTimeOffset.UtcNow, drill: true);

        var followed = await LiveCity.When(() => Read(city, alert), static alert => alert.RespondedAt is not null);

        Assert.Equal(["resp-1"], (await Order(city, followed.Order))!.Order.Responders);
    }

    [Fact]
    public async Task Letter_ThatItsTargetFailsOn_IsHeldAndItsLaneGoesOnWithoutIt()
    {
        await using var city = await LiveCity.Start();
        var bad = await Claim(city, Report("report-1") with { Category = "event.of-no-catalogue" }, east: 0);
        var behind = await Claim(city, Report("report-2"), east: 0);
        Assert.Equal(bad.Order, behind.Order);
        var router = RouterOf(city, AreaCodes.MattersKey(Cell));

        var held = await LiveCity.When(() => Held(city, router), static held => held.Count == 2);
        Assert.Equal([true, false], held.Select(static letter => letter.Attempts > 0));
        Assert.All(held, letter => Assert.Equal(($"work-order/{bad.Order}", bad.Order), (letter.Target, letter.Subject)));
        Assert.Contains("event.of-no-catalogue", held[0].Error, StringComparison.Ordinal);
        var other = await Claim(city, Report("report-3"), east: 5_000);
        await LiveCity.When(() => Order(city, other.Order), static view => view is not null);
        Assert.Null(await Order(city, bad.Order));

        Assert.False(await router.Skip(held[1].Number, held[1].Target));
        await LiveCity.When(() => router.Skip(held[0].Number, held[0].Target), static isSkipped => isSkipped);

        var order = await LiveCity.When(() => Order(city, bad.Order), static view => view is not null);
        Assert.Equal(["report-2"], order!.Order.Reports);
        await LiveCity.When(router.Status, static status => status.Waiting == 0);
        await router.Checkpoint();
        Assert.Empty(await city.Storage.Reactions.ReadHeld(0, 10));
    }

    [Fact]
    public async Task Letter_ForAStateThatNobodyUnderstood_GoesOnWithRetry()
    {
        await using var city = await LiveCity.Start();
        var order = OrderIds.Of("report-1");
        city.Storage.Unreadable.Add($"work-order/{order}");
        Assert.Equal(order, (await Claim(city, Report("report-1"), east: 0)).Order);
        var router = RouterOf(city, AreaCodes.MattersKey(Cell));
        await LiveCity.When(async () => (await router.Status(), await Held(city, router)), static seen => seen.Item2 is [{ Attempts: > 1 }]);
        city.Storage.Unreadable.Clear();

        var held = Assert.Single(await Held(city, router));
        await router.Retry(held.Number, held.Target);

        await LiveCity.When(router.Status, static status => status.Waiting == 0);
        Assert.NotNull(await Order(city, order));
        Assert.False(await router.Retry(held.Number, held.Target));
    }

    [Fact]
    public async Task Router_ThatStartsAnHourLate_DeliversInOrder()
    {
        await using var city = await LiveCity.Start(moves: false);
        var alarmed = DateTimeOffset.UtcNow.AddHours(-1);
        await Put(city, "resp-1");
        var alert = await Alarm(city, alarmed);
        for (var number = 1; number <= 20; number++)
        {
            await Claim(city, Report($"report-{number}"), east: 0);
        }

        await city.Restart();

        var followed = await LiveCity.When(() => Read(city, alert), static alert => alert.Order.Length > 0);
        var order = await LiveCity.When(() => Order(city, followed.Order), static view => view?.Order.Responders.Count > 0);
        Assert.Equal(alarmed, order!.Order.ReportedAt);
        var reported = await LiveCity.When(() => Order(city, OrderIds.Of("report-1")), static view => view?.Order.HowMany == 20);
        Assert.Equal(Enumerable.Range(1, 20).Select(static number => $"report-{number}"), (await ReadReports(city, reported!.Order.Id)).Select(static line => line.Subject));
    }

    private static Task<ResponderCard> Put(LiveCity city, string id, bool drill = false) => city.Grains.GetGrain<IResponderGrain>(id).Put(new ResponderCard
    {
        Id = id,
        Name = id,
        Skills = [Skills.GridOfficer, Skills.Technician, Skills.Medic, Skills.Patrol, Skills.Fire, Skills.RepairCrew],
        Area = "430103002",
        Position = Place,
        SeenAt = DateTimeOffset.UtcNow,
        Drill = drill,
    });

    private static async Task<string> Alarm(LiveCity city, DateTimeOffset at, bool drill = false)
    {
        var terminal = city.Grains.GetGrain<ITerminalGrain>(Terminal);
        var card = new EntityCard { Id = Terminal, Type = "terminal", Kind = ObservationKinds.GasLevel, Cell = Cell, Position = Place, Drill = drill };
        await terminal.Register(new TerminalRegistration { Card = card }, at);
        var reading = new Observation { Entity = Terminal, Kind = ObservationKinds.GasLevel, At = at, Value = 31 };
        await terminal.Observe(new ObserveBatch { Items = [new LoggedObservation(1, reading)] });
        return Assert.Single((await terminal.Read())!.OpenAlerts);
    }

    private static OrderReport Report(string id) => new()
    {
        Id = id,
        Category = Waste,
        Channel = ReportChannel.Citizen,
        At = DateTimeOffset.UtcNow,
        Position = Place,
        Cell = Cell,
        Reporter = id,
    };

    private static Task<MatterClaim> Claim(LiveCity city, OrderReport report, double east)
    {
        report = report with { Position = Geography.Offset(Place, east, 0) };
        return city.Grains.GetGrain<IMatterIndexGrain>(AreaCodes.MattersKey(Cell)).Claim(new MatterReport
        {
            Id = report.Id,
            Category = Waste,
            Position = report.Position,
            At = report.At,
            Cell = Cell,
            MayMerge = true,
            Report = report,
        });
    }

    private static IReactionRouterGrain RouterOf(LiveCity city, string owner) =>
        city.Grains.GetGrain<IReactionRouterGrain>(Partitions.ReactionsKey(Partitions.Of(owner)));

    private static async Task<IReadOnlyList<HeldLetter>> Held(LiveCity city, IReactionRouterGrain router)
    {
        await router.Checkpoint();
        return await city.Storage.Reactions.ReadHeld(0, 10);
    }

    private static async Task<Alert> Read(LiveCity city, string alert) => (await city.Grains.GetGrain<ITerminalGrain>(Terminal).ReadAlert(alert))!.Alert;

    private static async Task<IReadOnlyList<OrderEntry>> ReadReports(LiveCity city, string id) => (await city.Grains.GetGrain<IWorkOrderGrain>(id).ReadReports(0, 100))!.Lines;

    private static async Task<OrderView?> Order(LiveCity city, string id) => await city.Grains.GetGrain<IWorkOrderGrain>(id).Read();
}
