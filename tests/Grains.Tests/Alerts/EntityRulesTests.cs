using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Terminals;
using CityActors.Tests.Watch;

namespace CityActors.Tests.Alerts;

public sealed class EntityRulesTests
{
    private const string Id = "term-430103002001-01";
    private static readonly DateTimeOffset T0 = new(2026, 1, 5, 6, 45, 0, TimeSpan.Zero);

    [Fact]
    public void Gas_OverItsLimit_IsAnAlertThatEndsByItself()
    {
        var terminal = Alarmed();
        terminal.Observe([new LoggedObservation(20, Reading(5, 1))]);
        terminal.Tick(T0.AddMinutes(7));

        Assert.Equal(
            (AlertKinds.Gas, AlertState.Cleared, T0, T0.AddMinutes(7)),
            (terminal.Alert.Kind, terminal.Alert.State, terminal.Alert.OpenedAt, terminal.Alert.ClearedAt));
    }

    [Theory]
    [InlineData(Privacy.Public)]
    [InlineData(Privacy.Household)]
    public void AlertThatEndsByItself_ItsOrderIsToldWhatWasSeenOnlyIfTheCardIsPublic(Privacy privacy)
    {
        var terminal = Alarmed(privacy);
        terminal.React(Taken(terminal, "order-1"));
        terminal.Observe([new LoggedObservation(20, Reading(5, 1))]);
        terminal.Tick(T0.AddMinutes(7));

        var why = privacy == Privacy.Public ? terminal.Alert.Reason : $"See alert {terminal.Alert.Id}. 详见告警 {terminal.Alert.Id}。";
        Assert.Equal(why, Assert.Single(terminal.Facts.OfType<AlertEnded>()).Command.Reason);
        Assert.All(terminal.Alerts, fact => Assert.Equal(privacy, fact.Privacy));
    }

    [Fact]
    public void ReportTaken_AfterTheAlertEnded_TellsTheOrder()
    {
        var terminal = Alarmed();
        terminal.Handle(new AlertCommand.Safe { CommandId = "c1", Actor = "li", At = T0.AddMinutes(1) });
        Assert.Empty(terminal.Facts.OfType<AlertEnded>());

        terminal.React(Taken(terminal, "order-1"));
        terminal.React(Taken(terminal, "order-1"));

        Assert.Equal("order-1", Assert.Single(terminal.Facts.OfType<AlertEnded>()).Order);
    }

    [Fact]
    public void ReportTaken_OfAnAlertForgottenLongAgo_TellsTheOrderThatItEnded()
    {
        var terminal = Alarmed();
        var taken = Taken(terminal, "order-1") with { Alert = $"{Id}.gas.main.999" };

        terminal.React(taken);

        Assert.Equal($"{Id}.gas.main.999", Assert.Single(terminal.Facts.OfType<AlertEnded>()).Command.Alert);
    }

    [Fact]
    public void OrderEnded_EndsItsAlertsHereAndTellsTheOrderNothing()
    {
        var terminal = Alarmed();
        terminal.React(Taken(terminal, "order-1"));
        var ended = new OrderEnded { Subject = "order-1", Version = 9, At = T0.AddHours(1), Area = "430103", Actor = "wang", Reason = "closed", Alerts = [terminal.Alert.Id, "term-430103002001-011.gas.main.1"] };

        terminal.React(ended);
        terminal.React(ended);

        Assert.Equal([1, 2, 3], terminal.Alerts.Select(static fact => fact.Version));
        Assert.Equal((AlertState.Cleared, "wang"), (terminal.Alert.State, terminal.Alert.Actor));
        Assert.Empty(terminal.Facts.OfType<AlertEnded>());
    }

    [Fact]
    public void Deadlines_OfATerminal_AreTheLadderOfItsPack()
    {
        var terminal = Alarmed();
        terminal.FallDue();

        Assert.Equal(["grid-officer", "community"], terminal.Facts.OfType<NotificationWanted>().Select(static wanted => wanted.Notification.Receiver));
        Assert.Single(terminal.Alerts);
    }

    [Theory]
    [InlineData("home-1", "household")]
    [InlineData("cam-1", "camera")]
    [InlineData("term-1", "terminal")]
    public void TypeOf_Id_IsGivenByItsPrefix(string id, string type)
    {
        Assert.Equal(type, EntityGrains.TypeOf(id));
        Assert.Throws<ArgumentException>(() => EntityGrains.TypeOf("tree-1"));
    }

    private static ReportTaken Taken(EntityRun<TerminalState> terminal, string order) => EntityRun<TerminalState>.Taken(terminal.Alert, order, T0.AddMinutes(2));

    private static Observation Reading(int minute, double value) => new() { Entity = Id, Kind = ObservationKinds.GasLevel, At = T0.AddMinutes(minute), Value = value };

    private static EntityRun<TerminalState> Alarmed(Privacy privacy = Privacy.Public)
    {
        var rules = SeedThings.Rules();
        var terminal = new EntityRun<TerminalState>(Id, rules, new TerminalState
        {
            Registration = new TerminalRegistration { Card = EntityRun<TerminalState>.Card(Id, "terminal", ObservationKinds.GasLevel) with { Privacy = privacy } },
        });
        terminal.Observe([new LoggedObservation(10, Reading(0, 31))]);
        return terminal;
    }
}
