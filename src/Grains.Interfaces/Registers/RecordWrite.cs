using System.Collections.Immutable;

namespace CityActors.Registers;

/// <summary>A version of a record that somebody wants written.</summary>
[GenerateSerializer, Immutable, Alias("record-write")]
public sealed record RecordWrite
{
    /// <summary>The id of this write; a repeat changes nothing, anything else with this id is refused.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The fields that get a value, each as JSON; <c>null</c> takes one out. What is not named stays.</summary>
    [Id(1)] public ImmutableSortedDictionary<string, string> Fields { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What the record is from now on; null: as before, and active if it is new.</summary>
    [Id(2)] public RecordStatus? Status { get; init; }

    /// <summary>Until when it is active, UTC; null: as before.</summary>
    [Id(3)] public DateTimeOffset? Until { get; init; }

    /// <summary>Who writes.</summary>
    [Id(4)] public required string Actor { get; init; }

    /// <summary>When, UTC; by the declared clock.</summary>
    [Id(5)] public required DateTimeOffset At { get; init; }

    /// <summary>Why.</summary>
    [Id(6)] public required string Why { get; init; }

    /// <summary>What it comes from.</summary>
    [Id(7)] public required RecordSource Source { get; init; }

    /// <summary>The version that who writes has seen: another one refuses it. 0: there must be no such record. Null: whichever.</summary>
    [Id(8)] public long? Expected { get; init; }
}

/// <summary>What a version of a record comes from.</summary>
/// <param name="Kind">What.</param>
/// <param name="Id">The batch of an import, or the case; of a person empty.</param>
[GenerateSerializer, Immutable, Alias("record-source")]
public sealed record RecordSource(
    [property: Id(0)] RecordSourceKind Kind,
    [property: Id(1)] string Id = "");

/// <summary>What writes records.</summary>
public enum RecordSourceKind
{
    /// <summary>A person.</summary>
    Person,

    /// <summary>An import.</summary>
    Import,

    /// <summary>A case.</summary>
    Case,

    /// <summary>The city itself, because time has passed.</summary>
    City,
}

/// <summary>What a record is.</summary>
public enum RecordStatus
{
    /// <summary>It holds.</summary>
    Active,

    /// <summary>It does not hold for a while.</summary>
    Suspended,

    /// <summary>It was taken back, for ever.</summary>
    Revoked,

    /// <summary>Its time is over.</summary>
    Expired,
}
