namespace CityActors.Observations;

/// <summary>Items of one partition in order, without a gap between them.</summary>
/// <param name="FirstOffset">The offset of the first item. Higher than asked for where older items were trimmed.</param>
/// <param name="Items">The encoded items; empty at the end of the log.</param>
public sealed record LogSlice(long FirstOffset, IReadOnlyList<ReadOnlyMemory<byte>> Items)
{
    /// <summary>The offset of the last item; one less than <see cref="FirstOffset"/> when there is none.</summary>
    public long LastOffset => FirstOffset + Items.Count - 1;
}

/// <summary>How far a router has come. Everything up to the offset is applied and flushed.</summary>
/// <param name="Offset">The last offset applied; 0 for none.</param>
/// <param name="ClockAt">The router's clock.</param>
/// <param name="Due">The router's own notes (the due times of its entities), opaque to the log.</param>
public sealed record RouterCheckpoint(long Offset, DateTimeOffset ClockAt, ReadOnlyMemory<byte> Due);

/// <summary>An item that was set aside because its entity failed on it.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="EntityId">The entity it is for.</param>
/// <param name="Reason">Why the entity failed on it.</param>
/// <param name="Payload">The encoded item.</param>
public sealed record PoisonItem(int Partition, long Offset, string EntityId, string Reason, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Its number among all that were set aside, from 1; 0 before it is stored.</summary>
    public long Sequence { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset StoredAt { get; init; }
}

/// <summary>What a trim removed.</summary>
/// <param name="Batches">Batches removed.</param>
/// <param name="Items">Items removed.</param>
/// <param name="MayHaveMore">Whether it stopped at its limit: trim again.</param>
public sealed record TrimReport(int Batches, long Items, bool MayHaveMore);

/// <summary>The state of the log.</summary>
/// <param name="Partitions">Every partition, in order.</param>
public sealed record LogStatus(IReadOnlyList<PartitionStatus> Partitions)
{
    /// <summary>Items appended and not yet covered by a checkpoint.</summary>
    public long Lag => Partitions.Sum(partition => partition.LastOffset - partition.CheckpointOffset);

    /// <summary>Bytes of payload held.</summary>
    public long Bytes => Partitions.Sum(partition => partition.Bytes);
}

/// <summary>The state of one partition.</summary>
/// <param name="Partition">The partition, from 0.</param>
/// <param name="LastOffset">The last offset appended; 0 for none.</param>
/// <param name="CheckpointOffset">The last offset its router has checkpointed; 0 for none.</param>
/// <param name="Batches">Batches (rows) held.</param>
/// <param name="Bytes">Bytes of payload held.</param>
public sealed record PartitionStatus(int Partition, long LastOffset, long CheckpointOffset, long Batches, long Bytes);
