using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CityActors.Facts;

namespace CityActors.Registers;

/// <summary>A version of a record was written. Subject: the record. Nothing personal is in it.</summary>
[GenerateSerializer, Immutable, Alias("record-changed")]
public sealed record RecordChanged : CityFact
{
    /// <summary>The register.</summary>
    [Id(0)] public required string Register { get; init; }

    /// <summary>The record's key.</summary>
    [Id(1)] public required string Key { get; init; }

    /// <summary>What the record is.</summary>
    [Id(2)] public required RecordStatus Status { get; init; }

    /// <summary>Until when it is active, UTC, or null.</summary>
    [Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public DateTimeOffset? Until { get; init; }

    /// <summary>Its fields that are not personal, each as JSON.</summary>
    [Id(4)] public required ImmutableSortedDictionary<string, string> Fields { get; init; }

    /// <summary>The names of the fields that changed, personal ones too.</summary>
    [Id(5)] public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>Who may see that there is such a record: officers, where each look at it is logged.</summary>
    [Id(6)] public required RecordPrivacy Privacy { get; init; }

    /// <summary>What it comes from.</summary>
    [Id(7)] public required RecordSource Source { get; init; }

    /// <summary>What it is found by: the values of its indexed fields as texts.</summary>
    [Id(8)] public required ImmutableSortedDictionary<string, string> Index { get; init; }
}

/// <summary>Who may see a record at all.</summary>
public enum RecordPrivacy
{
    /// <summary>Everybody.</summary>
    Public,

    /// <summary>Whoever works for the city.</summary>
    Internal,

    /// <summary>Officers.</summary>
    Personal,
}
