using CityActors.Silo.Notifications;

namespace CityActors.Notifications.Tests;

public sealed class RulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pause_AsFailuresGrow_DoublesUpToAQuarterOfAnHour()
    {
        for (var failures = 1; failures <= 100; failures++)
        {
            var span = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, failures), 900));
            Assert.InRange(BackOff.Pause(failures, "n-1"), span / 2, span);
        }
    }

    [Fact]
    public void Pause_OfTheSameName_IsTheSame_AndOfOthersSpreads()
    {
        Assert.Equal(BackOff.Pause(5, "n-1"), BackOff.Pause(5, "n-1"));
        Assert.Equal(100, Enumerable.Range(0, 100).Select(i => BackOff.Pause(5, $"n-{i}")).Distinct().Count());
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(120, 120)]
    [InlineData(86_400, 900)]
    public void RetryAfter_OutOfReason_IsCut(int asked, int kept) =>
        Assert.Equal(TimeSpan.FromSeconds(kept), BackOff.Within(TimeSpan.FromSeconds(asked)));

    [Fact]
    public void Attempt_ThatFailed_WaitsTheLongerOfItsPauseAndWhatWasAsked()
    {
        var before = Row(attempts: 3);
        var own = DeliveryRules.After(before, new DeliveryAnswer.Failed("busy"), Now, 12);
        Assert.Equal((4, Now + BackOff.Pause(4, "n-1"), "busy"), (own.Attempts, own.NextAt, own.LastError));
        var asked = DeliveryRules.After(before, new DeliveryAnswer.Failed("busy", TimeSpan.FromMinutes(5)), Now, 12);
        Assert.Equal(Now + TimeSpan.FromMinutes(5), asked.NextAt);
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void Attempt_ThatFailed_IsTheLastAtTheLimit(int earlier, bool isDead) => Assert.Equal(
        isDead ? NotificationState.Dead : NotificationState.Waiting,
        DeliveryRules.After(Row(earlier), new DeliveryAnswer.Failed("busy"), Now, 12).State);

    [Fact]
    public void Circuit_AfterFailuresInARow_OpensAndEverySuccessClosesIt()
    {
        var circuit = new ReceiverCircuit("family", 3);
        var failed = new DeliveryAnswer.Failed("busy");
        circuit.Note(failed, Now);
        circuit.Note(failed, Now);
        Assert.False(circuit.IsOpen);
        Assert.True(circuit.NotBefore <= Now);
        circuit.Note(failed, Now);
        Assert.True(circuit.IsOpen);
        Assert.Equal(Now + BackOff.Pause(1, "family"), circuit.NotBefore);
        circuit.Note(failed, Now);
        Assert.Equal(Now + BackOff.Pause(2, "family"), circuit.NotBefore);
        circuit.Note(new DeliveryAnswer.Taken(), Now);
        Assert.False(circuit.IsOpen);
        Assert.True(circuit.NotBefore <= Now);
    }

    [Fact]
    public void Circuit_WithRefusals_StaysClosed()
    {
        var circuit = new ReceiverCircuit("family", 1);
        circuit.Note(new DeliveryAnswer.Refused("unknown address"), Now);
        Assert.False(circuit.IsOpen);
    }

    private static NotificationRow Row(int attempts) =>
        new("n-1", "family", "family", "alert", "430103", "", "", Now, NotificationState.Waiting, attempts, Now);
}
