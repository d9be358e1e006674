namespace CityActors.Observations;

/// <summary>What is to be stored at once.</summary>
/// <param name="Batches">One or more batches; several may be of one partition.</param>
/// <param name="Idempotency">The answer to give when the same request comes again; null where the caller gave no key.</param>
public sealed record AppendRequest(IReadOnlyList<PartitionBatch> Batches, IdempotencyRecord? Idempotency = null);

/// <summary>Items for one partition, in order.</summary>
/// <param name="Partition">The partition, from 0.</param>
/// <param name="Items">The encoded items; one or more. Their memory may be reused after the append has completed.</param>
/// <param name="MinAt">The earliest time in the items.</param>
/// <param name="MaxAt">The latest time in the items.</param>
public sealed record PartitionBatch(int Partition, IReadOnlyList<ReadOnlyMemory<byte>> Items, DateTimeOffset MinAt, DateTimeOffset MaxAt);

/// <summary>The answer given to a request with an idempotency key.</summary>
/// <param name="Caller">Who asked; keys of different callers never meet.</param>
/// <param name="Key">The caller's key.</param>
/// <param name="RequestHash">A hash of the request: the same key with another request is the caller's mistake.</param>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="Body">The body of the answer.</param>
public sealed record IdempotencyRecord(string Caller, string Key, string RequestHash, int Status, ReadOnlyMemory<byte> Body);

/// <summary>What became of an append.</summary>
/// <param name="FirstOffsets">For each batch of the request the offset of its first item; empty when <paramref name="Earlier"/> is given.</param>
/// <param name="Earlier">The answer already stored under the same key; nothing was appended then.</param>
public sealed record AppendReceipt(IReadOnlyList<long> FirstOffsets, IdempotencyRecord? Earlier = null);
