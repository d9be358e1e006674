namespace CityActors.Observations;

/// <summary>An entity that observations are about: household, camera, terminal.</summary>
/// <remarks>Only the router of the entity's partition calls these, so they arrive in order.</remarks>
public interface IObservedGrain : IGrainWithStringKey
{
    /// <summary>Takes observations in log order, then the tick if the entity's due time has come.</summary>
    [Alias("Observe")]
    ValueTask<ObserveReply> Observe(ObserveBatch batch);

    /// <summary>Writes what has changed since the last write.</summary>
    /// <returns>The last offset contained in what is on disk: less than was sent if memory was lost in between.</returns>
    [Alias("Flush")]
    Task<long> Flush();
}

/// <summary>A stretch of one entity's observations from the log.</summary>
[GenerateSerializer, Immutable, Alias("observe-batch")]
public sealed record ObserveBatch
{
    /// <summary>The offset of the entity's item before the first one here; 0 where the router does not know one.</summary>
    [Id(0)] public long PreviousOffset { get; init; }

    /// <summary>The items, in log order.</summary>
    [Id(1)] public IReadOnlyList<LoggedObservation> Items { get; init; } = [];

    /// <summary>The time up to which the entity is to judge silence, or null: no tick.</summary>
    [Id(2)] public DateTimeOffset? Tick { get; init; }

    /// <summary>How far the entity runs ahead of the clock, or null: it does not (live).</summary>
    [Id(3)] public RunAhead? Ahead { get; init; }

    /// <summary>What the clock shows, UTC, or null: it is a replay's.</summary>
    [Id(4)] public DateTimeOffset? Now { get; init; }
}

/// <summary>
/// In a replay an entity judges everything it is given at once, including the silence between items, up to the first thing it finds after the
/// clock's time. It keeps that finding, takes nothing more, and asks to be called when the clock gets there.
/// </summary>
/// <param name="From">No item counts as earlier than this: its items keep their order even where their times do not.</param>
/// <param name="Now">Where the clock stands, UTC: what was found up to then is decided.</param>
/// <param name="Until">Up to when silence is judged, UTC.</param>
[GenerateSerializer, Immutable, Alias("run-ahead")]
public sealed record RunAhead(
    [property: Id(0)] DateTimeOffset From,
    [property: Id(1)] DateTimeOffset Now,
    [property: Id(2)] DateTimeOffset Until);

/// <summary>An observation with its place in the log.</summary>
[GenerateSerializer, Immutable, Alias("logged-observation")]
public readonly record struct LoggedObservation(
    [property: Id(0)] long Offset,
    [property: Id(1)] Observation Observation);

/// <summary>What an entity answers its router.</summary>
/// <param name="Outcome">Whether the items were taken.</param>
/// <param name="Applied">The last offset contained in the entity's memory.</param>
/// <param name="NextDue">When silence itself becomes an event, or what was found ahead of the clock; null: neither.</param>
/// <param name="IsSilence">Whether it is silence, which what is still on its way may end.</param>
[GenerateSerializer, Immutable, Alias("observe-reply")]
public readonly record struct ObserveReply(
    [property: Id(0)] ObserveOutcome Outcome,
    [property: Id(1)] long Applied,
    [property: Id(2)] DateTimeOffset? NextDue,
    [property: Id(3)] bool IsSilence = false);

/// <summary>How an entity took a stretch of the log.</summary>
[GenerateSerializer, Alias("observe-outcome")]
public enum ObserveOutcome
{
    /// <summary>All items are in the entity's memory, now or from before.</summary>
    Taken,

    /// <summary>An earlier item is missing: the router must send again from its checkpoint.</summary>
    Gap,

    /// <summary>The entity is not registered.</summary>
    Unknown,
}
