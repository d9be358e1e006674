using System.Text.Json.Serialization;

namespace CityActors.Packs.Format;

/// <summary><c>pools.json</c>: out of whom those are chosen who take a case in hand.</summary>
public sealed record PoolsSection
{
    /// <summary>The pools.</summary>
    public IReadOnlyList<PoolSpec> Pools { get; init; } = [];

    /// <summary>For editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }
}

/// <summary>A pool: who is in it, who may be chosen, and how.</summary>
public sealed record PoolSpec
{
    /// <summary>Its name.</summary>
    public required string Pool { get; init; }

    /// <summary>What people call those who are in it.</summary>
    public required LocalText Name { get; init; }

    /// <summary>Who is in it: <c>responder</c>, or <c>record:</c> and a register.</summary>
    public required string Of { get; init; }

    /// <summary>How one of them is chosen.</summary>
    public required PoolMethod Method { get; init; }

    /// <summary>How large an area is that has one pool of its own.</summary>
    public PoolReach Per { get; init; } = PoolReach.District;

    /// <summary>Fields of the register that name a record of another one, whose fields may be read, too.</summary>
    public IReadOnlyList<string> Joins { get; init; } = [];

    /// <summary>Who may be chosen for a need; none: everybody.</summary>
    public string? May { get; init; }

    /// <summary>How many cases a member has in hand at most.</summary>
    public string? Capacity { get; init; }

    /// <summary>What speaks for a member; the most points win.</summary>
    public IReadOnlyList<PointSpec> Points { get; init; } = [];

    /// <summary>Who goes first among those of the same points: <c>load</c>, who has less in hand; <c>id</c> decides in any case.</summary>
    public IReadOnlyList<string> Ties { get; init; } = [];

    /// <summary>How long whoever is chosen has to take it; none: it is taken at once.</summary>
    public PackValue? Offer { get; init; }

    /// <summary>How many are asked at most before nobody is left.</summary>
    public int Offers { get; init; } = 5;

    /// <summary>Classes of needs, the most urgent first; of a queue only.</summary>
    public IReadOnlyList<QueueClassSpec> Classes { get; init; } = [];

    /// <summary>Who has waited so long goes before all classes.</summary>
    public PackValue? LongestWait { get; init; }
}

/// <summary>How a member of a pool is chosen.</summary>
public enum PoolMethod
{
    /// <summary>The nearest who is free: the dispatch of responders.</summary>
    Nearest,

    /// <summary>Whoever has the most points; who asked first is served first.</summary>
    Ranked,

    /// <summary>As ranked, but the needs stand in a line by classes.</summary>
    Queue,
}

/// <summary>How large an area is that has one pool of its own.</summary>
public enum PoolReach
{
    /// <summary>A district.</summary>
    District,

    /// <summary>The city.</summary>
    City,
}

/// <summary>What speaks for a member of a pool.</summary>
public sealed record PointSpec
{
    /// <summary>How many points, an expression.</summary>
    public required string Points { get; init; }

    /// <summary>Only where this holds; none: always.</summary>
    public string? If { get; init; }

    /// <summary>Why, with holes in braces.</summary>
    public required LocalText Why { get; init; }
}

/// <summary>A class of needs in a queue.</summary>
public sealed record QueueClassSpec
{
    /// <summary>Its name.</summary>
    public required string Class { get; init; }

    /// <summary>Which needs are of it; the first class that fits counts.</summary>
    public required string If { get; init; }

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }
}
