using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Memory;
using CityActors.Benchmarks.Reports;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Silo.Ingest;
using CityActors.Silo.ObservationLog;
using CityActors.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace CityActors.Benchmarks.Durable;

/// <summary>
/// Observations per second from bytes to the household grain, through the door, the synced log and the routers; and each stage alone.
/// </summary>
internal sealed class DurableBenchmarks(BenchmarkCity city, BenchmarkPlan plan, Report report)
{
    private const int Senders = 4;
    private readonly Bodies bodies = new(plan);
    private readonly ObservationDoor door = city.Get<ObservationDoor>();
    private IReadOnlyList<ReadOnlyMemory<byte>> round = [];
    private long sent;

    public async Task Run()
    {
        var registry = city.Get<EntityRegistry>();
        for (var home = 0; home < plan.PathHouseholds; home++)
        {
            registry.Note(new EntityCard { Id = Homes.IdOf(home), Type = "household", Cell = "430103002001001", Position = default });
        }

        var bare = await Bare();
        report.Add(bare.ToResult("observations", "bare-loop", "observations/s") with { Threads = 1, Grains = plan.PathHouseholds });
        report.Add(await Decode());
        report.Add(await Append());
        var deliver = await Deliver(bare);
        report.Add(deliver with { Consistent = await IsDelivered() });
        var path = await Path(bare);
        report.Add(path with { Consistent = await IsDelivered() });
        report.Add(await Checkpoint());
    }

    /// <summary>The detector alone over the same kind of round, decoded beforehand, the states in a dense array.</summary>
    private Task<Measured> Bare()
    {
        var own = new Bodies(plan);
        var detector = new HouseholdDetector(Homes.Interval, new HouseholdOptions());
        LivingRhythm[] homes = [.. Homes.States(plan.PathHouseholds, city.Get<StateSerializer>()).Select(state => state.Rhythm)];
        (int Home, Observation Reading)[] readings = [];
        return Measured.Run(
            plan,
            own.Lines,
            _ => readings = [.. own.Next().SelectMany(body => BodyLines.OfNdjson(body).Select(line => ObservationLine.Decode(body[line.Range].Span))).Select(reading => (Homes.NumberOf(reading.Entity), reading))],
            _ =>
            {
                foreach (var (home, reading) in readings)
                {
                    homes[home] = detector.Observe(homes[home], reading).Next;
                }

                return Task.CompletedTask;
            });
    }

    private async Task<Result> Decode()
    {
        var taken = 0;
        round = bodies.Next();
        var measured = await Measured.Run(plan, bodies.Lines, _ => { }, _ =>
        {
            foreach (var body in round)
            {
                taken += Check(body).Count; // Not remembered, so that the same may come again.
            }

            return Task.CompletedTask;
        });
        return measured.ToResult("observations", "decode-only", "observations/s") with
        {
            Threads = 1,
            Grains = plan.PathHouseholds,
            Consistent = taken == (long)bodies.Lines * (plan.WarmUps + plan.Rounds),
        };
    }

    /// <summary>The same readings into a log of its own, so that nobody reads it meanwhile.</summary>
    private async Task<Result> Append()
    {
        var folder = Directory.CreateTempSubdirectory("city-benchmark-log-").FullName;
        List<Observation>[] batches = [.. round.Select(body => Check(body))];
        long stored;
        Measured measured;
        await using (var database = Database.Open(new DatabaseOptions { Folder = folder, Schema = [DatabaseObservationLog.Schema] }))
        {
            var log = await DatabaseObservationLog.Open(database, TimeProvider.System);
            var ingest = new ObservationIngest(log, new SilentNudger(), city.Get<IngestMeter>());
            measured = await Measured.Run(plan, bodies.Lines, _ => { }, _ =>
                Send(batches, batch => ingest.Store(batch, null, CancellationToken.None)));
            stored = Enumerable.Range(0, Partitions.Count).Sum(log.LastOffset);
        }

        Directory.Delete(folder, recursive: true);
        return measured.ToResult("observations", "append-only", "observations/s") with
        {
            Threads = Senders,
            Grains = plan.PathHouseholds,
            Consistent = stored == (long)bodies.Lines * (plan.WarmUps + plan.Rounds),
        };
    }

    /// <summary>From the log through the routers into the grains.</summary>
    private async Task<Result> Deliver(Measured bare)
    {
        var ingest = new ObservationIngest(city.Get<IObservationLog>(), new SilentNudger(), city.Get<IngestMeter>());
        await Pump(); // Wakes the routers.
        var measured = await Measured.Run(
            plan, bodies.Lines, _ => Send(bodies.Next(), body => Store(ingest, body)).GetAwaiter().GetResult(), _ => Pump());
        return measured.ToResult("observations", "deliver-only", "observations/s", bare) with { Threads = city.Loops, Grains = plan.PathHouseholds };
    }

    /// <summary>All of it, stages overlapping as they do in a city.</summary>
    private async Task<Result> Path(Measured bare)
    {
        var nudger = new StreamNudger(city.Services, NullLogger<StreamNudger>.Instance);
        var ingest = new ObservationIngest(city.Get<IObservationLog>(), nudger, city.Get<IngestMeter>());
        var measured = await Measured.Run(plan, bodies.Lines, _ => round = bodies.Next(), async _ =>
        {
            await Send(round, body => Store(ingest, body));
            await Pump(); // Comes back when all is delivered.
        });
        return measured.ToResult("observations", "durable-path", "observations/s", bare) with { Threads = city.Loops, Grains = plan.PathHouseholds };
    }

    /// <summary>What makes delivered observations durable in their grains: every household that was touched is written.</summary>
    private async Task<Result> Checkpoint()
    {
        var ingest = new ObservationIngest(city.Get<IObservationLog>(), new SilentNudger(), city.Get<IngestMeter>());
        await ForEachRouter(router => router.Checkpoint());
        var measured = await Measured.Run(
            plan with { WarmUps = 0, Rounds = 1 },
            plan.PathHouseholds,
            _ =>
            {
                Send(bodies.Next(), body => Store(ingest, body)).GetAwaiter().GetResult();
                Pump().GetAwaiter().GetResult();
            },
            _ => ForEachRouter(router => router.Checkpoint()));
        await city.Empty(); // What is read now was read from disk again.
        return measured.ToResult("state-writes", "checkpoint", "households/s") with { Grains = plan.PathHouseholds, Consistent = await IsDelivered() };
    }

    private List<Observation> Check(ReadOnlyMemory<byte> body) => door.Check(body, BodyLines.OfNdjson(body)).Accepted;

    private async Task Store(ObservationIngest ingest, ReadOnlyMemory<byte> body)
    {
        var checkedLines = door.Check(body, BodyLines.OfNdjson(body));
        await ingest.Store(checkedLines.Accepted, null, CancellationToken.None);
        door.Remember(checkedLines);
        _ = Interlocked.Add(ref sent, checkedLines.Accepted.Count);
    }

    private static Task Send<TBody>(IEnumerable<TBody> all, Func<TBody, Task> send) => Parallel.ForEachAsync(
        all, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (body, _) => await send(body));

    private Task Pump() => ForEachRouter(router => router.Pump());

    private Task ForEachRouter(Func<IObservationRouterGrain, Task> work) => Task.WhenAll(
        Enumerable.Range(0, Partitions.Count).Select(partition => work(city.Grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(partition)))));

    /// <summary>Whether all that was sent was delivered, nothing was set aside, and every household knows its last reading.</summary>
    private async Task<bool> IsDelivered()
    {
        var routers = await Task.WhenAll(Enumerable.Range(0, Partitions.Count).Select(
            partition => city.Grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(partition)).Status()));
        if (routers.Sum(router => router.Delivered) != sent || routers.Any(router => router.Poisoned > 0))
        {
            return false;
        }

        var look = new HouseholdLook("benchmark", "counting", BenchmarkCity.Now);
        foreach (var chunk in Enumerable.Range(0, plan.PathHouseholds).Chunk(1_024))
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
