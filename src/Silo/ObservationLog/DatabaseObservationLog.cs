using CityActors.Observations;
using CityActors.Storage;

namespace CityActors.Silo.ObservationLog;

/// <summary>The observation log in the city's database: one row per batch and partition, all of an append in one commit.</summary>
public sealed class DatabaseObservationLog : IObservationLog
{
    /// <summary>Batches asked for at once: small ones share a question, and of large ones not many are fetched in vain.</summary>
    private const int BatchesAtOnce = 16;

    /// <summary>Rows that are removed at most by one operation, so that appends do not wait long behind it.</summary>
    private const int TrimLimit = 500;

    /// <summary>How long a request with an idempotency key is remembered: longer than any sender retries.</summary>
    public static readonly TimeSpan IdempotencyLifetime = TimeSpan.FromHours(24);

    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly long[] _lastOffsets = new long[Partitions.Count];

    private DatabaseObservationLog(Database database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    /// <summary>The log's tables, for <see cref="DatabaseOptions.Schema"/>.</summary>
    public static SchemaPart Schema => ObservationLogSql.Schema;

    private DateTimeOffset Expiry => _time.GetUtcNow() - IdempotencyLifetime;

    /// <summary>Opens the log on a database that has its tables.</summary>
    public static async Task<DatabaseObservationLog> Open(Database database, TimeProvider time)
    {
        var log = new DatabaseObservationLog(database, time);
        await log.LookOutside();
        LogWatch.Start(database, log.LookOutside);
        return log;
    }

    /// <inheritdoc/>
    public async Task<AppendReceipt> Append(AppendRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckBatches(request.Batches);
        using var payload = LogPayload.Encode(request.Batches);
        var append = new LogAppend(request, payload, _time.GetUtcNow(), Expiry);
        var receipt = await _database.Write(append.Apply, payload.Length, receipt => Committed(request.Batches, receipt));
        return receipt.Earlier is null ? receipt : receipt with { Earlier = await Seen(receipt.Earlier) };
    }

    /// <inheritdoc/>
    public Task<LogSlice> Read(int partition, long afterOffset, int maxItems, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(maxItems, 1);
        return LastOffset(partition) <= afterOffset && !_database.ChangesOutside
            ? Task.FromResult(new LogSlice(afterOffset + 1, []))
            : _database.Read(session => ReadSlice(session, partition, afterOffset, maxItems));
    }

    /// <inheritdoc/>
    public long LastOffset(int partition)
    {
        CheckPartition(partition);
        return Volatile.Read(ref _lastOffsets[partition]);
    }

    /// <inheritdoc/>
    public async Task<IdempotencyRecord?> FindIdempotent(string caller, string key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var expiry = Expiry;
        return await Seen(await _database.Read(session => LogAppend.FindIdempotent(session, caller, key, expiry)));
    }

    /// <inheritdoc/>
    public Task SaveCheckpoint(int partition, RouterCheckpoint checkpoint, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckPartition(partition);
        var now = _time.GetUtcNow();
        return _database.Write(session => SaveCheckpoint(session, partition, checkpoint, now), checkpoint.Due.Length);
    }

    /// <inheritdoc/>
    public Task<RouterCheckpoint?> ReadCheckpoint(int partition, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckPartition(partition);
        return _database.Read(session => ReadCheckpoint(session, partition));
    }

    /// <inheritdoc/>
    public Task<TrimReport> Trim(int partition, long belowOffset, DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckPartition(partition);
        return _database.Write(session => Trim(session, partition, belowOffset, before));
    }

    /// <inheritdoc/>
    public Task<int> TrimIdempotent(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var expiry = Expiry;
        return _database.Write(session => session.Prepare(ObservationLogSql.TrimIdempotent).Bind(1, expiry).Bind(2, TrimLimit).Execute());
    }

    /// <inheritdoc/>
    public Task StorePoison(PoisonItem item, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckPartition(item.Partition);
        var now = _time.GetUtcNow();
        return _database.Write(
            session =>
            {
                session.Serialize();
                session.Prepare(ObservationLogSql.StorePoison)
                    .Bind(1, item.Partition).Bind(2, item.Offset).Bind(3, item.EntityId).Bind(4, item.Reason)
                    .Bind(5, now).Bind(6, item.Payload.Span).Post();
                return true;
            },
            item.Payload.Length);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PoisonItem>> ReadPoison(long afterSequence, int max, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return _database.Read<IReadOnlyList<PoisonItem>>(
            session => session.Prepare(ObservationLogSql.ReadPoison).Bind(1, afterSequence).Bind(2, max)
                .All(static row => new PoisonItem(row.Int32(1), row.Int64(2), row.Text(3), row.Text(4), row.Blob(6).ToArray())
                {
                    Sequence = row.Int64(0),
                    StoredAt = row.Instant(5),
                }));
    }

    /// <inheritdoc/>
    public Task<LogStatus> Status(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _database.Read(ReadStatus);
    }

    private static void CheckPartition(int partition)
    {
        if (partition is < 0 or >= Partitions.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(partition), partition, $"A partition is from 0 to {Partitions.Count - 1}.");
        }
    }

    private static void CheckBatches(IReadOnlyList<PartitionBatch> batches)
    {
        if (batches.Count == 0)
        {
            throw new ArgumentException("An append needs one batch or more.", nameof(batches));
        }

        foreach (var batch in batches)
        {
            CheckPartition(batch.Partition);
            if (batch.Items.Count == 0)
            {
                throw new ArgumentException($"The batch for partition {batch.Partition} has no items.", nameof(batches));
            }
        }
    }

    private static LogStatus ReadStatus(DatabaseSession session)
    {
        var partitions = Enumerable.Range(0, Partitions.Count).Select(static partition => new PartitionStatus(partition, 0, 0, 0, 0)).ToArray();
        foreach (var status in session.Prepare(ObservationLogSql.Status)
            .All(static row => new PartitionStatus(row.Int32(0), row.Int64(1), row.Int64(2), row.Int64(3), row.Int64(4))))
        {
            partitions[status.Partition] = status;
        }

        return new LogStatus(partitions);
    }

    private static LogSlice ReadSlice(DatabaseSession session, int partition, long afterOffset, int maxItems)
    {
        var items = new List<ReadOnlyMemory<byte>>();
        var first = afterOffset + 1;
        var last = afterOffset;
        var before = -1L;
        while (items.Count < maxItems && last != before)
        {
            before = last;
            var rows = session.Prepare(ObservationLogSql.Read).Bind(1, partition).Bind(2, last).Bind(3, BatchesAtOnce);
            while (items.Count < maxItems && rows.Step())
            {
                var rowFirst = rows.Int64(0);
                last = rows.Int64(1);
                first = items.Count == 0 ? Math.Max(first, rowFirst) : first;
                LogPayload.Decode(rows.Blob(2).ToArray(), first + items.Count - rowFirst, maxItems, items);
            }
        }

        return new LogSlice(first, items);
    }

    private static RouterCheckpoint? ReadCheckpoint(DatabaseSession session, int partition) =>
        session.Prepare(ObservationLogSql.ReadCheckpoint).Bind(1, partition)
            .First(static row => new RouterCheckpoint(row.Int64(0), row.Instant(1), row.Blob(2).ToArray()));

    /// <exception cref="InvalidOperationException">It would go back, or beyond the log.</exception>
    private static bool SaveCheckpoint(DatabaseSession session, int partition, RouterCheckpoint checkpoint, DateTimeOffset now)
    {
        session.Serialize(); // If the cluster has two routers of a partition for a moment, they cannot overtake each other between read and write.
        var last = session.Prepare(ObservationLogSql.LastOffset).Bind(1, partition).First(static row => row.Int64(0));
        var stored = ReadCheckpoint(session, partition);
        var earlier = stored?.Offset ?? 0;
        if (checkpoint.Offset > last || checkpoint.Offset < earlier || (checkpoint.Offset == earlier && checkpoint.ClockAt < stored?.ClockAt))
        {
            throw new InvalidOperationException(
                $"The checkpoint {checkpoint.Offset} of partition {partition} must be from {earlier} (the one stored) to {last} (the end of the log). Is another router of the partition running?");
        }

        session.Prepare(ObservationLogSql.SaveCheckpoint)
            .Bind(1, partition).Bind(2, checkpoint.Offset).Bind(3, checkpoint.ClockAt).Bind(4, now).Bind(5, checkpoint.Due.Span).Post();
        return true;
    }

    /// <summary>Removes batches from the start of a partition up to the first one that must stay.</summary>
    private static TrimReport Trim(DatabaseSession session, int partition, long belowOffset, DateTimeOffset before)
    {
        session.Serialize(); // Appends change the same counters.
        var checkpoint = ReadCheckpoint(session, partition)?.Offset ?? 0;
        var rows = session.Prepare(ObservationLogSql.FindTrimmable)
            .Bind(1, partition).Bind(2, Math.Min(belowOffset - 1, checkpoint)).Bind(3, TrimLimit);
        var (batches, items, bytes, last) = (0, 0L, 0L, 0L);
        while (rows.Step() && rows.Instant(3) < before)
        {
            batches++;
            last = rows.Int64(0);
            items += rows.Int64(1);
            bytes += rows.Int64(2);
        }

        if (batches > 0)
        {
            session.Prepare(ObservationLogSql.Delete).Bind(1, partition).Bind(2, last).Post();
            session.Prepare(ObservationLogSql.Discount).Bind(1, partition).Bind(2, batches).Bind(3, bytes).Post();
        }

        return new TrimReport(batches, items, batches == TrimLimit);
    }

    private void Committed(IReadOnlyList<PartitionBatch> batches, AppendReceipt receipt)
    {
        for (var i = 0; i < receipt.FirstOffsets.Count; i++)
        {
            Reached(batches[i].Partition, receipt.FirstOffsets[i] + batches[i].Items.Count - 1);
        }
    }

    /// <summary>What an earlier answer speaks of may have been stored by a commit of which only its failure was heard, or by another Silo.</summary>
    private async Task<IdempotencyRecord?> Seen(IdempotencyRecord? earlier)
    {
        if (earlier is not null && _database.ChangesOutside)
        {
            await LookOutside();
        }

        return earlier;
    }

    private async Task LookOutside()
    {
        foreach (var (partition, last) in await _database.Read(
            static session => session.Prepare(ObservationLogSql.LastOffsets).All(static row => (row.Int32(0), row.Int64(1)))))
        {
            Reached(partition, last);
        }
    }

    /// <summary>Notes the end of a partition; news may come in any order.</summary>
    private void Reached(int partition, long offset)
    {
        lock (_gate)
        {
            Volatile.Write(ref _lastOffsets[partition], Math.Max(_lastOffsets[partition], offset));
        }
    }
}
