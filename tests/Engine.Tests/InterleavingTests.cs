using CityActors.Engine.Tests.Probes;

namespace CityActors.Engine.Tests;

public sealed class InterleavingTests
{
    [Fact]
    public async Task Requests_OfOneGrain_RunOneAfterAnother()
    {
        await using var silo = await TestSilo.Start();
        var running = 0;
        var most = 0;
        silo.Scripts.Add("work", async _ =>
        {
            most = Math.Max(most, ++running);
            await Task.Yield();
            await Task.Yield();
            running--;
        });
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => silo.Probe().Run("work")));
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Requests_OfReentrantGrain_InterleaveAtAwaits_ButTurnsDoNotOverlap()
    {
        await using var silo = await TestSilo.Start();
        var gate = new TaskCompletionSource();
        var running = 0;
        var most = 0;
        silo.Scripts.Add("wait", async _ =>
        {
            most = Math.Max(most, ++running);
            await gate.Task;
            running--;
        });
        silo.Scripts.Add("open", _ =>
        {
            gate.SetResult();
            return Task.CompletedTask;
        });
        var grain = silo.Grain<IReentrantProbe>();
        var waiting = Enumerable.Range(0, 10).Select(_ => grain.Run("wait")).ToArray();
        await grain.Run("open");
        await Task.WhenAll(waiting);
        Assert.Equal(10, most);
    }

    [Fact]
    public async Task Requests_OfReentrantGrain_MoreThanCanRunAtOnce_AllRun()
    {
        const int Many = 70_000;
        await using var silo = await TestSilo.Start();
        var gate = new TaskCompletionSource();
        var begun = 0;
        silo.Scripts.Add("wait", async _ =>
        {
            begun++;
            await gate.Task;
        });
        silo.Scripts.Add("see", _ => Task.CompletedTask);
        var grain = silo.Grain<IReentrantProbe>();
        var waiting = Enumerable.Range(0, Many).Select(_ => grain.Run("wait")).ToArray();
        await silo.Probe().Run("see");
        Assert.Equal(60_000, begun);
        gate.SetResult();
        await Task.WhenAll(waiting);
        Assert.Equal(Many, begun);
    }

    [Fact]
    public async Task AlwaysInterleave_WhileAnotherRuns_DoesNotWait()
    {
        await using var silo = await TestSilo.Start();
        var gate = new TaskCompletionSource();
        silo.Scripts.Add("wait", _ => gate.Task);
        silo.Scripts.Add("open", _ =>
        {
            gate.SetResult();
            return Task.CompletedTask;
        });
        var waiting = silo.Probe().Run("wait");
        await silo.Probe().Interleave("open");
        await waiting;
    }

    [Fact]
    public async Task ReadOnly_RunsBesideReadOnly_AndNotBesideOthers()
    {
        await using var silo = await TestSilo.Start();
        var gate = new TaskCompletionSource();
        var order = new List<string>();
        silo.Scripts.Add("read", async _ =>
        {
            order.Add("read");
            await gate.Task;
            order.Add("read end");
        });
        silo.Scripts.Add("last read", _ =>
        {
            order.Add("last read");
            gate.SetResult();
            return Task.CompletedTask;
        });
        silo.Scripts.Add("write", _ =>
        {
            order.Add("write");
            return Task.CompletedTask;
        });
        var probe = silo.Probe();
        var first = probe.Read("read");
        var second = probe.Read("read");
        var write = probe.Run("write");
        await probe.Read("last read");
        await Task.WhenAll(first, second, write);
        Assert.Equal(["read", "read", "last read", "read end", "read end", "write"], order);
    }

    [Fact]
    public async Task ReadOnly_OneOfTwoEnds_WriteStillWaitsForTheOther()
    {
        await using var silo = await TestSilo.Start();
        TaskCompletionSource first = new(), second = new();
        var wrote = false;
        silo.Scripts.Add("first", _ => first.Task);
        silo.Scripts.Add("second", _ => second.Task);
        silo.Scripts.Add("write", _ =>
        {
            wrote = true;
            return Task.CompletedTask;
        });
        var probe = silo.Probe();
        var one = probe.Read("first");
        var two = probe.Read("second");
        var write = probe.Run("write");
        second.SetResult();
        await two;
        await silo.Probe("b").Count();
        Assert.False(wrote);
        first.SetResult();
        await Task.WhenAll(one, write);
        Assert.True(wrote);
    }
}
