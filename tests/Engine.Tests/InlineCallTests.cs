using CityActors.Engine.Tests.Probes;

namespace CityActors.Engine.Tests;

public sealed class InlineCallTests
{
    [Fact]
    public async Task Inline_CompletedMethod_AllocatesNothing()
    {
        await using var silo = await TestSilo.Start(engine => engine.InlineBudget = TimeSpan.FromMinutes(1));
        long allocated = -1;
        silo.Scripts.Add("measure", async probe =>
        {
            var other = probe.Other("b");
            await other.Nothing();
            await other.Nothing();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var allDone = true;
            for (var i = 0; i < 1000; i++)
            {
                allDone &= other.Nothing().IsCompletedSuccessfully;
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allDone);
        });
        await silo.Probe().Run("measure");
        await silo.Probe().Run("measure");
        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task Inline_CalleeContext_IsRestored()
    {
        await using var silo = await TestSilo.Start();
        _ = await silo.Probe("b").Count();
        var local = new AsyncLocal<int>();
        SynchronizationContext? inner = null;
        silo.Scripts.Add("inner", _ =>
        {
            inner = SynchronizationContext.Current;
            local.Value = 7;
            return Task.CompletedTask;
        });
        silo.Scripts.Add("outer", async probe =>
        {
            var mine = SynchronizationContext.Current;
            Assert.NotNull(mine);
            var other = probe.Other("b");
            await other.Nothing();
            Assert.Same(mine, SynchronizationContext.Current);
            var call = other.Run("inner");
            Assert.True(call.IsCompletedSuccessfully);
            Assert.Same(mine, SynchronizationContext.Current);
            Assert.NotSame(mine, inner);
            Assert.Equal(0, local.Value);
        });
        await silo.Probe().Run("outer");
    }

    [Fact]
    public async Task Inline_SynchronousThrow_BecomesFaultedTask()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("throw", _ => throw new InvalidOperationException("no"));
        silo.Scripts.Add("outer", async probe =>
        {
            var other = probe.Other("b");
            await other.Nothing();
            await other.Nothing();
            var task = other.Run("throw");
            Assert.True(task.IsFaulted);
            _ = await Assert.ThrowsAsync<InvalidOperationException>(() => task);
            var asked = other.AskQuickly("throw");
            Assert.True(asked.IsFaulted);
            Assert.Equal(1, await other.Count());
        });
        await silo.Probe().Run("outer");
    }

    [Fact]
    public async Task Inline_NotAtItsEnd_KeepsTheCalleeBusy()
    {
        await using var silo = await TestSilo.Start();
        var gate = new TaskCompletionSource();
        var order = new List<string>();
        silo.Scripts.Add("slow", async _ =>
        {
            order.Add("begin");
            await gate.Task;
            order.Add("end");
        });
        silo.Scripts.Add("quick", _ =>
        {
            order.Add("quick");
            return Task.CompletedTask;
        });
        silo.Scripts.Add("outer", async probe =>
        {
            var other = probe.Other("b");
            await other.Nothing();
            var slow = other.Run("slow");
            var quick = other.Run("quick");
            Assert.False(quick.IsCompleted);
            gate.SetResult();
            await slow;
            await quick;
        });
        await silo.Probe().Run("outer");
        Assert.Equal(["begin", "end", "quick"], order);
    }

    [Fact]
    public async Task Inline_DepthReached_IsQueued()
    {
        await using var silo = await TestSilo.Start(engine => engine.InlineDepth = 4);
        var deepest = 0;
        var depth = 0;
        silo.Scripts.Add("down", async probe =>
        {
            depth++;
            deepest = Math.Max(deepest, depth);
            var next = int.Parse(probe.Key, System.Globalization.CultureInfo.InvariantCulture) + 1;
            var task = next > 20 ? Task.CompletedTask : probe.Other($"{next}").Run("down");
            depth--;
            await task;
        });
        for (var round = 0; round < 3; round++)
        {
            await silo.Probe("0").Run("down");
        }

        Assert.InRange(deepest, 1, 5);
    }

    [Fact]
    public async Task Inline_OrphanCallingBack_NeverRunsTwoTurnsOfOneGrain()
    {
        await using var silo = await TestSilo.Start();
        var isInside = false;
        var overlapped = false;
        var done = new TaskCompletionSource();
        silo.Scripts.Add("back", _ =>
        {
            overlapped |= isInside;
            return Task.CompletedTask;
        });
        silo.Scripts.Add("forward", probe => probe.Other("a").Run("back"));
        silo.Scripts.Add("orphan", probe =>
        {
            var other = probe.Other("b");
            _ = Later();
            return Task.CompletedTask;

            async Task Later()
            {
                await other.Nothing();
                await other.Nothing();
                isInside = true; // The grain runs no request now, but it is on the stack.
                var task = other.Run("forward");
                isInside = false;
                await task;
                done.SetResult();
            }
        });
        await silo.Probe("a").Run("orphan");
        await done.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(overlapped);
    }
}
