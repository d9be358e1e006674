using CityActors.Observations;
using CityActors.Storage;

namespace CityActors.Silo.ObservationLog;

/// <summary>The observation log in the city's database: one row per batch and partition, all of an append in one commit.</summary>
public sealed class DatabaseObservationLog : IObservationLog
{
    /// <summary>Batches asked for at once: small ones share a question, and of large ones not many are fetched in vain.</summary>
    private const int BatchesAtOnce = 16;

    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly TimeSpan _idempotencyLifetime;
    private readonly long[] _lastOffsets;

    private DatabaseObservationLog(Database database, TimeProvider time, ObservationLogOptions options, long[] lastOffsets)
    {
        _database = database;
        _time = time;
        _idempotencyLifetime = options.IdempotencyLifetime;
        _lastOffsets = lastOffsets;
    }

    /// <summary>The log's tables, for <see cref="DatabaseOptions.Schema"/>.</summary>
    public static SchemaPart Schema => ObservationLogSql.Schema;

    /// <summary>Opens the log on a database that has its tables.</summary>
    public static async Task<DatabaseObservationLog> Open(Database database, TimeProvider time, ObservationLogOptions? options = null)
    {
        var log = new DatabaseObservationLog(database, time, options ?? new ObservationLogOptions(), await database.Read(ReadLastOffsets));
        LogWatch.Start(database, log.LookOutside);
        return log;
    }

    /// <inheritdoc/>
    public async Task<AppendReceipt> Append(AppendRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckBatches(request.Batches);
        using var payload = LogPayload.Encode(request.Batches);
        var append = new LogAppend(request, payload, _time.GetUtcNow(), _idempotencyLifetime);
        return await _database.Write(append.Apply, payload.Length, receipt => Committed(request.Batches, receipt));
    }

    /// <inheritdoc/>
    public Task<LogSlice> Read(int partition, long afterOffset, int maxItems, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckPartition(partition);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxItems, 1);
        return !_database.ChangesOutside && LastOffset(partition) <= afterOffset
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
    public Task<IdempotencyRecord?> FindIdempotent(string caller, string key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var expiry = _time.GetUtcNow() - _idempotencyLifetime;
        return _database.Read(session => LogAppend.FindIdempotent(session, caller, key, expiry));
    }

    /// <inheritdoc/>
    public Task SaveCheckpoint(int partition, RouterCheckpoint checkpoint, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckPartition(partition);
        var now = _time.GetUtcNow();
        return _database.Write(session => LogCheckpoints.Save(session, partition, checkpoint, now), checkpoint.Due.Length);
    }

    /// <inheritdoc/>
    public Task<RouterCheckpoint?> ReadCheckpoint(int partition, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckPartition(partition);
        return _database.Read(session => LogCheckpoints.Read(session, partition));
    }

    /// <inheritdoc/>
    public Task<TrimReport> Trim(int partition, long belowOffset, DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckPartition(partition);
        return _database.Write(session => LogTrim.Apply(session, partition, belowOffset, before));
    }

    /// <inheritdoc/>
    public Task<int> TrimIdempotent(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var expiry = _time.GetUtcNow() - _idempotencyLifetime;
        return _database.Write(session => LogTrim.Idempotent(session, expiry));
    }

    /// <inheritdoc/>
    public Task StorePoison(PoisonItem item, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckPartition(item.Partition);
        var now = _time.GetUtcNow();
        return _database.Write(session => LogPoison.Store(session, item, now), item.Payload.Length);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PoisonItem>> ReadPoison(long afterSequence, int max, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return _database.Read(session => LogPoison.Read(session, afterSequence, max));
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

    private static long[] ReadLastOffsets(DatabaseSession session)
    {
        var offsets = new long[Partitions.Count];
        var rows = session.Prepare(ObservationLogSql.LastOffsets);
        while (rows.Step())
        {
            offsets[rows.Int32(0)] = rows.Int64(1);
        }

        return offsets;
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

    private static LogStatus ReadStatus(DatabaseSession session)
    {
        var partitions = new PartitionStatus[Partitions.Count];
        for (var i = 0; i < partitions.Length; i++)
        {
            partitions[i] = new PartitionStatus(i, 0, 0, 0, 0);
        }

        var rows = session.Prepare(ObservationLogSql.Status);
        while (rows.Step())
        {
            var partition = rows.Int32(0);
            partitions[partition] = new PartitionStatus(partition, rows.Int64(1), rows.Int64(2), rows.Int64(3), rows.Int64(4));
        }

        return new LogStatus(partitions);
    }

    private void Committed(IReadOnlyList<PartitionBatch> batches, AppendReceipt receipt)
    {
        for (var i = 0; i < receipt.FirstOffsets.Count; i++)
        {
            Reached(batches[i].Partition, receipt.FirstOffsets[i] + batches[i].Items.Count - 1);
        }
    }

    private async Task LookOutside()
    {
        var lastOffsets = await _database.Read(ReadLastOffsets);
        for (var partition = 0; partition < lastOffsets.Length; partition++)
        {
            Reached(partition, lastOffsets[partition]);
        }
    }

    /// <summary>Notes the end of a partition; news may come in any order.</summary>
    private void Reached(int partition, long offset)
    {
        ref var last = ref _lastOffsets[partition];
        for (var known = Volatile.Read(ref last); known < offset;)
        {
            var seen = Interlocked.CompareExchange(ref last, offset, known);
            known = seen == known ? offset : seen;
        }
    }
}
