namespace CityActors.Places;

/// <summary>A node of the tree city → district → street → community → cell.</summary>
[GenerateSerializer, Immutable, Alias("area-card")]
public sealed record AreaCard
{
    /// <summary>National code: 4 digits city, 6 district, 9 street, 12 community, 15 cell. A prefix is the parent.</summary>
    [Id(0)] public required string Code { get; init; }

    /// <summary>The name, in Chinese.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>The level.</summary>
    [Id(2)] public required AreaLevel Level { get; init; }

    /// <summary>The middle of the area.</summary>
    [Id(3)] public GeoPoint Centre { get; init; }

    /// <summary>True in a generated drill district: nothing in it is real.</summary>
    [Id(4)] public bool Drill { get; init; }
}

/// <summary>Levels of the tree.</summary>
[GenerateSerializer, Alias("area-level")]
public enum AreaLevel
{
    /// <summary>市</summary>
    City,

    /// <summary>区</summary>
    District,

    /// <summary>街道</summary>
    Street,

    /// <summary>社区</summary>
    Community,

    /// <summary>单元网格</summary>
    Cell,
}

/// <summary>The public card of a household, camera or terminal: where it is and what it is, no person's data.</summary>
[GenerateSerializer, Immutable, Alias("entity-card")]
public sealed record EntityCard
{
    /// <summary>The entity's id, for example <c>home-430103002001-0001</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary><c>household</c>, <c>camera</c> or <c>terminal</c>.</summary>
    [Id(1)] public required string Type { get; init; }

    /// <summary>For a terminal what it measures; empty otherwise.</summary>
    [Id(2)] public string Kind { get; init; } = "";

    /// <summary>15-digit code of the cell it stands in.</summary>
    [Id(3)] public required string Cell { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(4)] public required GeoPoint Position { get; init; }

    /// <summary>True where it belongs to a drill.</summary>
    [Id(5)] public bool Drill { get; init; }

    /// <summary>False for a household without recorded consent: its readings are not taken.</summary>
    [Id(6)] public bool IsObserved { get; init; } = true;

    /// <summary>Who may see what it tells. A household is never public; anything else is only where its card says so.</summary>
    [Id(7)] public Privacy Privacy { get; init; }
}

/// <summary>Who may see what an entity tells.</summary>
[GenerateSerializer, Alias("privacy")]
public enum Privacy
{
    /// <summary>It tells how people live: officers look at it with a reason, which is logged; others learn that it has alerts, and no more.</summary>
    Household,

    /// <summary>Whoever may read its area.</summary>
    Public,
}
