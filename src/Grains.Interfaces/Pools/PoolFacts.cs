using System.Collections.Immutable;
using CityActors.Facts;

namespace CityActors.Pools;

/// <summary>Who has a case in hand as what, after that changed. Subject: <c>holder/</c>, the case, <c>/</c> and the holder's name, as of the fact by which somebody is looked for.</summary>
[GenerateSerializer, Immutable, Alias("holder-stands")]
public sealed record HolderStands : InternalFact
{
    /// <summary>The case.</summary>
    [Id(0)] public required string Case { get; init; }

    /// <summary>As what.</summary>
    [Id(1)] public required string Holder { get; init; }

    /// <summary>The number of the line that asked; 0: nobody is looked for.</summary>
    [Id(2)] public long Asked { get; init; }

    /// <summary>Who has it.</summary>
    [Id(3)] public IReadOnlyList<string> Who { get; init; } = [];

    /// <summary>Who was asked by the line and does not want it.</summary>
    [Id(4)] public IReadOnlyList<string> Declined { get; init; } = [];

    /// <summary>The keys of the pools that were asked.</summary>
    [Id(5)] public required IReadOnlyList<string> Pools { get; init; }
}

/// <summary>What a record shows to pools, after it changed. Subject: <c>shown/</c>, the register, <c>/</c> and the record's key.</summary>
[GenerateSerializer, Immutable, Alias("record-shown")]
public sealed record RecordShown : InternalFact
{
    /// <summary>The register.</summary>
    [Id(0)] public required string Register { get; init; }

    /// <summary>The record's key.</summary>
    [Id(1)] public required string Key { get; init; }

    /// <summary>Whether it counts: active, and not at an end.</summary>
    [Id(2)] public bool IsActive { get; init; }

    /// <summary>Its fields, each as JSON.</summary>
    [Id(3)] public ImmutableSortedDictionary<string, string> Fields { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The keys of the pools that must know it: those that it is in, was in, or is read by.</summary>
    [Id(4)] public required IReadOnlyList<string> Pools { get; init; }

    /// <summary>Those of them in whose area it lies now: to the others it counts no more.</summary>
    [Id(5)] public required IReadOnlyList<string> Home { get; init; }
}
