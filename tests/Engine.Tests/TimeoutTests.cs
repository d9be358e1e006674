using CityActors.Engine.Tests.Probes;

namespace CityActors.Engine.Tests;

public sealed class TimeoutTests
{
    private static Task<TestSilo> Start() => TestSilo.Start(engine => engine.ResponseTimeout = TimeSpan.FromMilliseconds(300));

    [Fact]
    public async Task CallCycle_TimesOut_NamingTheChain()
    {
        await using var silo = await Start();
        silo.Scripts.Add("there", probe => probe.Other("b").Run("back"));
        silo.Scripts.Add("back", probe => probe.Other("a").Run("there"));
        var exception = await Assert.ThrowsAsync<TimeoutException>(() => silo.Probe("a").Run("there"));
        Assert.Contains("plain-probe/a.Run → plain-probe/b.Run → plain-probe/a.Run", exception.Message, StringComparison.Ordinal);
        Assert.Contains("cycle", exception.Message, StringComparison.Ordinal);
        await silo.Idle();
        Assert.Equal(1, await silo.Probe("a").Count());
    }

    [Fact]
    public async Task StuckCallee_TimesOut_NamingWhatItRuns_AndTheGrainStaysBusy()
    {
        await using var silo = await Start();
        var gate = new TaskCompletionSource();
        silo.Scripts.Add("stuck", _ => gate.Task);
        var stuck = silo.Probe().Read("stuck");
        var waiting = await Assert.ThrowsAsync<TimeoutException>(() => silo.Probe().Nothing());
        Assert.Contains("has not begun Nothing because it runs Read", waiting.Message, StringComparison.Ordinal);
        _ = await Assert.ThrowsAsync<TimeoutException>(() => stuck);
        gate.SetResult();
        await silo.Idle();
        Assert.Equal(1, await silo.Probe().Count());
    }

    [Fact]
    public async Task StuckActivation_TimesOut_AndTheNextCallTriesAgain()
    {
        await using var silo = await Start();
        var isFirst = true;
        silo.Scripts.OnActivate = (_, token) =>
        {
            var wait = isFirst ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
            isFirst = false;
            return wait;
        };
        _ = await Assert.ThrowsAsync<TimeoutException>(() => silo.Probe().Count());
        Assert.Equal(1, await silo.Probe().Count());
        Assert.Equal(1, silo.Control.ActivationCount);
    }
}
