using CityActors.Facts;

namespace CityActors.Commits;

/// <summary>Everything that follows from one decision of one owner.</summary>
public sealed record CityCommit
{
    /// <summary>The owner's grain id as text, <c>type/key</c>; its key gives the partition of facts and deadlines.</summary>
    public required string Owner { get; init; }

    /// <summary>The declared clock's time, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// Whether it follows from what is stored alone, and nobody outside is told that it is: who loses it decides the same again.
    /// </summary>
    public bool IsConsequence { get; init; }

    /// <summary>The state as JSON, or null: it did not change.</summary>
    public ReadOnlyMemory<byte>? Head { get; init; }

    /// <summary>The version that the state was read or last stored with; looked at only where the state or a row is stored.</summary>
    public long Version { get; init; }

    /// <summary>Rows that changed. Rows change only together with the head.</summary>
    public IReadOnlyList<RowWrite> Rows { get; init; } = [];

    /// <summary>What happened, in order.</summary>
    public IReadOnlyList<CityFact> Facts { get; init; } = [];

    /// <summary>Deadlines that changed.</summary>
    public IReadOnlyList<DeadlineWrite> Deadlines { get; init; } = [];

    /// <summary>The last letter heard of each lane.</summary>
    public IReadOnlyList<HeardWrite> Heard { get; init; } = [];
}

/// <summary>A row that changed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Payload">Its content as JSON, or null: it goes.</param>
public sealed record RowWrite(string Name, ReadOnlyMemory<byte>? Payload);

/// <summary>A deadline that changed.</summary>
/// <param name="Name">Its name, unique within the owner.</param>
/// <param name="Due">When it falls due, UTC, or null: it goes.</param>
public sealed record DeadlineWrite(string Name, DateTimeOffset? Due);

/// <summary>How far a lane was heard.</summary>
/// <param name="Lane">The subject of the facts.</param>
/// <param name="Number">The number of the last fact heard.</param>
public sealed record HeardWrite(string Lane, long Number);

/// <summary>What a commit changed, for those who follow the commits; in their order.</summary>
/// <param name="Owner">The owner.</param>
/// <param name="Partition">The partition of its facts and deadlines.</param>
/// <param name="At">The declared clock's time of the commit.</param>
/// <param name="FirstNumber">The number of the first fact; the others follow without a gap.</param>
/// <param name="Facts">The facts.</param>
/// <param name="Deadlines">The deadlines that changed.</param>
public sealed record CommitNews(
    string Owner, int Partition, DateTimeOffset At, long FirstNumber, IReadOnlyList<CityFact> Facts, IReadOnlyList<DeadlineWrite> Deadlines);
