using CityActors.Conformance.Fixtures;
using CityActors.Conformance.Probes;

namespace CityActors.Conformance;

/// <summary>Orleans (CallbackData, IGrainCallCancellationExtension): the caller learns its cancellation at once, the callee by its own token.</summary>
public sealed class CancellationTests
{
    [Fact]
    public async Task Token_CancelledInFlight_EndsTheCallAtOnce_AndReachesTheCallee()
    {
        await using var silo = await TestSilo.Start();
        var (gate, begun) = (new TaskCompletionSource(), new TaskCompletionSource<CancellationToken>());
        silo.Scripts.AddCancellable("wait", (_, token) =>
        {
            begun.SetResult(token);
            return gate.Task;
        });
        using var source = new CancellationTokenSource();
        var call = silo.Grains.GetGrain<IPlainProbe>("a").RunCancellably("wait", source.Token);
        var token = await Wait.End(begun.Task);
        Assert.False(token.IsCancellationRequested);
        await source.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.End(call));
        await Wait.Until(() => token.IsCancellationRequested);
        gate.SetResult();
    }

    [Fact]
    public async Task Token_PassedOn_ReachesTheWholeChain()
    {
        await using var silo = await TestSilo.Start();
        var begun = new TaskCompletionSource();
        silo.Scripts.AddCancellable("to b", (probe, token) => probe.Other("b").RunCancellably("wait", token));
        silo.Scripts.AddCancellable("wait", (_, token) =>
        {
            begun.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, token);
        });
        using var source = new CancellationTokenSource();
        var call = silo.Grains.GetGrain<IPlainProbe>("a").RunCancellably("to b", source.Token);
        await Wait.End(begun.Task);
        await source.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.End(call));
        Assert.Equal(1, await Wait.End(silo.Grains.GetGrain<IPlainProbe>("b").Count()));
    }

    [Fact]
    public async Task Token_CancelledAlready_CallsNobody()
    {
        await using var silo = await TestSilo.Start();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => silo.Grains.GetGrain<IPlainProbe>("a").RunCancellably("run", source.Token));
        Assert.Equal(1, await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Count()));
    }

    [Fact]
    public async Task Token_CancelledWhileTheCallWaits_EndsTheCallAtOnce()
    {
        await using var silo = await TestSilo.Start();
        var gate = new TaskCompletionSource();
        silo.Scripts.Add("wait", _ => gate.Task);
        var grain = await silo.Active("a");
        var first = grain.Run("wait");
        using var source = new CancellationTokenSource();
        var second = grain.RunCancellably("run", source.Token);
        await source.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.End(second));
        Assert.False(first.IsCompleted);
        gate.SetResult();
        await Wait.End(first);
    }

    [Fact]
    public async Task Token_CancelledAfterTheCallEnded_DisturbsNobody()
    {
        await using var silo = await TestSilo.Start();
        CancellationToken kept = default;
        silo.Scripts.AddCancellable("keep", (_, token) =>
        {
            kept = token;
            return Task.CompletedTask;
        });
        var grain = silo.Grains.GetGrain<IPlainProbe>("a");
        using var source = new CancellationTokenSource();
        Assert.Equal(1, await Wait.End(grain.RunCancellably("keep", source.Token)));
        await source.CancelAsync();
        Assert.Equal(2, await Wait.End(grain.Count()));
        Assert.False(kept.IsCancellationRequested);
    }
}
