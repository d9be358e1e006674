using System.Collections.Immutable;
using CityActors.Facts;
using CityActors.Pools;

namespace CityActors.Cases;

/// <summary>A case began or changed. Subject: the case.</summary>
[GenerateSerializer, Immutable, Alias("case-changed")]
public sealed record CaseChanged : CityFact
{
    /// <summary>The case after the change.</summary>
    [Id(0)] public required CaseSummary Case { get; init; }

    /// <summary>What happened, without what people wrote or who they are.</summary>
    [Id(1)] public required CaseStep Step { get; init; }
}

/// <summary>A case is to begin as a part of another. Subject: <c>child/</c> and its id.</summary>
[GenerateSerializer, Immutable, Alias("case-wanted")]
public sealed record CaseWanted : InternalFact
{
    /// <summary>Its id.</summary>
    [Id(0)] public required string Case { get; init; }

    /// <summary>Its type.</summary>
    [Id(1)] public required string CaseType { get; init; }

    /// <summary>How it begins.</summary>
    [Id(2)] public required CaseBeginning Beginning { get; init; }
}

/// <summary>A part of another case got somewhere. Subject: the part.</summary>
[GenerateSerializer, Immutable, Alias("case-reached")]
public sealed record CaseReached : InternalFact
{
    /// <summary>The case that it is a part of.</summary>
    [Id(0)] public required CaseParent Parent { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)] public required string Status { get; init; }

    /// <summary>Whether that is an end.</summary>
    [Id(2)] public bool HasEnded { get; init; }

    /// <summary>Why, or empty.</summary>
    [Id(3)] public string Why { get; init; } = "";
}

/// <summary>Somebody is looked for who takes a case in hand. Subject: <c>holder/</c>, the case, <c>/</c> and the holder's name.</summary>
[GenerateSerializer, Immutable, Alias("holder-wanted")]
public sealed record HolderWanted : InternalFact
{
    /// <summary>The case.</summary>
    [Id(0)] public required string Case { get; init; }

    /// <summary>As what.</summary>
    [Id(1)] public required string Holder { get; init; }

    /// <summary>Out of which pool.</summary>
    [Id(2)] public required string Pool { get; init; }

    /// <summary>The number of the line that asked: an answer to another one comes too late.</summary>
    [Id(3)] public required long Asked { get; init; }

    /// <summary>What the case shows to the pool, each field as JSON.</summary>
    [Id(4)] public ImmutableSortedDictionary<string, string> Need { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The type of case.</summary>
    [Id(5)] public string CaseType { get; init; } = "";

    /// <summary>The digest of the pack by which the case is judged, and so its needs.</summary>
    [Id(6)] public string Digest { get; init; } = "";

    /// <summary>Whom the case concerns.</summary>
    [Id(7)] public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Who had the case in hand before as the same.</summary>
    [Id(8)] public IReadOnlyList<string> Had { get; init; } = [];

    /// <summary>How many are wanted.</summary>
    [Id(9)] public int Seats { get; init; } = 1;

    /// <summary>Who has it in hand already and stays.</summary>
    [Id(10)] public IReadOnlyList<string> Who { get; init; } = [];

    /// <summary>The key of the pool that is to choose, then those of others that gave somebody before; empty: no pool of records does.</summary>
    [Id(11)] public IReadOnlyList<string> Pools { get; init; } = [];
}

/// <summary>Somebody was found, or nobody. Subject: <c>found/</c>, the case, <c>/</c> and the holder's name.</summary>
[GenerateSerializer, Immutable, Alias("holder-found")]
public sealed record HolderFound : InternalFact
{
    /// <summary>The case.</summary>
    [Id(0)] public required string Case { get; init; }

    /// <summary>As what.</summary>
    [Id(1)] public required string Holder { get; init; }

    /// <summary>The number of the line that asked.</summary>
    [Id(2)] public required long Asked { get; init; }

    /// <summary>Who; empty: nobody.</summary>
    [Id(3)] public IReadOnlyList<CaseHolder> Holders { get; init; } = [];

    /// <summary>Why these, in both languages.</summary>
    [Id(4)] public string Why { get; init; } = "";

    /// <summary>Until when, UTC, those named may take it; null: they have it.</summary>
    [Id(5)] public DateTimeOffset? Until { get; init; }

    /// <summary>How they were chosen, or null.</summary>
    [Id(6)] public PoolChoice? Choice { get; init; }
}

/// <summary>People are to be told something about a case. Subject: <c>told/</c>, the case, <c>/</c> and the line.</summary>
[GenerateSerializer, Immutable, Alias("case-told")]
public sealed record CaseTold : InternalFact
{
    /// <summary>The case.</summary>
    [Id(0)] public required string Case { get; init; }

    /// <summary>Whom: parties and holders by id.</summary>
    [Id(1)] public required IReadOnlyList<string> To { get; init; }

    /// <summary>Which text of the pack.</summary>
    [Id(2)] public required string Text { get; init; }

    /// <summary>Roles and receivers by name; null in facts of before texts were sent, which are not sent later.</summary>
    [Id(3)] public IReadOnlyList<string>? Roles { get; init; }
}
