using System.Text.Json.Serialization;

namespace CityActors.Packs.Format;

/// <summary><c>channels.json</c>: what is said to whom.</summary>
public sealed record ChannelsSection
{
    /// <summary>Texts with holes in braces.</summary>
    public IReadOnlyList<TextSpec> Texts { get; init; } = [];

    /// <summary>Who is told; a city's settings give each an address.</summary>
    public IReadOnlyList<ReceiverSpec> Receivers { get; init; } = [];

    /// <summary>For editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }
}

/// <summary>A text.</summary>
public sealed record TextSpec
{
    /// <summary>Its name.</summary>
    public required string Text { get; init; }

    /// <summary>English.</summary>
    public string? En { get; init; }

    /// <summary>Chinese.</summary>
    public string? Zh { get; init; }

    /// <summary>Who may read it.</summary>
    public PrivacyClass Class { get; init; } = PrivacyClass.Internal;
}

/// <summary>Who is told.</summary>
public sealed record ReceiverSpec
{
    /// <summary>Its name.</summary>
    public required string Receiver { get; init; }

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }

    /// <summary>What it may read at most.</summary>
    public PrivacyClass Class { get; init; } = PrivacyClass.Internal;
}
