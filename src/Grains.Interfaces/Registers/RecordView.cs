using System.Collections.Immutable;
using CityActors.Alerts;

namespace CityActors.Registers;

/// <summary>A record as its grain knows it, with everything that is personal: doors show less.</summary>
[GenerateSerializer, Immutable, Alias("record-view")]
public sealed record RecordView
{
    /// <summary>Its id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Its register.</summary>
    [Id(1)] public required string Register { get; init; }

    /// <summary>Its key.</summary>
    [Id(2)] public required string Key { get; init; }

    /// <summary>Its version, from 1.</summary>
    [Id(3)] public required long Version { get; init; }

    /// <summary>What it is.</summary>
    [Id(4)] public required RecordStatus Status { get; init; }

    /// <summary>The code of the area that it belongs to; empty: the city as a whole.</summary>
    [Id(5)] public required string Area { get; init; }

    /// <summary>Until when it is active, UTC, or null: no end is known.</summary>
    [Id(6)] public DateTimeOffset? Until { get; init; }

    /// <summary>What is known of it, each field as JSON.</summary>
    [Id(7)] public required ImmutableSortedDictionary<string, string> Fields { get; init; }

    /// <summary>Its versions, oldest first.</summary>
    [Id(8)] public required IReadOnlyList<RecordLine> History { get; init; }
}

/// <summary>A version of a record: what changed, who wrote it, when, why, and what from.</summary>
[GenerateSerializer, Immutable, Alias("record-line")]
public sealed record RecordLine
{
    /// <summary>The version.</summary>
    [Id(0)] public required long Version { get; init; }

    /// <summary>When, UTC.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    [Id(2)] public required string Actor { get; init; }

    /// <summary>Why.</summary>
    [Id(3)] public required string Why { get; init; }

    /// <summary>What it comes from.</summary>
    [Id(4)] public required RecordSource Source { get; init; }

    /// <summary>What the record is since.</summary>
    [Id(5)] public required RecordStatus Status { get; init; }

    /// <summary>Until when it is active, UTC, or null.</summary>
    [Id(6)] public DateTimeOffset? Until { get; init; }

    /// <summary>The fields that changed, each as JSON; <c>null</c>: it went.</summary>
    [Id(7)] public required ImmutableSortedDictionary<string, string> Changes { get; init; }

    /// <summary>The id of the write.</summary>
    [Id(8)] public required string WriteId { get; init; }

    /// <summary>The version of the pack by which it was written, by its digest.</summary>
    [Id(9)] public string Digest { get; init; } = "";
}

/// <summary>The answer to a write.</summary>
/// <param name="Record">The record after it, or null where there is none.</param>
/// <param name="Refusal">Why nothing was written, or null.</param>
[GenerateSerializer, Immutable, Alias("record-reply")]
public sealed record RecordReply(
    [property: Id(0)] RecordView? Record,
    [property: Id(1)] Refusal? Refusal);

/// <summary>What is wrong with a write.</summary>
/// <param name="Field">The field; empty: the record as a whole.</param>
/// <param name="Why">What is wrong.</param>
[GenerateSerializer, Immutable, Alias("record-fault")]
public sealed record RecordFault(
    [property: Id(0)] string Field,
    [property: Id(1)] Refusal Why);
