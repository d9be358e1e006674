namespace CityActors.Observations;

/// <summary>One partition of a log in memory.</summary>
internal sealed class MemoryPartition(int partition)
{
    private readonly List<Batch> _batches = [];

    public long LastOffset { get; private set; }

    public RouterCheckpoint? Checkpoint { get; private set; }

    public PartitionStatus Status => new(
        partition, LastOffset, Checkpoint?.Offset ?? 0, _batches.Count, _batches.Sum(batch => batch.Items.Sum(item => (long)item.Length)));

    public long Append(IReadOnlyList<ReadOnlyMemory<byte>> items, DateTimeOffset now)
    {
        var first = LastOffset + 1;
        _batches.Add(new Batch(first, [.. items.Select(item => (ReadOnlyMemory<byte>)item.ToArray())], now));
        LastOffset += items.Count;
        return first;
    }

    public LogSlice Read(long afterOffset, int maxItems)
    {
        var items = new List<ReadOnlyMemory<byte>>();
        var first = afterOffset + 1;
        for (var i = FirstBatchAfter(afterOffset); i < _batches.Count && items.Count < maxItems; i++)
        {
            var batch = _batches[i];
            first = items.Count == 0 ? Math.Max(first, batch.First) : first;
            var skip = (int)(first + items.Count - batch.First);
            items.AddRange(batch.Items.Skip(skip).Take(maxItems - items.Count));
        }

        return new LogSlice(first, items);
    }

    /// <exception cref="InvalidOperationException">It would go back, or beyond the log.</exception>
    public void Save(RouterCheckpoint checkpoint)
    {
        var earlier = Checkpoint?.Offset ?? 0;
        if (checkpoint.Offset > LastOffset || checkpoint.Offset < earlier)
        {
            throw new InvalidOperationException(
                $"The checkpoint {checkpoint.Offset} of partition {partition} must be from {earlier} (the one stored) to {LastOffset} (the end of the log). Is another router of the partition running?");
        }

        Checkpoint = checkpoint;
    }

    public TrimReport Trim(long belowOffset, DateTimeOffset before)
    {
        var last = Math.Min(belowOffset - 1, Checkpoint?.Offset ?? 0);
        var old = _batches.TakeWhile(batch => batch.Last <= last && batch.AppendedAt < before).ToArray();
        _batches.RemoveRange(0, old.Length);
        return new TrimReport(old.Length, old.Sum(batch => (long)batch.Items.Length), false);
    }

    private int FirstBatchAfter(long offset)
    {
        var (low, high) = (0, _batches.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _batches[middle].Last > offset ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private sealed record Batch(long First, ReadOnlyMemory<byte>[] Items, DateTimeOffset AppendedAt)
    {
        public long Last => First + Items.Length - 1;
    }
}
