using CityActors.Silo.Cluster;
using System.Buffers;
using CityActors.Alerts;
using CityActors.Observations;

namespace CityActors.Silo.Ingest;

/// <summary>Stores checked observations and wakes the routers of their partitions.</summary>
public sealed class ObservationIngest(IObservationLog log, IWakeUps wakeUps, IngestMeter meter, Kinds kinds)
{
    private readonly ObservationCodec codec = new(kinds);
    private Action<IReadOnlyList<Observation>>? follower;

    /// <summary>Somebody is shown everything that was stored, after it was; quick, and must not throw.</summary>
    public void Follow(Action<IReadOnlyList<Observation>> show) => follower = show;

    /// <summary>Stores observations, each in its entity's partition, all in one commit; completes after the sync to disk.</summary>
    /// <param name="observations">What was accepted.</param>
    /// <param name="idempotency">The answer under the caller's key, or null: it gave none.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <param name="marks">What cannot be true, so that the devices' grains hear of it; not counted among what was accepted.</param>
    /// <returns>The earlier answer where the idempotency key was known already: then nothing was stored.</returns>
    public async Task<IdempotencyRecord?> Store(IReadOnlyList<Observation> observations, IdempotencyRecord? idempotency, CancellationToken cancellation, IReadOnlyList<Observation>? marks = null)
    {
        if (observations.Count == 0)
        {
            // All were refused: perhaps as repeats of this very batch, stored while this one was checked. Then its answer is the true one.
            var known = idempotency is null ? null : await log.FindIdempotent(idempotency.Caller, idempotency.Key, cancellation);
            if (known is not null || marks is not { Count: > 0 })
            {
                return known;
            }

            idempotency = null; // A request that was refused binds no key.
        }

        using var batches = new PartitionedBatches(marks is { Count: > 0 } ? Marked(observations, marks) : observations, codec);
        var receipt = await log.Append(new AppendRequest(batches.Batches, idempotency), cancellation);
        if (receipt.Earlier is { } earlier)
        {
            return earlier;
        }

        meter.Accepted(observations.Count);
        follower?.Invoke(observations);
        wakeUps.Observed(batches.Batches.Select(batch => batch.Partition));
        return null;
    }

    // By time. Of one run a few are enough: a device at fault must not fill the log.
    private static List<Observation> Marked(IReadOnlyList<Observation> observations, IReadOnlyList<Observation> marks)
    {
        var runs = new Dictionary<(string Entity, string Kind), int>();
        var all = new List<Observation>(observations.Count + marks.Count);
        foreach (var observation in observations.Concat(marks).OrderBy(static observation => observation.At))
        {
            var device = (observation.Entity, observation.Kind);
            var run = observation.IsImplausible ? runs.GetValueOrDefault(device) + 1 : 0;
            runs[device] = run;
            if (run <= ImplausibleRun.Certain)
            {
                all.Add(observation);
            }
        }

        return all;
    }
}

/// <summary>Observations encoded and sorted into partitions, in one rented array.</summary>
internal sealed class PartitionedBatches : IDisposable
{
    private readonly byte[] buffer;

    public PartitionedBatches(IReadOnlyList<Observation> observations, ObservationCodec codec)
    {
        var parts = new Part?[Partitions.Count];
        buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, observations.Sum(LongestOf)));
        var length = 0;
        foreach (var observation in ByTime(observations))
        {
            var part = parts[Partitions.Of(observation.Entity)] ??= new Part();
            var size = codec.Encode(observation, buffer.AsSpan(length));
            part.Add(buffer.AsMemory(length, size), observation.At);
            length += size;
        }

        Batches = [.. parts.Select((part, number) => part?.ToBatch(number)).OfType<PartitionBatch>()];
    }

    public IReadOnlyList<PartitionBatch> Batches { get; }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    // A request is judged by time, whatever order a gateway sends its buffer in.
    private static IEnumerable<Observation> ByTime(IReadOnlyList<Observation> observations)
    {
        for (var i = 1; i < observations.Count; i++)
        {
            if (observations[i].At < observations[i - 1].At)
            {
                return observations.OrderBy(static observation => observation.At);
            }
        }

        return observations;
    }

    private static int LongestOf(Observation observation) =>
        32 + (3 * (observation.Entity.Length + observation.Zone.Length + observation.Track.Length));

    private sealed class Part
    {
        private readonly List<ReadOnlyMemory<byte>> items = [];
        private DateTimeOffset min = DateTimeOffset.MaxValue;
        private DateTimeOffset max = DateTimeOffset.MinValue;

        public void Add(ReadOnlyMemory<byte> item, DateTimeOffset at)
        {
            items.Add(item);
            min = at < min ? at : min;
            max = at > max ? at : max;
        }

        public PartitionBatch ToBatch(int number) => new(number, items, min, max);
    }
}
