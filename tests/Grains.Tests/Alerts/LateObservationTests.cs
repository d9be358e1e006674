using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Terminals;
using CityActors.Tests.Watch;
using CityActors.Watch;

namespace CityActors.Tests.Alerts;

/// <summary>What comes too late, too early or twice.</summary>
public sealed class LateObservationTests
{
    private const string Id = "term-430103002001-01";
    private static readonly DateTimeOffset T0 = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);
    private readonly EntityRun<TerminalState> terminal = new(
        Id,
        SeedThings.Rules(),
        new TerminalState { Registration = new TerminalRegistration { Card = EntityRun<TerminalState>.Card(Id, "terminal", ObservationKinds.GasLevel) } });

    private long offset;

    [Fact]
    public void Ahead_ItsClockIsSetRight_TheAlarmComesAtOnceAndWhatWasAheadIsDroppedAndCounted()
    {
        Observe(now: 0, minute: 20, value: 1); // Its clock is twenty minutes fast.
        Assert.Equal(T0.AddMinutes(20), terminal.NextDue);
        Assert.DoesNotContain(terminal.State.Watched.Slots.OfType<HeardMemory>(), static heard => heard.At is not null);

        Observe(now: 5, minute: 5, value: 60); // Now it is right.

        Assert.Equal((AlertState.Open, T0.AddMinutes(5)), (terminal.Alert.State, terminal.Alert.OpenedAt));
        Assert.Equal(new NotJudged(Ahead: 1), terminal.State.NotJudged);
        terminal.Tick(T0.AddMinutes(25));
        Assert.Equal(AlertState.Open, terminal.Alert.State);
    }

    [Fact]
    public void Ahead_ItsClockStaysFast_IsJudgedWhenTheTimeComes()
    {
        Observe(now: 0, minute: 20, value: 60);
        Assert.Empty(terminal.Alerts);
        terminal.Restart();
        terminal.Tick(T0.AddMinutes(19));
        Assert.Empty(terminal.Alerts);

        terminal.Tick(T0.AddMinutes(20));

        Assert.Equal((AlertState.Open, T0.AddMinutes(20)), (terminal.Alert.State, terminal.Alert.OpenedAt));
        Assert.Null(terminal.State.NotJudged);
    }

    [Theory]
    [InlineData(2, 60)]
    [InlineData(60, 2)]
    public void TwoValuesOfOneInstant_TheMoreAlarmingCountsAndTheConflictIsCounted(double first, double second)
    {
        Observe(now: 1, minute: 0, value: first);
        Observe(now: 1, minute: 0, value: second);
        Observe(now: 1, minute: 0, value: second); // A repeat is no conflict; if the other value stands, it is one again.

        Assert.Equal((AlertState.Open, T0), (terminal.Alert.State, terminal.Alert.OpenedAt));
        Assert.Equal(60, terminal.State.Watched.Slots.OfType<HeardMemory>().Single().Value);
        Assert.Equal(second == 60 ? 1 : 2, terminal.State.NotJudged!.Conflict);
    }

    [Fact]
    public void BeyondTheHorizon_RaisesNoAlarmAndIsCounted()
    {
        for (var minute = 0; minute <= 240; minute += 10)
        {
            Observe(now: 240, minute, value: 1);
        }

        Observe(now: 240, minute: 15, value: 60);

        Assert.Empty(terminal.Alerts);
        Assert.Equal(new NotJudged(Late: 1), terminal.State.NotJudged);
    }

    [Fact]
    public void Late_ShowsThatThereWasNothing_WithdrawsTheAlertAndTellsItsOrder()
    {
        Observe(now: 0, minute: 0, value: 1);
        terminal.Tick(T0.AddMinutes(60));
        Assert.Equal((AlertKinds.DataGap, AlertState.Open), (terminal.Alert.Kind, terminal.Alert.State));
        terminal.React(EntityRun<TerminalState>.Taken(terminal.Alert, "order-1", T0.AddMinutes(61)));

        Observe(now: 62, minute: 40, value: 1); // It was on its way.

        Assert.Equal((AlertState.Cleared, "late-evidence"), (terminal.Alert.State, terminal.Alert.Reason));
        Assert.Equal("order-1", Assert.Single(terminal.Facts.OfType<Facts.AlertEnded>()).Order);
        Assert.Equal(T0.AddMinutes(100), terminal.NextDue);
    }

    [Fact]
    public void Late_AfterAnOfficerEndedTheAlert_LeavesItAsItIs()
    {
        Observe(now: 0, minute: 0, value: 60);
        terminal.Handle(new AlertCommand.Safe { CommandId = "c1", Actor = "li", At = T0.AddMinutes(1), Note = "aired" });
        var changes = terminal.Alerts.Count;

        Observe(now: 10, minute: 10, value: 1);
        Observe(now: 10, minute: 5, value: 1);

        Assert.Equal(("li", changes), (terminal.Alert.Actor, terminal.Alerts.Count));
        Assert.Equal("aired", terminal.State.Alerts!.Ended[^1].Reason);
    }

    private void Observe(int now, int minute, double value) => terminal.Observe(new ObserveBatch
    {
        Now = T0.AddMinutes(now),
        Items = [new LoggedObservation(offset += 10, new Observation { Entity = Id, Kind = ObservationKinds.GasLevel, At = T0.AddMinutes(minute), Value = value })],
    });
}
