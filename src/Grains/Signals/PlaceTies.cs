using System.Text.Json.Serialization;
using CityActors.Alerts;
using CityActors.Facts;

namespace CityActors.Signals;

/// <summary>What a thing and its places have told each other. Immutable; part of the thing's state.</summary>
[GenerateSerializer, Immutable, Alias("place-ties")]
public sealed record PlaceTies
{
    /// <summary>Nothing yet.</summary>
    public static PlaceTies None { get; } = new();

    /// <summary>The places that count it, as addresses.</summary>
    [Id(0)] public IReadOnlyList<string> Places { get; init; } = [];

    /// <summary>Counts what it told them.</summary>
    [Id(1)] public long Told { get; init; }

    /// <summary>The signals that it holds.</summary>
    [Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<OwnSignal>? Signals { get; init; }

    /// <summary>What holds in its places, as far as it may concern it.</summary>
    [Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<PlaceMute>? Mutes { get; init; }

    /// <summary>By kind of alert, when it last was told of and when it was over.</summary>
    [Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<MutedSpan>? Muted { get; init; }

    /// <summary>What was found and is not raised, as long as it goes on.</summary>
    [Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<HeldBack>? HeldBack { get; init; }
}

/// <summary>A signal that a thing holds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Since">Since when, UTC.</param>
[GenerateSerializer, Immutable, Alias("own-signal")]
public sealed record OwnSignal([property: Id(0)] string Name, [property: Id(1)] DateTimeOffset Since);

/// <summary>When a kind of alert was not raised.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="From">From when, UTC.</param>
/// <param name="Until">Until when, UTC: from there on it is judged anew. Null: it goes on.</param>
[GenerateSerializer, Immutable, Alias("muted-span")]
public sealed record MutedSpan([property: Id(0)] string Kind, [property: Id(1)] DateTimeOffset From, [property: Id(2)] DateTimeOffset? Until);

/// <summary>What was found and is not raised.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Due">When it is raised if it goes on till then, UTC; null: while it is muted, never.</param>
[GenerateSerializer, Immutable, Alias("held-back")]
public sealed record HeldBack([property: Id(0)] Finding Finding, [property: Id(1)] DateTimeOffset? Due);
