using System.Buffers;
using CityActors.Observations;
using Orleans.Streams;

namespace CityActors.Silo.Ingest;

/// <summary>Stores checked observations and nudges the routers of their partitions.</summary>
public sealed class ObservationIngest(IObservationLog log, INudger nudger, IngestMeter meter)
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
        await nudger.Nudge(batches.Batches.Select(batch => batch.Partition));
        return null;
    }
}

/// <summary>Tells routers that their partition grew.</summary>
public interface INudger
{
    /// <summary>Nudges; a lost nudge costs a second, no item.</summary>
    Task Nudge(IEnumerable<int> partitions);
}

/// <summary>Nudges through the streams (wall clock).</summary>
public sealed class StreamNudger(IServiceProvider services, ILogger<StreamNudger> logger) : INudger
{
    /// <inheritdoc/>
    public async Task Nudge(IEnumerable<int> partitions)
    {
        var provider = services.GetRequiredKeyedService<IStreamProvider>(Nudges.Provider);
        foreach (var partition in partitions.Distinct())
        {
            try
            {
                var stream = provider.GetStream<Nudge>(StreamId.Create(Nudges.Namespace, Partitions.RouterKey(partition)));
                _ = Watch(stream.OnNextAsync(new Nudge(partition)));
            }
            catch (OperationCanceledException fault)
            {
                logger.LogDebug(fault, "Partition {Partition} was not nudged; its router looks by itself every second.", partition);
            }
        }

        await Task.CompletedTask;
    }

    private async Task Watch(Task nudge)
    {
        try
        {
            await nudge;
        }
#pragma warning disable CA1031 // Whatever a nudge failed on, the router looks by itself every second.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.LogDebug(fault, "A nudge was lost; the router looks by itself every second.");
        }
    }
}

/// <summary>Nudges nobody: a replay's driver moves the routers.</summary>
public sealed class SilentNudger : INudger
{
    /// <inheritdoc/>
    public Task Nudge(IEnumerable<int> partitions) => Task.CompletedTask;
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
        foreach (var observation in observations)
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
