using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Simulation.Alerts;
using CityActors.Tests.Households;
using CityActors.WorkOrders;

namespace CityActors.Simulation.Households;

public sealed class HouseholdGrainTests : IAsyncLifetime
{
    private const string Id = "home-430103002001-0001";

    private EntityHost host = null!;

    private IHouseholdGrain Home => host.Grains.GetGrain<IHouseholdGrain>(Id);

    private static List<LoggedObservation> Quiet { get; } = EntityHost.Logged(
        Meters.Freeze(Meters.Regular(20, seed: 3), (17 * Meters.PerDay) + 40, Frozen.AtBase, seed: 0)
            .Select(static (watts, i) => Meters.Power(Meters.EndOf(i), watts) with { Entity = Id }));

    public async ValueTask InitializeAsync() => host = await EntityHost.Begin();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Observe_NotRegistered_IsUnknown()
    {
        var reply = await Home.Observe(new ObserveBatch { Items = [Quiet[0]] });

        Assert.Equal((ObserveOutcome.Unknown, 0L), (reply.Outcome, reply.Applied));
    }

    [Fact]
    public async Task Register_Twice_IsToldOnce()
    {
        await Register();
        await Register();

        var told = Assert.IsType<EntityRegistered>(Assert.Single(await host.Facts(Id)));
        Assert.Equal(($"{Id}#1", "430103002001001"), (told.Id, told.Area));
    }

    [Fact]
    public async Task Observe_WithoutConsent_LearnsNothing()
    {
        await Home.Register(Registration() with { ConsentAt = null }, Meters.Start);

        var reply = await EntityHost.Send(Home, Quiet, 500);

        Assert.Null(reply.NextDue);
        Assert.Null((await Home.Read(Look()))!.LastReadingAt);
    }

    [Fact]
    public async Task Quiet_OneAlertAndOneOrderAndTheLadder()
    {
        await Register();
        var reply = await EntityHost.Send(Home, Quiet, 7);
        await Home.Flush();

        var alerts = await host.Alerts(Id);
        Assert.Equal([1, 2], alerts.Select(static fact => fact.Version));
        var alert = alerts[^1].Alert;
        Assert.Equal($"{Id}.inactivity.main.1", alert.Id);
        Assert.StartsWith("usually active", alert.Explanation.English, StringComparison.Ordinal);
        Assert.Equal(alert, await Home.ReadAlert(alert.Id));
        Assert.Equal(alert.OpenedAt, (await Order(alert.Order))!.Order.ReportedAt);
        Assert.Equal([alert.Id], (await Home.Read(Look()))!.OpenAlerts);
        Assert.Equal((Quiet[^1].Offset, Quiet[^1].Observation.At.AddHours(1)), (reply.Applied, reply.NextDue));
        var wanted = await host.Wanted(Id);
        Assert.Equal(["community", "family", "grid-officer", "home-call"], wanted.Select(static fact => fact.Notification.Receiver).Order(StringComparer.Ordinal));
        Assert.All(wanted, fact => Assert.InRange(fact.At - alert.OpenedAt, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(96)]
    [InlineData(100_000)]
    public async Task Log_InAnyBatchesTwiceAndThroughDeactivation_GivesTheSameAlert(int size)
    {
        await Register();
        await EntityHost.Send(Home, Quiet[..1000], size);
        await Home.Flush();
        await host.Deactivate(Home);
        await EntityHost.Send(Home, Quiet, size);
        await EntityHost.Send(Home, Quiet, size);

        var opened = (await host.Alerts(Id))[0].Alert;
        var expected = Assert.Single(Meters.Run(Quiet.Select(static item => item.Observation)).Findings);
        Assert.Equal((expected.At, expected.Why), (opened.OpenedAt, opened.Explanation));
        Assert.Equal(2, (await host.Alerts(Id)).Count);
    }

    [Fact]
    public async Task Finding_IsStoredBeforeTheAnswer()
    {
        await Register();
        await EntityHost.Send(Home, Quiet, 100);
        await host.Deactivate(Home);

        var open = (await Home.Read(Look()))!.OpenAlerts;

        Assert.Equal([$"{Id}.inactivity.main.1"], open);
    }

    [Fact]
    public async Task Observe_AfterAMissingItem_IsAGapAndChangesNothing()
    {
        await Register();
        await EntityHost.Send(Home, Quiet[..10], 10);

        var reply = await Home.Observe(new ObserveBatch { PreviousOffset = 110, Items = [Quiet[11]] });

        Assert.Equal((ObserveOutcome.Gap, 100L), (reply.Outcome, reply.Applied));
        Assert.Equal(Quiet[9].Observation.At, (await Home.Read(Look()))!.LastReadingAt);
    }

    [Fact]
    public async Task Tick_AfterSilence_OpensADeviceTicketAsOfItsDueTime()
    {
        await Register();
        var reply = await EntityHost.Send(Home, Quiet[..10], 10);

        var ticked = await Home.Observe(new ObserveBatch { PreviousOffset = 100, Tick = reply.NextDue!.Value.AddDays(1) });

        var alert = (await host.Alerts(Id))[0].Alert;
        Assert.Null(ticked.NextDue);
        Assert.Equal((AlertKinds.DataGap, "power", reply.NextDue, AlertPriority.Low), (alert.Kind, alert.Zone, alert.OpenedAt, alert.Priority));
    }

    [Fact]
    public async Task Officer_FindsAllWell_EndsAlertAndTellsTheOrder()
    {
        await Register();
        await EntityHost.Send(Home, Quiet, 500);
        var alert = (await host.Alerts(Id))[^1].Alert;
        var at = alert.OpenedAt.AddMinutes(4);

        var onSite = await Home.HandleAlert(alert.Id, new AlertCommand.OnSite { CommandId = "c1", Actor = "li", At = at });
        var safe = await Home.HandleAlert(alert.Id, new AlertCommand.Safe { CommandId = "c2", Actor = "li", At = at.AddMinutes(1), Note = "asleep" });
        var again = await Home.HandleAlert(alert.Id, new AlertCommand.Safe { CommandId = "c2", Actor = "li", At = at.AddMinutes(9), Note = "asleep" });

        Assert.Equal((at, AlertState.Acknowledged), (onSite.Alert!.RespondedAt, onSite.Alert.State));
        Assert.Equal((AlertState.Cleared, "asleep"), (safe.Alert!.State, safe.Alert.Reason));
        Assert.Equal(safe.Alert, again.Alert);
        Assert.Equal([1, 2, 3, 4], (await host.Alerts(Id)).Select(static fact => fact.Version));
        Assert.Contains((await Order(alert.Order))!.Timeline, static entry => entry.What == "alert-ended" && entry.Actor == "li");
    }

    private Task Register() => Home.Register(Registration(), Meters.Start);

    private static HouseholdRegistration Registration() => new()
    {
        Card = EntityHost.Card(Id, "household"),
        CareTags = ["elderly-alone"],
        ConsentAt = Meters.Start,
    };

    private static HouseholdLook Look() => new("test", "test", Meters.Start);

    private Task<OrderView?> Order(string id) => host.Grains.GetGrain<IWorkOrderGrain>(id).Read();
}
