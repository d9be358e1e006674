using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Places;

namespace CityActors.Signals;

/// <summary>What holds in the places of a district. All that grows with it is stored row by row.</summary>
internal sealed record PlacesState
{
    /// <summary>Counts what was told to cells.</summary>
    public long Told { get; init; }

    /// <summary>Counts the episodes.</summary>
    public long Begun { get; init; }

    /// <summary>What goes on, oldest first.</summary>
    public IReadOnlyList<PlaceEpisode> Episodes { get; init; } = [];

    /// <summary>How rules stand, by rule, <c>|</c> and code.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<string, PlaceRow> Stands { get; init; } = ImmutableSortedDictionary.Create<string, PlaceRow>(StringComparer.Ordinal);

    /// <summary>The things that count for rules of whole areas, by id.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<string, WatchedMember> Members { get; init; } = ImmutableSortedDictionary.Create<string, WatchedMember>(StringComparer.Ordinal);

    /// <summary>The alerts of each area and cell, by its id.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<string, AlertBook> Books { get; init; } = ImmutableSortedDictionary.Create<string, AlertBook>(StringComparer.Ordinal);

    /// <summary>The alerts of the place that an alert is about.</summary>
    public AlertBook BookOf(string alertId) => Books.GetValueOrDefault(alertId.Split('.', 2)[0], AlertBook.Empty);

    /// <summary>An alert, or null: unknown, or ended long ago.</summary>
    public Alert? FindAlert(string alertId) => BookOf(alertId).Find(alertId);

    /// <summary>The key of a stand.</summary>
    public static string KeyOf(string rule, string code) => $"{rule}|{code}";
}

/// <summary>How a rule stands in one place, and whether it holds there.</summary>
internal sealed record PlaceRow
{
    /// <summary>How it stands.</summary>
    public required PlaceStand Stand { get; init; }

    /// <summary>Since when what belongs to it began, UTC, or null: it does not hold.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Since when it stands otherwise although it holds, UTC, or null: it does not.</summary>
    public DateTimeOffset? OffSince { get; init; }

    /// <summary>The middle of those that last held a signal.</summary>
    public GeoPoint Middle { get; init; }

    /// <summary>The area with whose small cells it was judged; empty: by itself.</summary>
    public string Together { get; init; } = "";

    /// <summary>When it was last judged, UTC.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>Something that goes on in one place or in several near each other.</summary>
internal sealed record PlaceEpisode
{
    /// <summary>The rule.</summary>
    public required string Rule { get; init; }

    /// <summary>Its number.</summary>
    public required long Number { get; init; }

    /// <summary>The codes of all places in which it ever held.</summary>
    public required IReadOnlyList<string> Codes { get; init; }

    /// <summary>Those of them in which it goes on.</summary>
    public required IReadOnlyList<string> Held { get; init; }

    /// <summary>Since when the first signal holds, UTC.</summary>
    public required DateTimeOffset Earliest { get; init; }

    /// <summary>Since when the last one holds, UTC.</summary>
    public required DateTimeOffset Latest { get; init; }

    /// <summary>When its alert opens, UTC, or null: it has one, or was over before.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>Its alerts; the last one is that of the smallest area that holds all of it, the others are parts of it.</summary>
    public IReadOnlyList<string> Alerts { get; init; } = [];
}
