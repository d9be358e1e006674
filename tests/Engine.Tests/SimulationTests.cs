using CityActors.Engine.Simulation;
using CityActors.Engine.Tests.Probes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Orleans.Streams;

namespace CityActors.Engine.Tests;

public sealed class SimulationTests
{
    private const int Adds = 60;

    public static TheoryData<long> Seeds => [.. Enumerable.Range(1, 12).Select(i => (long)i)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void SameSeed_WithFaults_GivesTheSameTrace(long seed)
    {
        var first = Tally(seed);
        var second = Tally(seed);
        Assert.Equal(first, second);
    }

    [Fact]
    public void DifferentSeeds_GiveDifferentTraces_AndCrashesHappen()
    {
        var runs = Seeds.Select(row => Tally(row.Data)).ToArray();
        Assert.Equal(runs.Length, runs.Select(run => run.Hash).Distinct().Count());
        Assert.Contains(runs, run => run.Crashes > 0);
        Assert.Contains(runs, run => run.Stored < run.Attempted);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AcknowledgedAdds_SurviveCrashesAndFailedWrites_AndMemoryEqualsStorage(long seed)
    {
        var (_, _, acknowledged, attempted, stored) = Tally(seed);
        Assert.InRange(stored, acknowledged, attempted);
    }

    [Fact]
    public void CallsWithoutFaults_RunInVirtualTime()
    {
        using var silo = new SimulatedSilo(new SimulationOptions { Seed = 1 }, Configure(out var scripts));
        var begin = silo.Time.GetUtcNow();
        var answered = 0;
        scripts.Add("slow", async probe =>
        {
            await Task.Delay(TimeSpan.FromHours(3), silo.Time);
            answered = probe.Calls;
        });
        silo.Run(async () =>
        {
            _ = await Probe(silo).Count();
            var timeout = await Assert.ThrowsAsync<TimeoutException>(() => Probe(silo).Run("slow"));
            Assert.Contains("runs Run", timeout.Message, StringComparison.Ordinal);
            Assert.Equal(TimeSpan.FromSeconds(30), silo.Time.GetUtcNow() - begin);
            await silo.Delay(TimeSpan.FromHours(4));
        });
        Assert.Equal(1, answered);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void FanOut_WaitingForAllAtOnce_StaysOnTheSimulationsThread(long seed)
    {
        using var silo = new SimulatedSilo(new SimulationOptions { Seed = seed }, Configure(out var scripts));
        scripts.Add("yield", async _ => await Task.Yield());
        scripts.Add("fan out", probe => Task.WhenAll(Enumerable.Range(0, 20).Select(i => probe.Other($"leaf {i}").Run("yield"))));
        silo.Run(() => Task.WhenAll(Probe(silo, "a").Run("fan out"), Probe(silo, "b").Run("fan out")));
        silo.Run(() => silo.Control.DeactivateAll());
        Assert.Equal(0, silo.Control.ActivationCount);
        silo.Run(() => silo.Control.WhenIdle(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void ForeignThread_FailsTheRun()
    {
        using var silo = new SimulatedSilo(new SimulationOptions { Seed = 1 }, Configure(out var scripts));
        var gate = new TaskCompletionSource();
        scripts.Add("leave", _ => gate.Task);
        var exception = Assert.Throws<SimulationException>(() => silo.Run(async () =>
        {
            var call = Probe(silo).Run("leave");
            await silo.Delay(TimeSpan.FromSeconds(1));
            var foreign = new Thread(gate.SetResult);
            foreign.Start();
            foreign.Join();
            await call;
        }));
        Assert.Contains("another thread", exception.Message, StringComparison.Ordinal);
        Assert.Contains("seed 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stuck_Scenario_SaysSo()
    {
        using var silo = new SimulatedSilo(new SimulationOptions { Seed = 1, MaxSteps = 1000 }, Configure(out _));
        _ = Assert.Throws<SimulationException>(() => silo.Run(() => new TaskCompletionSource().Task));
    }

    [Fact]
    public void Reminder_SurvivesACrash()
    {
        var log = new ReminderLog();
        using var silo = new SimulatedSilo(
            new SimulationOptions { Seed = 3 },
            builder => Configure(out _).Apply(builder, log));
        silo.Run(() => silo.Grains.GetGrain<IReminded>("r").Remind("x", TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        silo.RunFor(TimeSpan.FromMinutes(150));
        silo.Crash();
        silo.RunFor(TimeSpan.FromMinutes(60));
        Assert.Equal(3, log.Ticks.Count);
        Assert.Equal(1, silo.Crashes);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Stream_WithDuplicatesAndDelays_LosesNothing(long seed)
    {
        var received = new Received();
        var faults = new SimulatedFaults { StreamDuplicate = 0.2, StreamDelay = 0.2 };
        using var silo = new SimulatedSilo(
            new SimulationOptions { Seed = seed, Faults = faults },
            builder => Configure(out _).Apply(builder, received));
        silo.Run(async () =>
        {
            var stream = silo.Services.GetRequiredService<IClusterClient>().GetStreamProvider("streams").GetStream<int>("numbers", "s");
            for (var i = 0; i < 50; i++)
            {
                await stream.OnNextAsync(i);
            }
        });
        silo.RunFor(TimeSpan.FromHours(1));
        foreach (var grain in new[] { "FirstListener/s", "SecondListener/s" })
        {
            var items = received.Items.Where(item => item.Grain == grain).Select(item => item.Item).ToArray();
            Assert.Equal(Enumerable.Range(0, 50), items.Distinct());
            Assert.True(items.Length > 50);
        }
    }

    [Fact]
    public void Invariant_Broken_NamesSeedAndStep()
    {
        var options = new SimulationOptions
        {
            Seed = 42,
            AfterStep = step =>
            {
                if (step.Number == 9)
                {
                    throw new InvalidOperationException("two open alerts");
                }
            },
        };
        using var silo = new SimulatedSilo(options, Configure(out var scripts));
        scripts.Add("yield", async _ =>
        {
            for (var i = 0; i < 20; i++)
            {
                await Task.Yield();
            }
        });
        var exception = Assert.Throws<SimulationException>(() => silo.Run(() => Probe(silo).Run("yield")));
        Assert.Contains("seed 42 failed at step 9", exception.Message, StringComparison.Ordinal);
        Assert.Contains("two open alerts", exception.Message, StringComparison.Ordinal);
    }

    private static (string Hash, int Crashes, int Acknowledged, int Attempted, int Stored) Tally(long seed)
    {
        var options = new SimulationOptions
        {
            Seed = seed,
            Faults = new SimulatedFaults
            {
                Crash = 0.005,
                WriteFailsBeforeCommit = 0.05,
                WriteFailsAfterCommit = 0.05,
                StorageDelay = TimeSpan.FromMilliseconds(20),
            },
        };
        using var silo = new SimulatedSilo(options, Configure(out var scripts));
        scripts.Add("add", async probe =>
        {
            var store = ((StatefulProbe)probe).Store;
            store.State = new ProbeState { Number = store.State.Number + 1 };
            await store.WriteStateAsync();
        });
        var stored = 0;
        scripts.Add("see", probe =>
        {
            stored = ((StatefulProbe)probe).Store.State.Number;
            return Task.CompletedTask;
        });
        scripts.Add("via", probe => probe.Grain<IStatefulProbe>("tally").Run("add"));
        var acknowledged = 0;
        silo.Run(async () =>
        {
            var adds = Enumerable.Range(0, Adds).Select(async i =>
            {
                await silo.Delay(TimeSpan.FromMilliseconds(i * 5));
                try
                {
                    await (i % 2 == 0 ? silo.Grains.GetGrain<IStatefulProbe>("tally").Run("add") : Probe(silo, $"p{i % 5}").Run("via"));
                    acknowledged++;
                }
                catch (Exception exception) when (exception is InconsistentStateException or SiloUnavailableException or TimeoutException)
                {
                    // Not acknowledged: it may or may not be stored.
                }
            });
            await Task.WhenAll(adds);
            await silo.Delay(TimeSpan.FromMinutes(1));
            while (true)
            {
                try
                {
                    await silo.Grains.GetGrain<IStatefulProbe>("tally").Run("see");
                    return;
                }
                catch (SiloUnavailableException)
                {
                    await silo.Delay(TimeSpan.FromSeconds(1));
                }
            }
        });
        return (silo.TraceHash, silo.Crashes, acknowledged, Adds, stored);
    }

    private static IProbe Probe(SimulatedSilo silo, string key = "a") => silo.Grains.GetGrain<IProbe>(key, typeof(PlainProbe).FullName);

    private static Configuration Configure(out Scripts scripts)
    {
        scripts = new Scripts();
        return new Configuration(scripts);
    }

    private sealed record Configuration(Scripts Scripts)
    {
        public static implicit operator Action<ISiloBuilder>(Configuration configuration) => builder => configuration.Apply(builder);

        public void Apply(ISiloBuilder builder, params object[] instances)
        {
            foreach (var instance in instances.Append(Scripts))
            {
                _ = builder.Services.AddSingleton(instance.GetType(), instance);
            }

            TestSilo.Complete(builder);
        }
    }
}
