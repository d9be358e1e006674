using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Terminals;
using CityActors.Tests.Alerts;

namespace CityActors.Tests.Watch;

/// <summary>A help button of the pack <c>estate-eyes</c>: what it calls ends by people only.</summary>
public sealed class HelpButtonTests
{
    private static readonly DateTimeOffset T0 = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pressed_IsUrgentAtOnceAndStaysWhenLetGo()
    {
        var button = PackRun.Thing("help-button");
        Press(button, (0, 0), (1, 1), (2, 0), (60, 0));
        var alert = Assert.Single(button.Alerts).Alert;
        Assert.Equal((AlertState.Open, AlertPriority.High, T0.AddMinutes(1), "estate-eyes"), (alert.State, alert.Priority, alert.OpenedAt, alert.Pack));
        Assert.Equal("求助按钮于2026-03-02 08:01按下。", alert.Explanation.Chinese);
    }

    [Fact]
    public void PressedAgain_BelongsToTheOpenCall_AndCallsAnewOnceThatHasEnded()
    {
        var button = PackRun.Thing("help-button");
        Press(button, (0, 0), (1, 1), (2, 0), (3, 1), (4, 0));
        button.Restart();
        Assert.Single(button.Alerts);

        Assert.Null(button.Handle(new AlertCommand.Safe { Actor = "officer-1", At = T0.AddMinutes(9), Note = "fell, helped up" }).Refusal);
        Assert.Equal(AlertState.Cleared, button.Alert.State);
        Press(button, (10, 1), (11, 0));
        Assert.Equal((AlertState.Open, T0.AddMinutes(10)), (button.Alert.State, button.Alert.OpenedAt));
        Assert.Equal(3, button.Alerts.Count);
    }

    [Fact]
    public void OrderThatEnds_EndsTheCall()
    {
        var button = PackRun.Thing("help-button");
        Press(button, (1, 1), (2, 0));
        button.React(EntityRun<TerminalState>.Taken(button.Alert, "order-1", T0.AddMinutes(3)));
        button.React(new Facts.OrderEnded { Subject = "order-1", Version = 2, At = T0.AddMinutes(30), Area = button.Alert.Cell, Alerts = [button.Alert.Id], Actor = "officer-1", Reason = "done" });
        Assert.Equal(AlertState.Cleared, button.Alert.State);
    }

    private static void Press(EntityRun<TerminalState> button, params (int Minute, double Value)[] readings) => button.Observe(new ObserveBatch
    {
        Items = [.. readings.Select(reading => new LoggedObservation(
            10 * (reading.Minute + 1), new Observation { Entity = "term-pack-1", Kind = "help-call", At = T0.AddMinutes(reading.Minute), Value = reading.Value }))],
    });
}
