using CityActors.Conformance.Fixtures;
using CityActors.Conformance.Probes;

namespace CityActors.Conformance;

public sealed class DeactivationTests
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task DeactivateOnIdle_InACall_LetsTheCallEnd_AndTellsTheGrainOnceWhy()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("end", async probe =>
        {
            probe.EndSoon();
            probe.EndSoon();
            await Task.Yield();
            Assert.Equal(0, silo.Scripts.Deactivations.Count);
        });
        var grain = silo.Grains.GetGrain<IPlainProbe>("a");
        await Wait.End(grain.Run("end"));
        Assert.Equal(1, await Wait.End(grain.Count()));
        var (of, reason) = Assert.Single(silo.Scripts.Deactivations.ToList());
        Assert.Equal((grain.GetGrainId(), DeactivationReasonCode.ApplicationRequested, null), (of, reason.ReasonCode, reason.Exception));
        Assert.Equal("DeactivateOnIdle was called.", reason.Description);
        Assert.Equal(2, silo.Scripts.Activations.Count);
    }

    [Fact]
    public async Task Calls_ThatWaitWhileAnActivationEnds_GoToTheNextOne()
    {
        await using var silo = await TestSilo.Start();
        TaskCompletionSource gate = new(), ending = new();
        var order = new Log<int>();
        silo.Scripts.Add("end", async probe =>
        {
            probe.EndSoon();
            await gate.Task;
        });
        silo.Scripts.OnDeactivate = probe =>
        {
            _ = ending.TrySetResult();
            return Task.CompletedTask;
        };
        var grain = await silo.Active("a");
        var first = grain.Run("end");
        var later = Enumerable.Range(0, 5).Select(number => Add(number, silo, grain, order)).ToArray();
        gate.SetResult();
        await Wait.End(first);
        await Wait.End(Task.WhenAll(later));
        await Wait.End(ending.Task);
        Assert.Equal([0, 1, 2, 3, 4], order.ToList().Order()); // Orleans keeps no order of calls that it sends on.
        Assert.Equal((2, 1), (silo.Scripts.Activations.Count, silo.Scripts.Deactivations.Count));
    }

    [Fact]
    public async Task Call_DuringOnDeactivateAsync_WaitsForTheNextActivation()
    {
        await using var silo = await TestSilo.Start();
        TaskCompletionSource gate = new(), ending = new();
        silo.Scripts.OnDeactivate = probe =>
        {
            _ = ending.TrySetResult();
            return gate.Task;
        };
        silo.Scripts.Add("end", probe => probe.EndSoon());
        var grain = silo.Grains.GetGrain<IPlainProbe>("a");
        await Wait.End(grain.Run("end"));
        await Wait.End(ending.Task);
        var call = grain.Count();
        Assert.Equal(1, await Wait.End(silo.Grains.GetGrain<IPlainProbe>("b").Count()));
        Assert.False(call.IsCompleted);
        gate.SetResult();
        Assert.Equal(1, await Wait.End(call));
        Assert.Equal(2, silo.Scripts.Activations.ToList().Count(grain.GetGrainId().Equals));
    }

    [Fact]
    public async Task DeactivateOnIdle_OfAReentrantGrain_WaitsForAllItsCalls()
    {
        await using var silo = await TestSilo.Start();
        TaskCompletionSource gate = new(), begun = new();
        silo.Scripts.Add("wait", async _ =>
        {
            begun.SetResult();
            await gate.Task;
            Assert.Equal(0, silo.Scripts.Deactivations.Count);
        });
        silo.Scripts.Add("end", probe => probe.EndSoon());
        var grain = silo.Grains.GetGrain<IReentrantProbe>("a");
        var waiting = grain.Run("wait");
        await Wait.End(begun.Task);
        await Wait.End(grain.Run("end"));
        var next = grain.Count();
        Assert.Equal(1, await Wait.End(silo.Grains.GetGrain<IPlainProbe>("b").Count()));
        Assert.False(next.IsCompleted);
        gate.SetResult();
        await Wait.End(waiting);
        Assert.Equal(1, await Wait.End(next));
        Assert.Equal(1, silo.Scripts.Deactivations.Count);
    }

    [Fact]
    public async Task OnDeactivateAsync_MayCallOtherGrains()
    {
        await using var silo = await TestSilo.Start();
        var told = new TaskCompletionSource();
        silo.Scripts.OnDeactivate = probe => probe.GetPrimaryKeyString() == "a" ? probe.Other("b").Run("told") : Task.CompletedTask;
        silo.Scripts.Add("told", _ => told.SetResult());
        silo.Scripts.Add("end", probe => probe.EndSoon());
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Run("end"));
        await Wait.End(told.Task);
    }

    [Fact]
    public async Task Context_DeactivatedFromOutside_TellsTheReason_AndCompletesItsTask()
    {
        await using var silo = await TestSilo.Start();
        IGrainContext? context = null;
        silo.Scripts.Add("keep", probe => context = probe.GrainContext);
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Run("keep"));
        Assert.False(context!.Deactivated.IsCompleted);
        context.Deactivate(new DeactivationReason(DeactivationReasonCode.RuntimeRequested, "a test asks"), TestContext.Current.CancellationToken);
        await Wait.End(context.Deactivated);
        var reason = Assert.Single(silo.Scripts.Deactivations.ToList()).Reason;
        Assert.Equal((DeactivationReasonCode.RuntimeRequested, "a test asks"), (reason.ReasonCode, reason.Description));
    }

    [Fact]
    public async Task Silo_Stopping_TellsItsGrains()
    {
        await using var silo = await TestSilo.Start();
        Assert.Equal(1, await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Count()));
        await Wait.End(silo.Stop());
        Assert.Equal(DeactivationReasonCode.ShuttingDown, Assert.Single(silo.Scripts.Deactivations.ToList()).Reason.ReasonCode);
    }

    /// <summary>Each probe but the last is called before it: when the last one is collected, all had their time.</summary>
    [Fact]
    public async Task Idle_Activations_AreCollected_UnlessTheyAreKept()
    {
        await using var silo = await TestSilo.Start(new SiloSetup { CollectionAge = Age });
        var period = TimeSpan.FromMilliseconds(200);
        silo.Scripts.Add("delay", probe => probe.Delay(TimeSpan.FromMinutes(5)));
        silo.Scripts.Add("keep", probe => Register(probe, new GrainTimerCreationOptions(period, period) { KeepAlive = true }));
        silo.Scripts.Add("tick", probe => Register(probe, new GrainTimerCreationOptions(period, period)));
        await Wait.End(silo.Grains.GetGrain<ILongLivedProbe>("long-lived").Run("nothing"));
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("delayed").Run("delay"));
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("kept by its timer").Run("keep"));
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("ticking").Run("tick"));
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("idle").Run("nothing"));
        await Wait.Until(() => silo.Scripts.Deactivations.Count >= 2);
        var ended = silo.Scripts.Deactivations.ToList();
        Assert.Equal(["idle", "ticking"], ended.Select(end => end.Grain.Key.ToString()).Order());
        Assert.All(ended, end => Assert.Equal(DeactivationReasonCode.ActivationIdle, end.Reason.ReasonCode));
    }

    private static void Register(Probe probe, GrainTimerCreationOptions options) => probe.RegisterGrainTimer(() => Task.CompletedTask, options);

    private static Task Add(int number, TestSilo silo, IPlainProbe grain, Log<int> order)
    {
        silo.Scripts.Add($"{number}", _ => order.Add(number));
        return grain.Run($"{number}");
    }
}
