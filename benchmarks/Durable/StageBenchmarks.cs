using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Memory;
using CityActors.Benchmarks.Reports;
using CityActors.Commits;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Silo.Ingest;
using CityActors.Silo.ObservationLog;
using CityActors.Storage;

namespace CityActors.Benchmarks.Durable;

/// <summary>Single stages on the way of an observation, and what they would be barely: the detector in a loop, a file that is synced.</summary>
internal sealed class StageBenchmarks(BenchmarkCity city, BenchmarkPlan plan, Report report)
{
    private static readonly Kinds Kinds = new();
    private readonly ObservationValidator door = city.Get<ObservationValidator>();
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> round = new Bodies(plan.Path).Next();
    private readonly long sent = (long)plan.Path.Lines * (plan.WarmUps + plan.Rounds);

    /// <summary>Measures the stages.</summary>
    /// <returns>The bare detector loop.</returns>
    public async Task<Measured> Run()
    {
        var bare = await Detect();
        report.Add(bare.ToResult("observations", "bare-loop", "observations/s") with { Grains = plan.Path.Homes });
        report.Add(await Decode());
        await Append();
        return bare;
    }

    /// <summary>The detector alone over the same kind of round, decoded beforehand, the states in a dense array.</summary>
    private Task<Measured> Detect()
    {
        var own = new Bodies(plan.Path);
        var detector = new HouseholdDetector(Homes.Interval, new HouseholdOptions());
        LivingRhythm[] homes = [.. Homes.States(plan.Path.Homes, city.Get<StateSerializer>()).Select(state => state.Rhythm)];
        (int Home, Observation Reading)[] readings = [];
        return Measured.Run(
            plan,
            plan.Path.Lines,
            () =>
            {
                readings = [.. own.Next().SelectMany(body => BodyLines.OfNdjson(body).Lines.Select(line => ObservationLine.Decode(line.Json.Span, Kinds))).Select(reading => (Homes.NumberOf(reading.Entity), reading))];
                return Task.CompletedTask;
            },
            () =>
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
        var measured = await Measured.Run(plan, plan.Path.Lines, () =>
        {
            foreach (var body in round)
            {
                taken += Check(body).Count; // Not remembered, so that the same may come again.
            }

            return Task.CompletedTask;
        });
        return measured.ToResult("observations", "decode-only", "observations/s") with { Callers = 1, Grains = plan.Path.Homes, Consistent = taken == sent };
    }

    /// <summary>The same readings into a log of its own, so that nobody reads it meanwhile; and the same bytes into a file.</summary>
    private async Task Append()
    {
        var folder = Directory.CreateTempSubdirectory("city-benchmark-log-").FullName;
        List<Observation>[] batches = [.. round.Select(Check)];
        long stored;
        int perCommit;
        Measured measured;
        await using (var database = Database.Open(new DatabaseOptions { Folder = folder, Schema = [DatabaseObservationLog.Schema] }))
        {
            var log = await DatabaseObservationLog.Open(database, TimeProvider.System);
            var ingest = new ObservationIngest(log, new SilentWakeUps(), city.Get<IngestMeter>(), Kinds);
            measured = await Measured.Run(plan, plan.Path.Lines, () => Senders.Send(batches, batch => ingest.Store(batch, null, CancellationToken.None)));
            stored = Enumerable.Range(0, Partitions.Count).Sum(log.LastOffset);
            perCommit = Math.Max(1, (int)Math.Round(database.WriteCount / (double)database.CommitCount));
        }

        var floor = await SyncedAppend.Measure(plan, folder, batches, perCommit);
        Directory.Delete(folder, recursive: true);
        report.Add(floor.ToResult("observations", "synced-append", "observations/s"));
        report.Add(measured.ToResult("observations", "append-only", "observations/s", floor) with { Callers = Senders.Count, Grains = plan.Path.Homes, Consistent = stored == sent });
    }

    private List<Observation> Check(ReadOnlyMemory<byte> body) => door.Check(Senders.Sensor, BodyLines.OfNdjson(body)).Accepted;
}
