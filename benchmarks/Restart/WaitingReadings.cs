using CityActors.Benchmarks.Memory;
using CityActors.Observations;
using CityActors.Silo;
using CityActors.Silo.Ingest;
using CityActors.Silo.ObservationLog;

namespace CityActors.Benchmarks.Restart;

/// <summary>Readings in the observation log of a Silo that does not run.</summary>
internal static class WaitingReadings
{
    private static readonly ObservationCodec Codec = new(new Kinds());
    private const int InOneAppend = 5_000;

    /// <summary>The time of each home's last reading.</summary>
    public static DateTimeOffset LastAt(RestartLoad load) => Homes.LivedUntil + (load.ReadingsEach * Homes.Spacing);

    /// <summary>Appends them, reading by reading, the homes in a random order.</summary>
    /// <returns>The home of each partition's last reading: when it has that, all others have theirs.</returns>
    public static async Task<IEnumerable<string>> Append(SiloSettings settings, RestartLoad load)
    {
        var last = new Dictionary<int, string>();
        await using var database = CityHost.OpenDatabase(settings);
        var log = await DatabaseObservationLog.Open(database, TimeProvider.System);
        foreach (var chunk in All(load).Chunk(InOneAppend))
        {
            using var batches = new PartitionedBatches(chunk, Codec);
            _ = await log.Append(new AppendRequest(batches.Batches));
            foreach (var reading in chunk)
            {
                last[Partitions.Of(reading.Entity)] = reading.Entity;
            }
        }

        return last.Values;
    }

    private static IEnumerable<Observation> All(RestartLoad load)
    {
        var random = new Random(BenchmarkPlan.Seed);
        string[] ids = [.. Enumerable.Range(0, load.Homes).Select(Homes.IdOf)];
        for (var reading = 1; reading <= load.ReadingsEach; reading++)
        {
            random.Shuffle(ids);
            var at = Homes.LivedUntil + (reading * Homes.Spacing);
            foreach (var id in ids)
            {
                yield return new Observation { Entity = id, Kind = ObservationKinds.Power, At = at, Value = Homes.Watts(at, random) };
            }
        }
    }
}
