using System.Text.Json.Serialization;

namespace CityActors.Packs.Format;

/// <summary><c>pack.json</c>: what a pack is called, what it needs, and what a city may set.</summary>
public sealed record PackManifest
{
    /// <summary>The pack's name: lower-case letters, digits and hyphens.</summary>
    public required string Pack { get; init; }

    /// <summary><c>major.minor</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The form of the files: 1.</summary>
    public required int Format { get; init; }

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }

    /// <summary>Other packs whose words it uses, each with its major version.</summary>
    public SortedDictionary<string, string> Needs { get; init; } = [];

    /// <summary>What a city, an area or a device may set, by name.</summary>
    public SortedDictionary<string, ParameterSpec> Parameters { get; init; } = [];

    /// <summary>Laws and plans, each with what it gives.</summary>
    public IReadOnlyList<BasisSpec> Basis { get; init; } = [];

    /// <summary>Whether it may be switched on freely, or by a recorded order only.</summary>
    public SwitchMode Switch { get; init; } = SwitchMode.Free;

    /// <summary>What has no published source: <c>rule:</c>, <c>place:</c>, <c>alert:</c>, <c>category:</c> or <c>parameter:</c> and its name.</summary>
    public IReadOnlyList<string> Invented { get; init; } = [];

    /// <summary>For editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }
}

/// <summary>What a city may set.</summary>
public sealed record ParameterSpec
{
    /// <summary>Its type.</summary>
    public required ParameterType Is { get; init; }

    /// <summary>Its unit; empty where it has none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What it is where nobody sets it.</summary>
    public PackValue? Default { get; init; }

    /// <summary>The least that may be set.</summary>
    public PackValue? Least { get; init; }

    /// <summary>The most that may be set.</summary>
    public PackValue? Most { get; init; }

    /// <summary>The finest place for which it may be set.</summary>
    public SetBy SetBy { get; init; } = SetBy.City;

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }
}

/// <summary>A law or plan.</summary>
public sealed record BasisSpec
{
    /// <summary>What it is called.</summary>
    public required LocalText What { get; init; }

    /// <summary>Where it is published, for example <c>GB 3095-2012</c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>What rests on it, for example <c>parameter:day-limit</c>.</summary>
    public IReadOnlyList<string> Gives { get; init; } = [];
}

/// <summary>How a pack is switched on.</summary>
public enum SwitchMode
{
    /// <summary>By whoever may switch packs.</summary>
    Free,

    /// <summary>By a recorded order with its purpose and its end.</summary>
    Order,
}

/// <summary>The type of a parameter.</summary>
public enum ParameterType
{
    /// <summary>A number with a unit.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A length of time.</summary>
    Span,
}

/// <summary>The finest place for which a parameter may be set.</summary>
public enum SetBy
{
    /// <summary>The whole city.</summary>
    City,

    /// <summary>A district.</summary>
    District,

    /// <summary>Any area.</summary>
    Area,

    /// <summary>A single device.</summary>
    Device,
}
