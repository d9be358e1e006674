namespace CityActors.Facts;

/// <summary>
/// The durable, append-only record of what happened, in one sequence: feeds, lists and webhooks read it.
/// </summary>
/// <remarks>A reader that has seen a sequence never sees a lower one appear later.</remarks>
public interface IFactLog
{
    /// <summary>Reads facts in order, but none that is internal.</summary>
    /// <param name="afterSequence">The last sequence already known; 0 for none.</param>
    /// <param name="max">At most so many facts; from 1.</param>
    /// <param name="filter">Which facts; null for all.</param>
    Task<FactPage> Read(long afterSequence, int max, FactFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>The whole history of one subject, in order, without what is internal.</summary>
    Task<IReadOnlyList<FactRecord>> ReadSubject(string subject, CancellationToken cancellationToken = default);

    /// <summary>Reads facts in order, internal ones, too.</summary>
    /// <param name="after">The last number already known; 0 for none.</param>
    /// <param name="max">At most so many facts; from 1.</param>
    Task<IReadOnlyList<FactRecord>> ReadAll(long after, int max, CancellationToken cancellationToken = default);

    /// <summary>Reads the facts of one partition in order, internal ones, too.</summary>
    /// <param name="partition">The partition of their owners, from 0.</param>
    /// <param name="after">The last number already known; 0 for none.</param>
    /// <param name="max">At most so many facts; from 1.</param>
    Task<IReadOnlyList<FactRecord>> ReadPartition(int partition, long after, int max, CancellationToken cancellationToken = default);

    /// <summary>The last sequence committed; 0 for none.</summary>
    Task<long> LastSequence();

    /// <summary>Completes when a fact beyond the sequence is committed; at once if there is one.</summary>
    Task WaitBeyond(long sequence, CancellationToken cancellationToken = default);
}

/// <summary>One thing that happened.</summary>
/// <param name="Id">Its deterministic id; a repeat of the same fact has the same one.</param>
/// <param name="Type">Its kind, such as <c>order-dispatched</c>.</param>
/// <param name="Subject">The entity or order it is about.</param>
/// <param name="AreaCode">The code of the area it belongs to; a longer code is within a shorter one that begins it.</param>
/// <param name="At">When it happened.</param>
/// <param name="Payload">Its content as JSON.</param>
public sealed record FactRecord(string Id, string Type, string Subject, string AreaCode, DateTimeOffset At, string Payload)
{
    /// <summary>Its number: its place among all facts, from 1; the id of the feed. 0 before it is stored.</summary>
    public long Sequence { get; init; }

    /// <summary>The grain id, <c>type/key</c>, of the grain whose decision it followed from; its key gives the fact's partition.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The declared clock's time when it was stored, UTC.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Whether it is for grains only and never shown outside.</summary>
    public bool IsInternal { get; init; }
}

/// <summary>Which facts to read; what is null does not matter.</summary>
/// <param name="Subject">Only of this subject.</param>
/// <param name="Type">Only of this kind.</param>
/// <param name="AreaPrefix">Only of this area and the areas within it.</param>
public sealed record FactFilter(string? Subject = null, string? Type = null, string? AreaPrefix = null)
{
    /// <summary>Another kind that is read besides <see cref="Type"/>; null: none.</summary>
    public string? OrType { get; init; }

    /// <summary>A kind of internal fact that is read, too; null: none.</summary>
    public string? Internal { get; init; }

    /// <summary>Whether facts of a kind are read.</summary>
    public bool Takes(string type, bool isInternal) => isInternal ? type == Internal : Type is null || type == Type || type == OrType;
}

/// <summary>Some facts in order.</summary>
/// <param name="Facts">The facts.</param>
/// <param name="NextAfter">Go on reading after this sequence. Beyond the last fact where others were passed over.</param>
/// <param name="MayHaveMore">Whether reading stopped at a limit rather than at the end.</param>
public sealed record FactPage(IReadOnlyList<FactRecord> Facts, long NextAfter, bool MayHaveMore);
