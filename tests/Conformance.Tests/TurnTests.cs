using CityActors.Conformance.Fixtures;
using CityActors.Conformance.Probes;

namespace CityActors.Conformance;

/// <summary>Orleans: a grain runs one request after another (ActivationData.MayInvokeRequest), except where its class or method allows more.</summary>
public sealed class TurnTests
{
    [Fact]
    public async Task Requests_OfOneGrain_RunOneAfterAnother()
    {
        await using var silo = await TestSilo.Start();
        var (running, most) = (0, 0);
        silo.Scripts.Add("work", async _ =>
        {
            most = Math.Max(most, ++running);
            await Task.Yield();
            await Task.Yield();
            running--;
        });
        var grain = silo.Grains.GetGrain<IPlainProbe>("a");
        await Wait.End(Task.WhenAll(Enumerable.Range(0, 50).Select(_ => grain.Run("work"))));
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Requests_OfReentrantGrain_InterleaveAtAwaits()
    {
        await using var silo = await TestSilo.Start();
        var gate = new TaskCompletionSource();
        silo.Scripts.Add("wait", _ => gate.Task);
        silo.Scripts.Add("open", _ => gate.SetResult());
        var grain = silo.Grains.GetGrain<IReentrantProbe>("a");
        var waiting = Enumerable.Range(0, 10).Select(_ => grain.Run("wait")).ToArray();
        await Wait.End(grain.Run("open"));
        await Wait.End(Task.WhenAll(waiting));
    }

    [Fact]
    public async Task Turns_OfReentrantGrain_NeverOverlap()
    {
        await using var silo = await TestSilo.Start();
        var (inTurn, overlaps, turns) = (0, 0, 0);
        silo.Scripts.Add("work", async probe =>
        {
            for (var i = 0; i < 100; i++)
            {
                overlaps += Interlocked.Increment(ref inTurn) - 1;
                turns++;
                _ = Interlocked.Decrement(ref inTurn);
                await Task.Yield();
            }
        });
        var grain = silo.Grains.GetGrain<IReentrantProbe>("a");
        await Wait.End(Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.Run("work"))));
        Assert.Equal((0, 2000), (overlaps, turns));
    }

    [Fact]
    public async Task AlwaysInterleave_WhileAnotherRuns_DoesNotWait()
    {
        await using var silo = await TestSilo.Start();
        var gate = new TaskCompletionSource();
        silo.Scripts.Add("wait", _ => gate.Task);
        silo.Scripts.Add("open", _ => gate.SetResult());
        var grain = await silo.Active("a");
        var waiting = grain.Run("wait");
        await Wait.End(grain.Interleave("open"));
        await Wait.End(waiting);
    }

    [Fact]
    public async Task ReadOnly_RunsBesideReadOnly_OvertakingAWriterThatWaits()
    {
        await using var silo = await TestSilo.Start();
        var gate = new TaskCompletionSource();
        var order = new Log<string>();
        silo.Scripts.Add("read", async _ =>
        {
            order.Add("read");
            await gate.Task;
        });
        silo.Scripts.Add("last read", _ =>
        {
            order.Add("last read");
            gate.SetResult();
        });
        silo.Scripts.Add("write", _ => order.Add("write"));
        var grain = await silo.Active("a");
        Task[] calls = [grain.Read("read"), grain.Read("read"), grain.Run("write"), grain.Read("last read")];
        await Wait.End(Task.WhenAll(calls));
        Assert.Equal(["read", "read", "last read", "write"], order.ToList());
    }

    [Fact]
    public async Task ReadOnly_FirstOfTwoReadersEnds_AWriterWaitsAsExpected()
    {
        await using var silo = await TestSilo.Start();
        var readers = new Log<TaskCompletionSource>();
        var wrote = false;
        silo.Scripts.Add("read", _ =>
        {
            var end = new TaskCompletionSource();
            readers.Add(end);
            return end.Task;
        });
        silo.Scripts.Add("write", _ => wrote = true);
        var grain = await silo.Active("a");
        Task[] reads = [grain.Read("read"), grain.Read("read")];
        await Wait.Until(() => readers.Count == 2);
        var write = grain.Run("write");
        readers.ToList()[0].SetResult();
        await Wait.End(Task.WhenAny(reads));
        if (!Expected.WriterWaitsForEveryReader)
        {
            await Wait.End(write);
        }

        await Wait.End(grain.Interleave("look"));
        Assert.Equal(!Expected.WriterWaitsForEveryReader, wrote);
        readers.ToList()[1].SetResult();
        await Wait.End(Task.WhenAll([.. reads, write]));
    }

    [Fact]
    public async Task ReadOnly_CallingItselfReadOnly_IsNoCycle()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("read myself", probe => probe.Other("a").Read("nothing"));
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Read("read myself"));
    }

    [Fact]
    public async Task Calls_OfOneGrainToAnother_ArriveInTheirOrder()
    {
        await using var silo = await TestSilo.Start();
        var order = new Log<int>();
        for (var i = 0; i < 50; i++)
        {
            var number = i;
            silo.Scripts.Add($"{i}", _ => order.Add(number));
        }

        silo.Scripts.Add("call", async probe =>
        {
            await probe.Other("b").Count(); // Once it is active, messages to it keep their order.
            await Task.WhenAll(Enumerable.Range(0, 50).Select(number => probe.Other("b").Run($"{number}")));
        });
        await Wait.End(silo.Grains.GetGrain<IPlainProbe>("a").Run("call"));
        Assert.Equal(Enumerable.Range(0, 50), order.ToList());
    }

    [Fact]
    public async Task OneWay_CallerGoesOn_AndLearnsNoFailure()
    {
        await using var silo = await TestSilo.Start();
        var gate = new TaskCompletionSource();
        var ran = new TaskCompletionSource();
        silo.Scripts.Add("fail late", async _ =>
        {
            await gate.Task;
            ran.SetResult();
            throw new ProbeException("nobody sees this");
        });
        var grain = silo.Grains.GetGrain<IPlainProbe>("a");
        await Wait.End(grain.Tell("fail late"));
        Assert.False(ran.Task.IsCompleted);
        gate.SetResult();
        await Wait.End(ran.Task);
        Assert.Equal(1, await Wait.End(grain.Count()));
    }
}
