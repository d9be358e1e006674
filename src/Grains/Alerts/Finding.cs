namespace CityActors.Alerts;

/// <summary>What a detector says about an episode.</summary>
[GenerateSerializer, Alias("finding-act")]
public enum FindingAct
{
    /// <summary>It begins.</summary>
    Open,

    /// <summary>It ended by itself.</summary>
    Clear,
}

/// <summary>A detector's verdict on observations.</summary>
/// <param name="Kind">A name of <see cref="AlertKinds"/>.</param>
/// <param name="Zone">The zone of the entity.</param>
/// <param name="Act">Whether the episode begins or ends.</param>
/// <param name="At">When that became certain, UTC: an observation's or a due time, never a clock's.</param>
/// <param name="Why">For a beginning: what was usual and what was seen. For an end: why it ended.</param>
[GenerateSerializer, Immutable, Alias("finding")]
public readonly record struct Finding(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Zone,
    [property: Id(2)] FindingAct Act,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] Explanation Why);

/// <summary>What a detector found ahead of the clock.</summary>
/// <param name="At">When it is to be decided, UTC.</param>
/// <param name="Findings">What was found.</param>
[GenerateSerializer, Immutable, Alias("found-ahead")]
public sealed record FoundAhead(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] IReadOnlyList<Finding> Findings);
