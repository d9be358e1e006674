using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Tests.Alerts;
using Microsoft.Extensions.Options;

namespace CityActors.Tests.Households;

public sealed class HouseholdRulesTests
{
    private const string Id = "home-430103002001-0001";
    private static readonly HouseholdRules Rules = new(Options.Create(new HouseholdOptions()), Options.Create(new AlertOptions()), new Kinds());

    private static List<LoggedObservation> Quiet { get; } = EntityRun<HouseholdState>.Logged(
        Meters.Freeze(Meters.Regular(13, seed: 3), (10 * Meters.PerDay) + 40, Frozen.AtBase, seed: 0)
            .Select(static (watts, i) => Meters.Power(Meters.EndOf(i), watts) with { Entity = Id }));

    [Fact]
    public void Register_IsToldWithThePublicCard()
    {
        var home = Home();
        home.Register(Meters.Start);

        var told = Assert.IsType<EntityRegistered>(Assert.Single(home.Facts));
        Assert.Equal(($"{Id}#1", "430103002001001"), (told.Id, told.Area));
    }

    [Fact]
    public void Observe_WithoutConsent_LearnsNothing()
    {
        var home = Home(hasConsent: false);
        home.Observe(Quiet);

        Assert.Null(home.NextDue);
        Assert.Equal(LivingRhythm.Unknown, home.State.Rhythm);
        Assert.Equal(Quiet[^1].Offset, home.State.Applied);
    }

    [Fact]
    public void Quiet_IsOneAlertWithItsReasonAndTheLadder()
    {
        var home = Home();
        home.Observe(Quiet, size: 7);

        var alert = Assert.Single(home.Alerts).Alert;
        Assert.Equal($"{Id}.inactivity.main.1", alert.Id);
        Assert.StartsWith("usually active", alert.Explanation.English, StringComparison.Ordinal);
        Assert.Equal((Quiet[^1].Offset, Quiet[^1].Observation.At.AddHours(1)), (home.State.Applied, home.NextDue));
        home.FallDue();
        var wanted = home.Facts.OfType<NotificationWanted>().ToArray();
        Assert.Equal(["home-call", "family", "grid-officer", "community"], wanted.Select(static fact => fact.Notification.Receiver));
        Assert.All(wanted, fact => Assert.InRange(fact.At - alert.OpenedAt, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(96)]
    [InlineData(100_000)]
    public void Log_InAnyBatchesTwiceAndThroughARestart_GivesTheSameAlert(int size)
    {
        var home = Home();
        home.Observe(Quiet[..1000], size);
        home.Restart();
        home.Observe(Quiet, size);
        home.Observe(Quiet, size);

        var opened = Assert.Single(home.Alerts).Alert;
        var expected = Assert.Single(Meters.Run(Quiet.Select(static item => item.Observation)).Findings);
        Assert.Equal((expected.At, expected.Why), (opened.OpenedAt, opened.Explanation));
    }

    [Fact]
    public void Tick_AfterSilence_OpensADeviceTicketAsOfItsDueTime()
    {
        var home = Home();
        home.Observe(Quiet[..10]);
        var due = home.NextDue!.Value;

        home.Tick(due.AddDays(1));

        Assert.Null(home.NextDue);
        Assert.Equal((AlertKinds.DataGap, "power", due, AlertPriority.Low), (home.Alert.Kind, home.Alert.Zone, home.Alert.OpenedAt, home.Alert.Priority));
    }

    [Fact]
    public void Officer_FindsAllWell_EndsTheAlertAndTellsItsOrder()
    {
        var home = Home();
        home.Observe(Quiet);
        var at = home.Alert.OpenedAt.AddMinutes(4);
        home.React(EntityRun<HouseholdState>.Taken(home.Alert, "order-1", at));

        var onSite = home.Handle(new AlertCommand.OnSite { CommandId = "c1", Actor = "li", At = at });
        var safe = home.Handle(new AlertCommand.Safe { CommandId = "c2", Actor = "li", At = at.AddMinutes(1), Note = "asleep" });
        var again = home.Handle(new AlertCommand.Safe { CommandId = "c2", Actor = "li", At = at.AddMinutes(9), Note = "asleep" });

        Assert.Equal((at, AlertState.Acknowledged), (onSite.Alert!.RespondedAt, onSite.Alert.State));
        Assert.Equal((AlertState.Cleared, "asleep"), (safe.Alert!.State, safe.Alert.Reason));
        Assert.Equal(safe.Alert, again.Alert);
        Assert.Equal([1, 2, 3, 4], home.Alerts.Select(static fact => fact.Version));
        Assert.All(home.Alerts, static fact => Assert.DoesNotContain("asleep", fact.Alert.Reason, StringComparison.Ordinal));
        var ended = Assert.Single(home.Facts.OfType<AlertEnded>());
        Assert.Equal(("order-1", "li", "asleep"), (ended.Order, ended.Command.Actor, ended.Command.Reason));
    }

    private static EntityRun<HouseholdState> Home(bool hasConsent = true) => new(Id, Rules, new HouseholdState
    {
        Registration = new HouseholdRegistration
        {
            Card = EntityRun<HouseholdState>.Card(Id, "household"),
            CareTags = ["elderly-alone"],
            ConsentAt = hasConsent ? Meters.Start : null,
        },
    });
}
