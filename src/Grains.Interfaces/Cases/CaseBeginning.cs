using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CityActors.Cases;

/// <summary>How a case begins. The same beginning again is the same case.</summary>
[GenerateSerializer, Immutable, Alias("case-beginning")]
public sealed record CaseBeginning
{
    /// <summary>Names the beginning: a report's id, a form's key, a parent's line.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Who began it.</summary>
    [Id(1)] public required string Actor { get; init; }

    /// <summary>When, UTC.</summary>
    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>The area that it belongs to.</summary>
    [Id(3)] public required string Area { get; init; }

    /// <summary>Its fields, each as JSON.</summary>
    [Id(4)] public ImmutableSortedDictionary<string, string> Fields { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Whom it concerns.</summary>
    [Id(5)] public ImmutableSortedDictionary<string, IReadOnlyList<string>> Parties { get; init; } = ImmutableSortedDictionary.Create<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The case that it is a part of, or null.</summary>
    [Id(6)] public CaseParent? Parent { get; init; }
}

/// <summary>The case that another is a part of.</summary>
/// <param name="Id">Its id.</param>
/// <param name="As">What the other is there.</param>
[GenerateSerializer, Immutable, Alias("case-parent")]
public sealed record CaseParent(
    [property: Id(0), JsonRequired] string Id,
    [property: Id(1), JsonRequired] string As);

/// <summary>Somebody who has a case in hand.</summary>
/// <param name="Name">As what.</param>
/// <param name="Who">The id.</param>
/// <param name="Need">For which need, such as a skill, or empty.</param>
/// <param name="HasSigned">Whether that was taken on.</param>
[GenerateSerializer, Immutable, Alias("case-holder")]
public sealed record CaseHolder(
    [property: Id(0), JsonRequired] string Name,
    [property: Id(1), JsonRequired] string Who,
    [property: Id(2)] string Need = "",
    [property: Id(3)] bool HasSigned = false);
