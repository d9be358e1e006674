using System.Text.Json.Serialization;

namespace CityActors.Packs.Format;

/// <summary><c>catalogue.json</c>: what becomes a work order.</summary>
public sealed record CatalogueSection
{
    /// <summary>Who handles, by code.</summary>
    public IReadOnlyList<UnitSpec> Units { get; init; } = [];

    /// <summary>What responders can do, besides what every city knows and what the packs that it needs declare.</summary>
    public IReadOnlyList<SkillSpec> Skills { get; init; } = [];

    /// <summary>The limits of the stages where a category says nothing else.</summary>
    public StagesSpec? Defaults { get; init; }

    /// <summary>The categories.</summary>
    public IReadOnlyList<CategorySpec> Categories { get; init; } = [];

    /// <summary>For editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }
}

/// <summary>Who handles.</summary>
/// <param name="Unit">The code.</param>
/// <param name="Name">What people call it.</param>
public sealed record UnitSpec(string Unit, LocalText Name);

/// <summary>What a responder can do.</summary>
/// <param name="Skill">The code.</param>
/// <param name="Name">What people call it.</param>
public sealed record SkillSpec(string Skill, LocalText Name);

/// <summary>Limits of an order's stages, each a length of time.</summary>
public record StagesSpec
{
    /// <summary>From report to filing or refusal.</summary>
    public string? Accept { get; init; }

    /// <summary>From asking to filing or refusal.</summary>
    public string? Check { get; init; }

    /// <summary>From filing or return to dispatch.</summary>
    public string? Dispatch { get; init; }

    /// <summary>From dispatch to the department's confirmation.</summary>
    public string? Handling { get; init; }

    /// <summary>From asking to close or rework.</summary>
    public string? Verify { get; init; }

    /// <summary>From confirmation to close or rework.</summary>
    public string? Close { get; init; }
}

/// <summary>A category.</summary>
public sealed record CategorySpec : StagesSpec
{
    /// <summary><c>type.class.subclass</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }

    /// <summary>When it is a case.</summary>
    public required LocalText Condition { get; init; }

    /// <summary>The type of case: <c>order</c>.</summary>
    public string Case { get; init; } = "order";

    /// <summary>Who handles it.</summary>
    public required string Unit { get; init; }

    /// <summary>One skill for each responder wanted, all different.</summary>
    public required IReadOnlyList<string> Skills { get; init; }

    /// <summary>Whether it is served before the others.</summary>
    public bool Urgent { get; init; }

    /// <summary>Whether it files itself.</summary>
    [JsonPropertyName("autoFile")]
    public bool AutoFile { get; init; }

    /// <summary>Whether it merges with what is near and at about the same time.</summary>
    [JsonPropertyName("mayMerge")]
    public bool MayMerge { get; init; } = true;

    /// <summary>How near and how soon, where that differs from the city's rule.</summary>
    public MergeSpec? Merge { get; init; }

    /// <summary>Whether citizens may report it.</summary>
    public bool Citizens { get; init; } = true;

    /// <summary>The kinds of alert that become it, besides those that name it themselves.</summary>
    public IReadOnlyList<string> Alerts { get; init; } = [];

    /// <summary>How long until the next ring of responders is asked.</summary>
    public IReadOnlyList<string> Rings { get; init; } = [];
}

/// <summary>What counts as the same matter.</summary>
/// <param name="Metres">How far from where the first of them was.</param>
/// <param name="Within">How soon after the latest of them, or before the earliest.</param>
public sealed record MergeSpec(int Metres, string Within);
