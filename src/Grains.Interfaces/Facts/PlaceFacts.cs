using CityActors.Places;

namespace CityActors.Facts;

/// <summary>A signal of a thing began, ended, or was otherwise than it was told. Subject: <c>signal/</c> and the thing.</summary>
[GenerateSerializer, Immutable, Alias("signal-changed")]
public sealed record SignalChanged : InternalFact
{
    /// <summary>The thing.</summary>
    [Id(0)] public required string Member { get; init; }

    /// <summary>Its name, or <c>alert:</c> and a kind of alert.</summary>
    [Id(1)] public required string Signal { get; init; }

    /// <summary>Since when it holds, UTC, or null: it does not.</summary>
    [Id(2)] public DateTimeOffset? Since { get; init; }

    /// <summary>A number that tells how much, as by how much a value rose; 0: there is none.</summary>
    [Id(3)] public double Figure { get; init; }

    /// <summary>The places that must know, as addresses.</summary>
    [Id(4)] public IReadOnlyList<string> Places { get; init; } = [];
}

/// <summary>A thing counts in a place, or does no longer. Subject: <c>signal/</c> and the thing.</summary>
[GenerateSerializer, Immutable, Alias("member-changed")]
public sealed record MemberChanged : InternalFact
{
    /// <summary>The thing.</summary>
    [Id(0)] public required PlaceMember Member { get; init; }

    /// <summary>The places in which it counts, as addresses.</summary>
    [Id(1)] public IReadOnlyList<string> Places { get; init; } = [];

    /// <summary>The places in which it counted and does not any more.</summary>
    [Id(2)] public IReadOnlyList<string> Left { get; init; } = [];
}

/// <summary>A thing as its places know it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Cell">The cell that it stands in.</param>
/// <param name="Position">Where it stands.</param>
/// <param name="Drill">Whether it belongs to a drill.</param>
[GenerateSerializer, Immutable, Alias("place-member")]
public sealed record PlaceMember(
    [property: Id(0)] string Id,
    [property: Id(1)] string Kind,
    [property: Id(2)] string Cell,
    [property: Id(3)] GeoPoint Position,
    [property: Id(4)] bool Drill = false);

/// <summary>How a rule stands in a cell. Numbers only: no thing is named. Subject: <c>stand/</c> and the cell.</summary>
[GenerateSerializer, Immutable, Alias("cell-stood")]
public sealed record CellStood : InternalFact
{
    /// <summary>The rule, as <c>pack/rule</c>.</summary>
    [Id(0)] public required string Rule { get; init; }

    /// <summary>How it stands.</summary>
    [Id(1)] public required PlaceStand Stand { get; init; }
}

/// <summary>How a rule stands in a place.</summary>
[GenerateSerializer, Immutable, Alias("place-stand")]
public sealed record PlaceStand
{
    /// <summary>The members that can be judged.</summary>
    [Id(0)] public int Members { get; init; }

    /// <summary>Of these the ones that hold a signal.</summary>
    [Id(1)] public int Holding { get; init; }

    /// <summary>Whether the place is as the rule says.</summary>
    [Id(2)] public bool IsShown { get; init; }

    /// <summary>Since when the first of the signals holds, UTC; the default: none does.</summary>
    [Id(3)] public DateTimeOffset Earliest { get; init; }

    /// <summary>Since when the last of them holds, UTC.</summary>
    [Id(4)] public DateTimeOffset Latest { get; init; }

    /// <summary>The middle of those that hold one.</summary>
    [Id(5)] public GeoPoint Middle { get; init; }

    /// <summary>Whether one of them belongs to a drill.</summary>
    [Id(6)] public bool Drill { get; init; }

    /// <summary>The one thing that holds a signal, where it is no home; empty otherwise.</summary>
    [Id(7)] public string Thing { get; init; } = "";

    /// <summary>How much it tells.</summary>
    [Id(8)] public double Figure { get; init; }
}

/// <summary>What a rule says begins or ends in cells. Subject: the district's places.</summary>
[GenerateSerializer, Immutable, Alias("place-turned")]
public sealed record PlaceTurned : InternalFact
{
    /// <summary>The cells.</summary>
    [Id(0)] public required IReadOnlyList<string> Cells { get; init; }

    /// <summary>What it does to their members.</summary>
    [Id(1)] public required PlaceMute Mute { get; init; }
}

/// <summary>The members of a cell are told that something larger holds, or holds no more. Subject: <c>mute/</c> and the cell.</summary>
[GenerateSerializer, Immutable, Alias("members-muted")]
public sealed record MembersMuted : InternalFact
{
    /// <summary>The members.</summary>
    [Id(0)] public required IReadOnlyList<string> Members { get; init; }

    /// <summary>What it does to them.</summary>
    [Id(1)] public required PlaceMute Mute { get; init; }
}

/// <summary>While a rule of a place holds, members that share in it raise no alerts of some kinds.</summary>
[GenerateSerializer, Immutable, Alias("place-mute")]
public sealed record PlaceMute
{
    /// <summary>The rule, as <c>pack/rule</c>.</summary>
    [Id(0)] public required string Rule { get; init; }

    /// <summary>A member shares in it while it holds one of these signals.</summary>
    [Id(1)] public IReadOnlyList<string> Signals { get; init; } = [];

    /// <summary>The kinds of alert that are not raised.</summary>
    [Id(2)] public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Signals that began before, UTC, are not of it.</summary>
    [Id(3)] public DateTimeOffset From { get; init; }

    /// <summary>When it ended, UTC, or null: it goes on.</summary>
    [Id(4)] public DateTimeOffset? Until { get; init; }
}

/// <summary>A rule made an observation of others. Subject: <c>derived/</c>, the thing, <c>/</c> and the kind.</summary>
[GenerateSerializer, Immutable, Alias("observation-derived")]
public sealed record ObservationDerived : InternalFact
{
    /// <summary>The thing.</summary>
    [Id(0)] public required string Entity { get; init; }

    /// <summary>The kind of observation.</summary>
    [Id(1)] public required string Kind { get; init; }

    /// <summary>Its value, in the unit of the kind.</summary>
    [Id(2)] public double Value { get; init; }
}
