using CityActors.Engine.Tests.Probes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace CityActors.Engine.Tests;

public sealed class StressTests
{
    [Fact]
    public async Task ManyCallers_OnRealLoops_CountersEqualTheCallsMade()
    {
        const int Grains = 200;
        const int Hops = 20;
        const int Walks = 2000;
        await using var silo = await TestSilo.Start(engine => engine.Loops = 4);
        var counts = new int[Grains];
        var inside = new int[Grains];
        var overlaps = 0;
        silo.Scripts.Add("walk", async probe =>
        {
            var me = int.Parse(probe.Key, System.Globalization.CultureInfo.InvariantCulture);
            overlaps += Interlocked.Exchange(ref inside[me], 1);
            counts[me]++; // Not interlocked: turns of one grain never overlap, or this loses counts.
            var left = ((int?)RequestContext.Get("hops") ?? 0) - 1;
            RequestContext.Set("hops", left);
            if ((me & 7) == 0)
            {
                await Task.Yield();
            }

            Volatile.Write(ref inside[me], 0);
            if (left > 0)
            {
                // Upwards only, so that no two walks wait for each other.
                await probe.Grain<IReentrantProbe>($"{(me + 1 + (left % 3)) % Grains}").Run("walk");
            }
        });
        var random = new Random(7);
        var walks = Enumerable.Range(0, Walks).Select(_ => Walk(random.Next(Grains)));
        await Task.WhenAll(walks);
        await silo.Idle();
        Assert.Equal(Walks * Hops, counts.Sum());
        Assert.Equal(Grains, silo.Control.ActivationCount);

        async Task Walk(int from)
        {
            RequestContext.Set("hops", Hops);
            await silo.Grain<IReentrantProbe>($"{from}").Run("walk");
        }
    }

    [Fact]
    public async Task Streams_BetweenLoops_LoseAndReorderNothing()
    {
        const int Streams = 20;
        const int Items = 200;
        var received = new Received();
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        received.OnItem = item =>
        {
            _ = seen.AddOrUpdate(item, 1, (_, count) => count + 1);
            return Task.CompletedTask;
        };
        await using var silo = await TestSilo.Start(
            engine =>
            {
                engine.Loops = 4;
                engine.StreamBuffer = 8;
            },
            builder => builder.Services.AddSingleton(received));
        silo.Scripts.Add("produce", async probe =>
        {
            var number = int.Parse(probe.Key, System.Globalization.CultureInfo.InvariantCulture);
            var stream = probe.GetStreamProvider("streams").GetStream<int>("counted", probe.Key);
            for (var i = 0; i < Items; i++)
            {
                await stream.OnNextAsync((number * Items) + i);
            }
        });
        await Task.WhenAll(Enumerable.Range(0, Streams).Select(i => silo.Probe($"{i}").Run("produce")));
        await silo.Idle();
        Assert.Equal(Streams * Items, seen.Count);
        Assert.All(seen.Values, count => Assert.Equal(1, count));
        Assert.Equal(0, received.OutOfOrder);
    }

    [Fact]
    public async Task CallsAndDeactivations_Racing_LoseAndDoubleNothing()
    {
        await using var silo = await TestSilo.Start(engine => engine.Loops = 4);
        var runs = 0;
        silo.Scripts.Add("count", probe =>
        {
            _ = Interlocked.Increment(ref runs);
            return Task.CompletedTask;
        });
        silo.Scripts.Add("hop", probe => probe.Other($"{probe.Key}+").Run("count"));
        using var stop = new CancellationTokenSource();
        var ending = Keep();
        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 200).Select(i => silo.Probe($"{i}").Run("hop")));
        }

        await stop.CancelAsync();
        await ending;
        Assert.Equal(20 * 200, runs);
        await silo.Idle();

        async Task Keep()
        {
            while (!stop.IsCancellationRequested)
            {
                await silo.Control.DeactivateAll();
                await Task.Yield();
            }
        }
    }
}
