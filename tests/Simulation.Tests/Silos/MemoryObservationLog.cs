namespace CityActors.Observations;

/// <summary>The observation log in memory, for simulated cities: same rules, no disk. Its tasks are complete when they are returned.</summary>
internal sealed class MemoryObservationLog : IObservationLog
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _idempotencyLifetime;
    private readonly MemoryPartition[] _partitions;
    private readonly Dictionary<(string Caller, string Key), (IdempotencyRecord Answer, DateTimeOffset StoredAt)> _answers = [];
    private readonly List<PoisonItem> _poison = [];

    /// <summary>Creates an empty log.</summary>
    /// <param name="time">The city's clock.</param>
    /// <param name="idempotencyLifetime">How long an answer is kept; null for 24 hours.</param>
    public MemoryObservationLog(TimeProvider time, TimeSpan? idempotencyLifetime = null)
    {
        _time = time;
        _idempotencyLifetime = idempotencyLifetime ?? TimeSpan.FromHours(24);
        _partitions = [.. Enumerable.Range(0, Partitions.Count).Select(partition => new MemoryPartition(partition))];
    }

    /// <inheritdoc/>
    public Task<AppendReceipt> Append(AppendRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var batch in request.Batches)
        {
            _ = Partition(batch.Partition);
        }

        if (request.Batches.Count == 0 || request.Batches.Any(batch => batch.Items.Count == 0))
        {
            throw new ArgumentException("An append needs one batch or more, each with one item or more.", nameof(request));
        }

        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (request.Idempotency is { } answer)
            {
                if (Find(answer.Caller, answer.Key, now) is { } earlier)
                {
                    return Task.FromResult(new AppendReceipt([], earlier));
                }

                _answers[(answer.Caller, answer.Key)] = (answer with { Body = answer.Body.ToArray() }, now);
            }

            return Task.FromResult(new AppendReceipt([.. request.Batches.Select(batch => _partitions[batch.Partition].Append(batch.Items, now))]));
        }
    }

    /// <inheritdoc/>
    public Task<LogSlice> Read(int partition, long afterOffset, int maxItems, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(maxItems, 1);
        lock (_gate)
        {
            return Task.FromResult(Partition(partition).Read(afterOffset, maxItems));
        }
    }

    /// <inheritdoc/>
    public long LastOffset(int partition)
    {
        lock (_gate)
        {
            return Partition(partition).LastOffset;
        }
    }

    /// <inheritdoc/>
    public Task<IdempotencyRecord?> FindIdempotent(string caller, string key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(Find(caller, key, _time.GetUtcNow()));
        }
    }

    /// <inheritdoc/>
    public Task SaveCheckpoint(int partition, RouterCheckpoint checkpoint, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Partition(partition).Save(checkpoint with { Due = checkpoint.Due.ToArray() });
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<RouterCheckpoint?> ReadCheckpoint(int partition, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(Partition(partition).Checkpoint);
        }
    }

    /// <inheritdoc/>
    public Task<TrimReport> Trim(int partition, long belowOffset, DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(Partition(partition).Trim(belowOffset, before));
        }
    }

    /// <inheritdoc/>
    public Task<int> TrimIdempotent(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var expiry = _time.GetUtcNow() - _idempotencyLifetime;
            var expired = _answers.Where(answer => answer.Value.StoredAt <= expiry).Select(answer => answer.Key).ToArray();
            return Task.FromResult(expired.Count(_answers.Remove));
        }
    }

    /// <inheritdoc/>
    public Task StorePoison(PoisonItem item, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _ = Partition(item.Partition);
            if (!_poison.Exists(known => known.Partition == item.Partition && known.Offset == item.Offset))
            {
                _poison.Add(item with { Payload = item.Payload.ToArray(), Sequence = _poison.Count + 1, StoredAt = _time.GetUtcNow() });
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PoisonItem>> ReadPoison(long afterSequence, int max, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<PoisonItem>>([.. _poison.Where(item => item.Sequence > afterSequence).Take(max)]);
        }
    }

    /// <inheritdoc/>
    public Task<LogStatus> Status(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(new LogStatus([.. _partitions.Select(partition => partition.Status)]));
        }
    }

    private MemoryPartition Partition(int partition) => partition is >= 0 and < Partitions.Count
        ? _partitions[partition]
        : throw new ArgumentOutOfRangeException(nameof(partition), partition, $"A partition is from 0 to {Partitions.Count - 1}.");

    private IdempotencyRecord? Find(string caller, string key, DateTimeOffset now) =>
        _answers.TryGetValue((caller, key), out var stored) && stored.StoredAt > now - _idempotencyLifetime ? stored.Answer : null;
}
