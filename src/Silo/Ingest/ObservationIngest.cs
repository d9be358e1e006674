using CityActors.Silo.Cluster;
using System.Buffers;
using CityActors.Observations;

namespace CityActors.Silo.Ingest;

/// <summary>Stores checked observations and wakes the routers of their partitions.</summary>
public sealed class ObservationIngest(IObservationLog log, IWakeUps wakeUps, IngestMeter meter)
{
    /// <summary>Stores observations, each in its entity's partition, all in one commit; completes after the sync to disk.</summary>
    /// <returns>The earlier answer where the idempotency key was known already: then nothing was stored.</returns>
    public async Task<IdempotencyRecord?> Store(IReadOnlyList<Observation> observations, IdempotencyRecord? idempotency, CancellationToken cancellation)
    {
        if (observations.Count == 0)
        {
            // All were refused: perhaps as repeats of this very batch, stored while this one was checked. Then its answer is the true one.
            return idempotency is null ? null : await log.FindIdempotent(idempotency.Caller, idempotency.Key, cancellation);
        }

        using var batches = new PartitionedBatches(observations);
        var receipt = await log.Append(new AppendRequest(batches.Batches, idempotency), cancellation);
        if (receipt.Earlier is { } earlier)
        {
            return earlier;
        }

        meter.Accepted(observations.Count);
        wakeUps.Observed(batches.Batches.Select(batch => batch.Partition));
        return null;
    }
}

/// <summary>Observations encoded and sorted into partitions, in one rented array.</summary>
internal sealed class PartitionedBatches : IDisposable
{
    private readonly byte[] buffer;

    public PartitionedBatches(IReadOnlyList<Observation> observations)
    {
        var parts = new Part?[Partitions.Count];
        buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, observations.Sum(LongestOf)));
        var length = 0;
        foreach (var observation in ByTime(observations))
        {
            var part = parts[Partitions.Of(observation.Entity)] ??= new Part();
            var size = ObservationCodec.Encode(observation, buffer.AsSpan(length));
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
