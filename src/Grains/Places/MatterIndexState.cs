using CityActors.WorkOrders;

namespace CityActors.Places;

/// <summary>The matters of a district that may still be joined, and the answers given.</summary>
[GenerateSerializer, Immutable, Alias("matter-index-state")]
internal sealed record MatterIndexState
{
    /// <summary>Matters that a report may still join.</summary>
    [Id(0)] public IReadOnlyList<OpenMatter> Open { get; init; } = [];

    /// <summary>Answers given, oldest first.</summary>
    [Id(1)] public IReadOnlyList<GivenClaim> Given { get; init; } = [];

    /// <summary>The time of the newest report so far, UTC. What is old is judged by it, never by a clock.</summary>
    [Id(2)] public DateTimeOffset Newest { get; init; }
}

/// <summary>A matter that may still be joined.</summary>
[GenerateSerializer, Immutable, Alias("open-matter")]
internal sealed record OpenMatter
{
    /// <summary>The id of its first report.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Its category.</summary>
    [Id(1)] public required string Category { get; init; }

    /// <summary>Where its first report was.</summary>
    [Id(2)] public required GeoPoint Position { get; init; }

    /// <summary>The time of its earliest report, UTC.</summary>
    [Id(3)] public required DateTimeOffset Earliest { get; init; }

    /// <summary>The time of its latest report, UTC.</summary>
    [Id(4)] public required DateTimeOffset Latest { get; init; }

    /// <summary>The cell that owns it.</summary>
    [Id(5)] public required string Cell { get; init; }

    /// <summary>Its first report, so that whoever joins can open the order in its name.</summary>
    [Id(6)] public OrderReport? First { get; init; }
}

/// <summary>The answer to a report. A matter's first report is its own matter: the other fields are empty then.</summary>
[GenerateSerializer, Immutable, Alias("given-claim")]
internal sealed record GivenClaim
{
    /// <summary>The report.</summary>
    [Id(0)] public required string Report { get; init; }

    /// <summary>The cell that owns its matter.</summary>
    [Id(1)] public required string Cell { get; init; }

    /// <summary>When the report was, UTC.</summary>
    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>The matter it joined, or null: it began one.</summary>
    [Id(3)] public string? Joined { get; init; }

    /// <summary>How far from the matter's first report, metres.</summary>
    [Id(4)] public double DistanceMetres { get; init; }
}
