using CityActors.Conformance.Fixtures;
using CityActors.Conformance.Probes;

namespace CityActors.Conformance;

public sealed class ExceptionTests
{
    [Fact]
    public async Task Exception_OfACallee_KeepsTypeMessageAndInnerException()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("fail", async _ =>
        {
            await Task.Yield();
            throw new ProbeException("outer", new InvalidOperationException("inner"));
        });
        var thrown = await Assert.ThrowsAsync<ProbeException>(() => Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Run("fail")));
        Assert.Equal("outer", thrown.Message);
        Assert.Equal("inner", Assert.IsType<InvalidOperationException>(thrown.InnerException).Message);
    }

    [Fact]
    public async Task Exception_NotMadeToTravel_ReachesACallerInTheSameSilo()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("fail", void (_) => throw new HomelyException(7));
        silo.Scripts.Add("catch", async probe => _ = await Assert.ThrowsAsync<HomelyException>(() => probe.Other("b").Run("fail")));
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Run("catch"));
    }

    [Fact]
    public async Task Exception_ThrownBeforeTheFirstAwait_IsInTheTask_NotThrownAtTheCaller()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("fail", void (_) => throw new ProbeException("at once"));
        var task = silo.Grains.GetGrain<IPlainProbe>("a").Run("fail");
        Assert.Equal("at once", (await Assert.ThrowsAsync<ProbeException>(() => Wait.End(task))).Message);
    }

    [Fact]
    public async Task Exception_OfAGrainsCallee_CanBeCaughtByTheGrain()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("catch", async probe => _ = await Assert.ThrowsAsync<ProbeException>(() => probe.Other("b").Run("fail")));
        silo.Scripts.Add("fail", void (_) => throw new ProbeException("caught"));
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Run("catch"));
    }

    [Fact]
    public async Task Exception_OfACallee_LeavesTheActivationAsItIs()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("fail", void (_) => throw new ProbeException("once"));
        var grain = silo.Grains.GetGrain<IPlainProbe>("a");
        Assert.Equal(1, await Wait.End(grain.Count()));
        _ = await Assert.ThrowsAsync<ProbeException>(() => Wait.End(grain.Run("fail")));
        Assert.Equal(2, await Wait.End(grain.Count()));
    }

    [Fact]
    public async Task OperationCanceled_ThrownByACallee_ReachesTheCaller()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("cancel", void (_) => throw new OperationCanceledException("gave up"));
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Run("cancel")));
        Assert.Equal("gave up", thrown.Message);
    }

    [Fact]
    public async Task OnActivate_Failing_FailsTheCall_AndTheNextCallActivatesAnew()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.OnActivate = _ => silo.Scripts.Activations.Count == 1
            ? Task.FromException(new ProbeException("not ready", new InvalidOperationException("inner")))
            : Task.CompletedTask;
        var grain = silo.Grains.GetGrain<IPlainProbe>("a");
        var thrown = await Assert.ThrowsAsync<ProbeException>(() => Wait.End(grain.Count()));
        Assert.Equal(("not ready", "inner"), (thrown.Message, thrown.InnerException?.Message));
        Assert.Equal(1, await Wait.End(grain.Count()));
        Assert.Equal(2, silo.Scripts.Activations.Count);
        Assert.Empty(silo.Scripts.Deactivations.ToList()); // What never was active is not told that it ends.
    }

    [Fact]
    public async Task OnActivate_Failing_FailsAllCallsThatWaited()
    {
        await using var silo = await TestSilo.Start();
        var gate = new TaskCompletionSource();
        silo.Scripts.OnActivate = _ => gate.Task;
        var grain = silo.Grains.GetGrain<IPlainProbe>("a");
        var calls = Enumerable.Range(0, 5).Select(_ => grain.Count()).ToArray();
        await Wait.Until(() => silo.Scripts.Activations.Count == 1);
        gate.SetException(new ProbeException("not ready"));
        foreach (var call in calls)
        {
            _ = await Assert.ThrowsAsync<ProbeException>(() => Wait.End(call));
        }
    }

    [Fact]
    public async Task Constructor_Failing_FailsTheCall()
    {
        await using var silo = await TestSilo.Start();
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Wait.End(silo.Grains.GetGrain<IBornDeadProbe>("a").Count()));
        Assert.Equal("not born", Assert.IsType<ProbeException>(thrown.InnerException).Message);
    }

    [Fact]
    public async Task OnDeactivate_Failing_IsSwallowed()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.OnDeactivate = _ => Task.FromException(new ProbeException("at the end"));
        silo.Scripts.Add("end", probe => probe.EndSoon());
        var grain = silo.Grains.GetGrain<IPlainProbe>("a");
        await Wait.End(grain.Run("end"));
        Assert.Equal(1, await Wait.End(grain.Count()));
        Assert.Equal(2, silo.Scripts.Activations.Count);
    }
}
