namespace CityActors.Observations;

/// <summary>
/// The durable record of what was observed: <see cref="Partitions.Count"/> partitions, in each the items 1, 2, 3, … without a gap.
/// </summary>
/// <remarks>
/// Every task that writes completes after the data was synced to disk. If storage is unavailable (full, locked, overloaded),
/// it fails with the storage's exception for that, and nothing of the request was acknowledged.
/// </remarks>
public interface IObservationLog
{
    /// <summary>Appends batches and, where given, the answer under its idempotency key: all or nothing.</summary>
    /// <returns>The offsets given, or the earlier answer under the same key: then nothing was appended.</returns>
    /// <exception cref="ArgumentException">A partition is out of range, or a batch is empty.</exception>
    Task<AppendReceipt> Append(AppendRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads items of a partition in order.</summary>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="afterOffset">The last offset already known; 0 for none.</param>
    /// <param name="maxItems">At most so many items; from 1.</param>
    Task<LogSlice> Read(int partition, long afterOffset, int maxItems, CancellationToken cancellationToken = default);

    /// <summary>The last offset committed in a partition, from memory; 0 for none. Nothing that this process acknowledged lies beyond it.</summary>
    long LastOffset(int partition);

    /// <summary>The answer stored under a caller's idempotency key, unless it expired.</summary>
    Task<IdempotencyRecord?> FindIdempotent(string caller, string key, CancellationToken cancellationToken = default);

    /// <summary>Stores how far the router of a partition has come.</summary>
    /// <exception cref="InvalidOperationException">It would go back, or beyond what the log holds.</exception>
    Task SaveCheckpoint(int partition, RouterCheckpoint checkpoint, CancellationToken cancellationToken = default);

    /// <summary>How far the router of a partition had come; null before its first checkpoint.</summary>
    Task<RouterCheckpoint?> ReadCheckpoint(int partition, CancellationToken cancellationToken = default);

    /// <summary>Removes old items from the start of a partition, in whole batches, at most so many at once that writers do not wait long.</summary>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="belowOffset">Only items below this offset; items above the checkpoint always stay.</param>
    /// <param name="before">Only batches appended before this instant.</param>
    Task<TrimReport> Trim(int partition, long belowOffset, DateTimeOffset before, CancellationToken cancellationToken = default);

    /// <summary>Removes expired idempotency records.</summary>
    /// <returns>How many were removed.</returns>
    Task<int> TrimIdempotent(CancellationToken cancellationToken = default);

    /// <summary>Stores an item that its entity failed on, before it is skipped. A repeat is dropped.</summary>
    Task StorePoison(PoisonItem item, CancellationToken cancellationToken = default);

    /// <summary>Reads what was set aside, oldest first.</summary>
    /// <param name="afterSequence">The last sequence already known; 0 for none.</param>
    /// <param name="max">At most so many; from 1.</param>
    Task<IReadOnlyList<PoisonItem>> ReadPoison(long afterSequence, int max, CancellationToken cancellationToken = default);

    /// <summary>How full the log is and how far its readers are.</summary>
    Task<LogStatus> Status(CancellationToken cancellationToken = default);
}
