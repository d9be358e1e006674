using System.Text.Json.Serialization;

namespace CityActors.Pools;

/// <summary>Who was chosen out of a pool, and why.</summary>
[GenerateSerializer, Immutable, Alias("pool-choice")]
public sealed record PoolChoice
{
    /// <summary>Who; empty: nobody could be.</summary>
    [Id(0)] public IReadOnlyList<string> Chosen { get; init; } = [];

    /// <summary>Those chosen, those next to them, and others, at most 5.</summary>
    [Id(1)] public IReadOnlyList<PoolCandidate> Candidates { get; init; } = [];

    /// <summary>How many members there are.</summary>
    [Id(2)] public int Members { get; init; }

    /// <summary>How many of them could have been chosen.</summary>
    [Id(3)] public int Free { get; init; }

    /// <summary>The choice in a sentence, English.</summary>
    [Id(4)] public string English { get; init; } = "";

    /// <summary>The choice in a sentence, Chinese.</summary>
    [Id(5)] public string Chinese { get; init; } = "";
}

/// <summary>Somebody who was considered.</summary>
/// <param name="Who">The id.</param>
/// <param name="Verdict"><c>chosen</c>, <c>behind</c> (has fewer points, or goes after those of the same), <c>full</c>, <c>excluded</c> (the rule does not hold), <c>declined</c>, <c>late</c> (did not answer in time).</param>
/// <param name="Points">The points; 0 where none were counted.</param>
/// <param name="Load">How many cases that one has in hand or is offered.</param>
/// <param name="Capacity">How many at most.</param>
/// <param name="Reasons">What the points are for; of one who is excluded, why.</param>
[GenerateSerializer, Immutable, Alias("pool-candidate")]
public sealed record PoolCandidate(
    [property: Id(0), JsonRequired] string Who,
    [property: Id(1), JsonRequired] string Verdict,
    [property: Id(2)] decimal Points,
    [property: Id(3)] int Load,
    [property: Id(4)] int Capacity,
    [property: Id(5)] IReadOnlyList<PoolReason> Reasons);

/// <summary>A reason.</summary>
/// <param name="Points">How many points it is worth.</param>
/// <param name="English">Why.</param>
/// <param name="Chinese">Why, in Chinese.</param>
[GenerateSerializer, Immutable, Alias("pool-reason")]
public sealed record PoolReason(
    [property: Id(0)] decimal Points,
    [property: Id(1), JsonRequired] string English,
    [property: Id(2), JsonRequired] string Chinese);
