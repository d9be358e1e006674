using System.Text.Json.Serialization;

namespace CityActors.Facts;

/// <summary>A pack was switched on or off, or taken out of use.</summary>
[GenerateSerializer, Immutable, Alias("pack-switched")]
public sealed record PackSwitched : CityFact
{
    /// <summary>The pack.</summary>
    [Id(0)] public required string Pack { get; init; }

    /// <summary>The version that is on, by its digest; null: none is.</summary>
    [Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Digest { get; init; }

    /// <summary>The codes of the areas; an empty one is the whole city.</summary>
    [Id(2)] public IReadOnlyList<string> Areas { get; init; } = [];

    /// <summary>The instant from which it holds, UTC.</summary>
    [Id(3)] public required DateTimeOffset From { get; init; }

    /// <summary>Who did it.</summary>
    [Id(4)] public required string By { get; init; }

    /// <summary>Why.</summary>
    [Id(5)] public string Reason { get; init; } = "";
}
