using CityActors.Engine.Tests.Probes;
using Orleans.Configuration;

namespace CityActors.Engine.Tests;

public sealed class LifeTests
{
    [Fact]
    public async Task Idle_LongerThanCollectionAge_IsCollected()
    {
        var clock = new HandClock();
        await using var silo = await TestSilo.Start(configure: Collect(TimeSpan.FromMinutes(10)), time: clock);
        _ = await silo.Probe("quiet").Count();
        _ = await silo.Probe("used").Count();
        await clock.Run(silo, TimeSpan.FromMinutes(8));
        _ = await silo.Probe("used").Count();
        await clock.Run(silo, TimeSpan.FromMinutes(4));
        Assert.Equal(1, silo.Control.ActivationCount);
        Assert.Equal(2 + 1, await silo.Probe("used").Count());
        Assert.Equal(1, await silo.Probe("quiet").Count());
    }

    [Fact]
    public async Task Idle_WithDelayedDeactivation_StaysLonger()
    {
        var clock = new HandClock();
        await using var silo = await TestSilo.Start(configure: Collect(TimeSpan.FromMinutes(10)), time: clock);
        silo.Scripts.Add("delay", probe =>
        {
            probe.Delay(TimeSpan.FromHours(1));
            return Task.CompletedTask;
        });
        await silo.Probe().Run("delay");
        await clock.Run(silo, TimeSpan.FromMinutes(50));
        Assert.Equal(1, silo.Control.ActivationCount);
        await clock.Run(silo, TimeSpan.FromMinutes(15));
        Assert.Equal(0, silo.Control.ActivationCount);
    }

    [Fact]
    public async Task DeactivateOnIdle_WaitingCalls_GoToTheNextActivationInOrder()
    {
        await using var silo = await TestSilo.Start();
        var gate = new TaskCompletionSource();
        var log = new List<string>();
        silo.Scripts.OnActivate = (_, _) =>
        {
            log.Add("activate");
            return Task.CompletedTask;
        };
        silo.Scripts.OnDeactivate = (probe, reason) =>
        {
            log.Add($"deactivate {probe.Calls} {reason.ReasonCode}");
            return Task.CompletedTask;
        };
        silo.Scripts.Add("end", async probe =>
        {
            probe.Calls = 100;
            probe.EndSoon();
            await gate.Task;
        });
        var ending = silo.Probe().Run("end");
        var next = Enumerable.Range(0, 5).Select(_ => silo.Probe().Count()).ToArray();
        gate.SetResult();
        await ending;
        var answers = await Task.WhenAll(next);
        Assert.Equal([1, 2, 3, 4, 5], answers);
        Assert.Equal(["activate", "deactivate 100 ApplicationRequested", "activate"], log);
    }

    [Fact]
    public async Task Call_WhileDeactivating_GoesToTheNextActivation()
    {
        await using var silo = await TestSilo.Start();
        var gate = new TaskCompletionSource();
        var deactivating = new TaskCompletionSource();
        silo.Scripts.OnDeactivate = async (probe, reason) =>
        {
            _ = deactivating.TrySetResult();
            await gate.Task;
        };
        silo.Scripts.Add("end", probe =>
        {
            probe.Calls = 100;
            probe.EndSoon();
            return Task.CompletedTask;
        });
        await silo.Probe().Run("end");
        await deactivating.Task;
        var call = silo.Probe().Count();
        Assert.False(call.IsCompleted);
        gate.SetResult();
        Assert.Equal(1, await call);
    }

    [Fact]
    public async Task FailedActivation_FailsWaitingCalls_AndLeavesNothing()
    {
        await using var silo = await TestSilo.Start();
        var failures = 1;
        var gate = new TaskCompletionSource();
        silo.Scripts.OnActivate = async (probe, token) =>
        {
            _ = probe.RegisterGrainTimer(() => Task.CompletedTask, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
            await (probe is PlainProbe ? gate.Task : Task.CompletedTask);
            if (probe is PlainProbe && failures-- > 0)
            {
                throw new InvalidOperationException("not today");
            }
        };
        var calls = Enumerable.Range(0, 3).Select(_ => silo.Probe().Count()).ToArray();
        _ = await silo.Grain<IReentrantProbe>().Count(); // On the same loop: when it answers, the calls before it wait.
        gate.SetResult();
        foreach (var call in calls)
        {
            Assert.Equal("not today", (await Assert.ThrowsAsync<InvalidOperationException>(() => call)).Message);
        }

        await silo.Idle();
        Assert.Equal(1, silo.Control.ActivationCount);
        Assert.Equal(1, await silo.Probe().Count());
    }

    [Fact]
    public async Task Stop_EndsAllActivations()
    {
        var ended = 0;
        await using (var silo = await TestSilo.Start(engine => engine.Loops = 2))
        {
            silo.Scripts.OnDeactivate = (probe, reason) =>
            {
                Assert.Equal(DeactivationReasonCode.ShuttingDown, reason.ReasonCode);
                _ = Interlocked.Increment(ref ended);
                return Task.CompletedTask;
            };
            for (var i = 0; i < 20; i++)
            {
                _ = await silo.Probe($"{i}").Count();
            }
        }

        Assert.Equal(20, ended);
    }

    [Fact]
    public async Task Call_AfterStop_FailsAtOnce()
    {
        IProbe probe;
        await using (var silo = await TestSilo.Start())
        {
            probe = silo.Probe();
            _ = await probe.Count();
        }

        _ = await Assert.ThrowsAsync<SiloUnavailableException>(probe.Count);
    }

    [Fact]
    public async Task ManyActivations_ComeAndGo()
    {
        await using var silo = await TestSilo.Start();
        for (var round = 0; round < 3; round++)
        {
            _ = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => silo.Probe($"g{i}").Count()));
            Assert.Equal(2000, silo.Control.ActivationCount);
            Assert.Equal([new GrainTypeStatus("plain-probe", 2000, 0)], silo.Control.Status());
            await silo.Control.DeactivateAll();
            Assert.Equal(0, silo.Control.ActivationCount);
        }
    }

    private static Action<ISiloBuilder> Collect(TimeSpan age) => silo => silo.AddMemoryGrainStorageAsDefault()
        .Configure<GrainCollectionOptions>(options => options.CollectionAge = age);
}
