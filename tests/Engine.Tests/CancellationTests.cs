using CityActors.Engine.Tests.Probes;

namespace CityActors.Engine.Tests;

public sealed class CancellationTests
{
    [Fact]
    public async Task Cancel_WhileRunning_ReachesTheCalleeOnItsLoop_AndTheCallerAtOnce()
    {
        await using var silo = await TestSilo.Start();
        using var source = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var seen = new TaskCompletionSource<SynchronizationContext?>();
        silo.Scripts["wait"] = async (probe, token) =>
        {
            Assert.True(token.CanBeCanceled);
            Assert.NotEqual(source.Token, token);
            _ = token.Register(() => seen.SetResult(SynchronizationContext.Current));
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        };
        var call = silo.Probe().AskCancellably("wait", source.Token);
        await begun.Task;
        await source.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.NotNull(await seen.Task);
        Assert.Equal(1, await silo.Probe().Count());
    }

    [Fact]
    public async Task Cancel_WhileWaiting_NeverRuns()
    {
        await using var silo = await TestSilo.Start();
        using var source = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        var ran = false;
        silo.Scripts.Add("gate", _ => gate.Task);
        silo.Scripts.Add("never", _ =>
        {
            ran = true;
            return Task.CompletedTask;
        });
        var first = silo.Probe().Run("gate");
        var call = silo.Probe().AskCancellably("never", source.Token);
        await source.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        gate.SetResult();
        await first;
        await silo.Idle();
        Assert.False(ran);
    }

    [Fact]
    public async Task Cancelled_BeforeTheCall_SendsNothing()
    {
        await using var silo = await TestSilo.Start();
        var call = silo.Probe().AskCancellably("missing", new CancellationToken(true));
        Assert.True(call.IsCanceled);
        Assert.Equal(0, silo.Control.ActivationCount);
    }
}
