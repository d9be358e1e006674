using System.Text.Json.Serialization;

namespace CityActors.Packs.Format;

/// <summary><c>examples/…json</c>: readings of one thing, and the alerts that they give.</summary>
public sealed record ExampleFile
{
    /// <summary>The examples.</summary>
    public required IReadOnlyList<ExampleSpec> Examples { get; init; }

    /// <summary>For editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }
}

/// <summary>An example.</summary>
public sealed record ExampleSpec
{
    /// <summary>Its name.</summary>
    public required string Example { get; init; }

    /// <summary>The kind of thing.</summary>
    public required string Thing { get; init; }

    /// <summary>What it sends.</summary>
    public required IReadOnlyList<SeriesSpec> Given { get; init; }

    /// <summary>Up to when it is judged, a time of the city; none: the last reading.</summary>
    public string? Until { get; init; }

    /// <summary>Which alerts there are in the end, by time; none: there are none.</summary>
    public required IReadOnlyList<ExpectedAlertSpec> Expect { get; init; }
}

/// <summary>Readings at equal distances.</summary>
public sealed record SeriesSpec
{
    /// <summary>The kind of observation.</summary>
    public required string Of { get; init; }

    /// <summary>The time of the first, <c>yyyy-MM-ddTHH:mm</c> of the city.</summary>
    public required string From { get; init; }

    /// <summary>How far apart.</summary>
    public required string Every { get; init; }

    /// <summary>The values; null: that reading is missing.</summary>
    public required IReadOnlyList<double?> Values { get; init; }
}

/// <summary>An alert that is expected.</summary>
public sealed record ExpectedAlertSpec
{
    /// <summary>Its kind.</summary>
    public required string Alert { get; init; }

    /// <summary>The highest level that it reached.</summary>
    public int? Level { get; init; }

    /// <summary>When it opened, <c>yyyy-MM-ddTHH:mm</c> of the city.</summary>
    public required string Opened { get; init; }

    /// <summary>When it ended; none: it is open.</summary>
    public string? Ended { get; init; }
}
