using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Memory;
using CityActors.Benchmarks.Reports;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Silo.Cluster;
using CityActors.Silo.Ingest;
using Microsoft.Extensions.Logging.Abstractions;

namespace CityActors.Benchmarks.Durable;

/// <summary>Observations per second from bytes to the household grain, through the door, the synced log and the routers, all in this process.</summary>
/// <param name="city">The city; it stores the households.</param>
/// <param name="bare">The detector in a loop.</param>
/// <param name="peer">What the peer does, on the same kind of database.</param>
internal sealed class PathBenchmarks(BenchmarkCity city, BenchmarkPlan plan, Report report, Measured bare, double peer)
{
    private const int BodiesInARow = 3; // A whole path is measured for as long as the homes' time allows: its beginning and end are not what it sustains.

    private readonly BenchmarkPlan cold = plan with { WarmUps = plan.ColdWarmUps }; // Routers and wake-ups take part for the first time.
    private readonly Bodies bodies = new(plan.Path);
    private readonly ObservationValidator door = city.Get<ObservationValidator>();
    private readonly ObservationIngest silent = new(city.Get<IObservationLog>(), new SilentWakeUps(), city.Get<IngestMeter>(), city.Get<Kinds>());
    private readonly ObservationIngest nudging = new(city.Get<IObservationLog>(), new RouterWakeUps(city.Grains, NullLogger<RouterWakeUps>.Instance), city.Get<IngestMeter>(), city.Get<Kinds>());
    private IReadOnlyList<ReadOnlyMemory<byte>> round = [];
    private long sent;

    public async Task Run()
    {
        report.Add(await Deliver());
        report.Add(await Path());
        report.Add(await Checkpoint());
    }

    /// <summary>From the log through the routers into the grains.</summary>
    private async Task<Result> Deliver()
    {
        var measured = await Measured.Run(cold, plan.Path.Lines, StoreNext, Pump);
        return measured.ToResult("observations", "deliver-only", "observations/s", bare) with { Grains = plan.Path.Homes, Consistent = await IsDelivered() };
    }

    /// <summary>All of it, stages overlapping as they do in a city.</summary>
    private async Task<Result> Path()
    {
        var measured = await Measured.Run(cold, BodiesInARow * plan.Path.Lines, MakeNext, async () =>
        {
            await Senders.Send(round, body => Store(nudging, body));
            await Pump(); // Comes back when all is delivered.
        });
        var result = measured.ToResult("observations", "durable-path", "observations/s", bare) with { Callers = Senders.Count, Grains = plan.Path.Homes };
        return result.Beside(peer) with { Consistent = await IsDelivered() };
    }

    /// <summary>What makes delivered observations durable in their grains: every household that was touched is written.</summary>
    private async Task<Result> Checkpoint()
    {
        await ForEachRouter(router => router.Checkpoint());
        var measured = await Measured.Run(
            plan with { WarmUps = 0, Rounds = 1 },
            plan.Path.Homes,
            async () =>
            {
                await StoreNext();
                await Pump();
            },
            () => ForEachRouter(router => router.Checkpoint()));
        await city.Empty("household"); // What is read now was read from disk again.
        return measured.ToResult("state-writes", "checkpoint", "households/s") with { Grains = plan.Path.Homes, Consistent = await IsDelivered() };
    }

    private Task MakeNext()
    {
        round = [.. Enumerable.Range(0, BodiesInARow).SelectMany(_ => bodies.Next())];
        return Task.CompletedTask;
    }

    private async Task StoreNext()
    {
        round = bodies.Next();
        await Senders.Send(round, body => Store(silent, body));
    }

    private async Task Store(ObservationIngest ingest, ReadOnlyMemory<byte> body)
    {
        var checkedLines = door.Check(Senders.Sensor, BodyLines.OfNdjson(body));
        await ingest.Store(checkedLines.Accepted, null, CancellationToken.None);
        door.Remember(checkedLines);
        _ = Interlocked.Add(ref sent, checkedLines.Accepted.Count);
    }

    private Task Pump() => ForEachRouter(router => router.Wake());

    private Task ForEachRouter(Func<IObservationRouterGrain, Task> work) => Task.WhenAll(Routers().Select(work));

    private IEnumerable<IObservationRouterGrain> Routers() =>
        Enumerable.Range(0, Partitions.Count).Select(partition => city.Grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(partition)));

    /// <summary>Whether all that was made was sent and delivered, nothing was set aside, and every household knows its last reading.</summary>
    private async Task<bool> IsDelivered()
    {
        var routers = await Task.WhenAll(Routers().Select(router => router.Status()));
        if (sent != bodies.Made || routers.Sum(router => router.Delivered) != sent || routers.Any(router => router.Poisoned > 0))
        {
            return false;
        }

        var look = new HouseholdLook("benchmark", "counting", TimeProvider.System.GetUtcNow());
        foreach (var chunk in Enumerable.Range(0, plan.Path.Homes).Chunk(1_024))
        {
            var views = await Task.WhenAll(chunk.Select(home => city.Grains.GetGrain<IHouseholdGrain>(Homes.IdOf(home)).Read(look)));
            if (views.Any(view => view?.LastReadingAt != bodies.LastAt))
            {
                return false;
            }
        }

        return true;
    }
}
