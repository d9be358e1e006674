using CityActors.Engine.Tests.Probes;

namespace CityActors.Engine.Tests;

public sealed class CallTests
{
    [Fact]
    public async Task Call_FromOutside_GivesTheResult()
    {
        await using var silo = await TestSilo.Start();
        Assert.Equal(1, await silo.Probe().Count());
        Assert.Equal(2, await silo.Probe().Count());
        Assert.Equal(1, await silo.Probe("b").Count());
        Assert.Equal(2, silo.Control.ActivationCount);
    }

    [Fact]
    public async Task Call_Throwing_GivesTheException()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("sync", _ => throw new InvalidOperationException("at once"));
        silo.Scripts.Add("async", async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("later");
        });
        Assert.Equal("at once", (await Assert.ThrowsAsync<InvalidOperationException>(() => silo.Probe().Run("sync"))).Message);
        Assert.Equal("later", (await Assert.ThrowsAsync<InvalidOperationException>(() => silo.Probe().Run("async"))).Message);
        Assert.Equal("at once", (await Assert.ThrowsAsync<InvalidOperationException>(() => silo.Probe().Ask("sync"))).Message);
        Assert.Equal(1, await silo.Probe().Count());
    }

    [Fact]
    public async Task Call_ValueTaskMethods_GiveTheResult()
    {
        await using var silo = await TestSilo.Start();
        silo.Scripts.Add("quick", _ => Task.CompletedTask);
        silo.Scripts.Add("slow", async _ => await Task.Yield());
        silo.Scripts.Add("both", async probe =>
        {
            var other = probe.Other("b");
            Assert.Equal(1, await other.AskQuickly("quick"));
            Assert.Equal(2, await other.AskQuickly("slow"));
            await other.RunQuickly("quick");
            await other.RunQuickly("slow");
        });
        Assert.Equal(1, await silo.Probe().AskQuickly("quick"));
        Assert.Equal(2, await silo.Probe().AskQuickly("slow"));
        await silo.Probe().Run("both");
    }

    [Fact]
    public async Task Call_OneWay_DoesNotWait()
    {
        await using var silo = await TestSilo.Start();
        var gate = new TaskCompletionSource();
        var ran = new TaskCompletionSource();
        silo.Scripts.Add("wait", async _ =>
        {
            await gate.Task;
            ran.SetResult();
        });
        silo.Scripts.Add("fail", _ => throw new InvalidOperationException("nobody hears"));
        await silo.Probe().Tell("wait");
        gate.SetResult();
        await ran.Task.WaitAsync(TestContext.Current.CancellationToken);
        await silo.Probe().Tell("fail");
        Assert.Equal(1, await silo.Probe().Count());
    }

    [Fact]
    public async Task RequestContext_SetByCaller_IsSeenByCallee_AndNotTheOtherWay()
    {
        await using var silo = await TestSilo.Start();
        var leak = new AsyncLocal<string> { Value = "outside" };
        var seen = new List<object?>();
        silo.Scripts.Add("inner", _ =>
        {
            seen.Add(RequestContext.Get("who"));
            seen.Add(leak.Value);
            RequestContext.Set("who", "inner");
            leak.Value = "inner";
            return Task.CompletedTask;
        });
        silo.Scripts.Add("outer", async probe =>
        {
            seen.Add(RequestContext.Get("who"));
            await probe.Other("b").Run("inner");
            seen.Add(RequestContext.Get("who"));
            RequestContext.Set("who", "outer");
            leak.Value = "outer";
            await probe.Other("b").Run("inner");
            seen.Add(RequestContext.Get("who"));
            seen.Add(leak.Value);
        });
        _ = await silo.Probe("b").Count();
        RequestContext.Set("who", "test");
        await silo.Probe().Run("outer");
        Assert.Equal(["test", "test", null, "test", "outer", null, "outer", "outer"], seen);
        Assert.Equal("test", RequestContext.Get("who"));
    }

    [Fact]
    public async Task Reference_HeldOverDeactivation_FindsTheNextActivation()
    {
        await using var silo = await TestSilo.Start();
        var probe = silo.Probe();
        Assert.Equal(1, await probe.Count());
        await silo.Control.Deactivate(probe.GetGrainId());
        Assert.Equal(0, silo.Control.ActivationCount);
        Assert.Equal(1, await probe.Count());
    }

    [Fact]
    public async Task Reference_AsParameterlessCast_KeepsIdentity()
    {
        await using var silo = await TestSilo.Start();
        var id = GrainId.Create("plain-probe", "x");
        var untyped = silo.Grains.GetGrain(id);
        Assert.Equal(1, await untyped.AsReference<IProbe>().Count());
        Assert.Equal(2, await silo.Grains.GetGrain<IProbe>(id).Count());
        Assert.Equal("x", untyped.GetPrimaryKeyString());
        Assert.Equal(silo.Probe("x").GetGrainId(), untyped.GetGrainId());
        _ = Assert.Throws<InvalidCastException>(() => untyped.AsReference<IStatefulProbe>());
    }
}
