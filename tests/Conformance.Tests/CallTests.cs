using CityActors.Conformance.Fixtures;
using CityActors.Conformance.Probes;

namespace CityActors.Conformance;

public sealed class CallTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(700);

    [Fact]
    public async Task Chain_OfThreeGrains_Answers()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("to b", async probe => Assert.Equal("to c", await probe.Other("b").Ask("to c")));
        silo.Scripts.Add("to c", async probe => Assert.Equal(1, await probe.Other("c").Count()));
        Assert.Equal("to b", await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Ask("to b").AsTask()));
    }

    /// <summary>Orleans finds no deadlocks: a call into a grain that waits for the caller ends when the response timeout has passed.</summary>
    [Fact]
    public async Task Cycle_OfTwoGrains_EndsInATimeout_AndBothLiveOn()
    {
        await using var silo = await TestSilo.Start(new SiloSetup { ResponseTimeout = Short });
        var seen = new Log<Exception>();
        silo.Scripts.Add("to b", async probe => seen.Add(await Assert.ThrowsAsync<TimeoutException>(() => probe.Other("b").Run("back"))));
        silo.Scripts.Add("back", async probe => seen.Add(await Assert.ThrowsAsync<TimeoutException>(() => probe.Other("a").Run("nothing"))));
        var (a, b) = (silo.Grains.GetGrain<IPlainProbe>("a"), silo.Grains.GetGrain<IPlainProbe>("b"));
        _ = await Assert.ThrowsAsync<TimeoutException>(() => Wait.End(a.Run("to b")));
        await Wait.Until(() => seen.Count == 2);
        Assert.Equal((1, 1), (await Wait.End(a.Count()), await Wait.End(b.Count())));
    }

    [Fact]
    public async Task Cycle_IntoAReentrantGrain_Answers()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("to b", probe => probe.Other("b").Run("back"));
        silo.Scripts.Add("back", probe => probe.Grains.GetGrain<IReentrantProbe>("a").Run("nothing"));
        await Wait.End(silo.Grains.GetGrain<IReentrantProbe>("a").Run("to b"));
    }

    [Fact]
    public async Task Timeout_OfACall_LeavesTheCalleeRunning_AndCancelsItAsExpected()
    {
        await using var silo = await TestSilo.Start(new SiloSetup { ResponseTimeout = Short });
        var gate = new TaskCompletionSource();
        CancellationToken token = default;
        silo.Scripts.AddCancellable("wait", (_, given) =>
        {
            token = given;
            return gate.Task;
        });
        var grain = silo.Grains.GetGrain<IPlainProbe>("a");
        using var source = new CancellationTokenSource();
        _ = await Assert.ThrowsAsync<TimeoutException>(() => Wait.End(grain.RunCancellably("wait", source.Token)));
        if (Expected.TimeoutCancelsTheCallee)
        {
            await Wait.Until(() => token.IsCancellationRequested);
        }

        Assert.Equal(Expected.TimeoutCancelsTheCallee, token.IsCancellationRequested);
        gate.SetResult();
        await Wait.Until(() => Ended(grain).Result);

        static async Task<bool> Ended(IPlainProbe grain) => await grain.Count() > 1;
    }

    [Fact]
    public async Task Timeout_OfACallThatWaits_KeepsItFromRunning()
    {
        await using var silo = await TestSilo.Start(new SiloSetup { ResponseTimeout = Short });
        var (gate, ran) = (new TaskCompletionSource(), new Log<string>());
        silo.Scripts.Add("wait", _ => gate.Task);
        silo.Scripts.Add("late", _ => ran.Add("late"));
        var grain = await silo.Active("a");
        var first = grain.Run("wait");
        _ = await Assert.ThrowsAsync<TimeoutException>(() => Wait.End(grain.Run("late")));
        _ = await Assert.ThrowsAsync<TimeoutException>(() => Wait.End(first));
        gate.SetResult();
        Assert.Equal(1, await Wait.End(grain.Count()));
        Assert.Empty(ran.ToList());
    }

    [Fact]
    public async Task Call_AfterTheSiloStopped_Fails()
    {
        await using var silo = await TestSilo.Start();
        var grain = await silo.Active("a");
        await Wait.End(silo.Stop());
        _ = await Assert.ThrowsAsync<SiloUnavailableException>(() => Wait.End(grain.Count()));
    }

    [Fact]
    public async Task Message_Immutable_ArrivesWholeAndIsCopiedAsExpected()
    {
        await using var silo = await TestSilo.Start();
        var note = new Note("read me");
        var answer = await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Echo("nothing", note));
        Assert.Equal((note, note), (answer, silo.Scripts.Notes.ToList()[0]));
        Assert.Equal(Expected.MessagesAreCopied, !ReferenceEquals(note, silo.Scripts.Notes.ToList()[0]));
    }

    [Fact]
    public async Task AsyncLocal_OfTheCaller_DoesNotReachTheCallee_AndStaysWithTheCaller()
    {
        await using var silo = await TestSilo.Start();
        var local = new AsyncLocal<string?>();
        var seen = new Log<string?>();
        silo.Scripts.Add("to b", async probe =>
        {
            local.Value = "a";
            await probe.Other("b").Run("look");
            seen.Add(local.Value);
        });
        silo.Scripts.Add("look", _ =>
        {
            seen.Add(local.Value);
            local.Value = "b";
        });
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Run("to b"));
        Assert.Equal([null, "a"], seen.ToList());
    }

    [Fact]
    public async Task RequestContext_FlowsDownTheChain_AndNotBack()
    {
        await using var silo = await TestSilo.Start();
        var seen = new Log<object?>();
        silo.Scripts.Add("to b", async probe =>
        {
            seen.Add(RequestContext.Get("who"));
            RequestContext.Set("step", "a");
            await probe.Other("b").Run("read");
            seen.Add(RequestContext.Get("who"));
        });
        silo.Scripts.Add("read", async _ =>
        {
            seen.Add(RequestContext.Get("who"));
            seen.Add(RequestContext.Get("step"));
            RequestContext.Set("who", "b");
            await Task.Yield();
            seen.Add(RequestContext.Get("who"));
        });
        RequestContext.Set("who", "outside");
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Run("to b"));
        Assert.Equal(["outside", "outside", "a", "b", "outside"], seen.ToList());
        Assert.Equal(("outside", null), (RequestContext.Get("who"), RequestContext.Get("step")));
        RequestContext.Clear();
        Assert.Empty(RequestContext.Keys);
    }

    [Fact]
    public async Task RequestContext_OfOneCall_IsNotSeenByTheNext()
    {
        await using var silo = await TestSilo.Start();
        var seen = new Log<object?>();
        silo.Scripts.Add("set", _ => RequestContext.Set("left", "behind"));
        silo.Scripts.Add("read", _ => seen.Add(RequestContext.Get("left")));
        var grain = silo.Grains.GetGrain<IPlainProbe>("a");
        await Wait.End(grain.Run("set"));
        await Wait.End(grain.Run("read"));
        Assert.Equal([null], seen.ToList());
    }

    /// <summary>Orleans imports the values of the call that made the activation (ActivationData.ActivateAsync).</summary>
    [Fact]
    public async Task RequestContext_OfTheCallThatActivates_IsSeenInOnActivateAsync()
    {
        await using var silo = await TestSilo.Start();
        var seen = new Log<object?>();
        silo.Scripts.OnActivate = _ =>
        {
            seen.Add(RequestContext.Get("who"));
            return Task.CompletedTask;
        };
        RequestContext.Set("who", "outside");
        _ = await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Count());
        RequestContext.Clear();
        Assert.Equal(["outside"], seen.ToList());
    }
}
