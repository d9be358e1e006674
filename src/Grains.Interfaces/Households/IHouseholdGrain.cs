using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Places;

namespace CityActors.Households;

/// <summary>A dwelling with its meters; key <c>home-</c> and a number.</summary>
public interface IHouseholdGrain : IObservedGrain, IAlertingGrain
{
    /// <summary>Registers it or changes what is registered.</summary>
    [Alias("Register")]
    Task Register(HouseholdRegistration registration, DateTimeOffset at);

    /// <summary>Reads it; null where it is not registered or out of service. The look itself is logged by the caller's service first.</summary>
    [Alias("Read")]
    Task<HouseholdView?> Read(HouseholdLook look);

    /// <summary>What is learnt of its rhythm, and its last readings; null where it is not registered or out of service. The look itself is logged by the caller's service first.</summary>
    [Alias("ReadRhythm")]
    Task<HouseholdRhythm?> ReadRhythm(HouseholdLook look);
}

/// <summary>What is learnt of a household's rhythm, and what it drew lately.</summary>
[GenerateSerializer, Immutable, Alias("household-rhythm")]
public sealed record HouseholdRhythm
{
    /// <summary>Power above which somebody is active, watts; 0: not known yet.</summary>
    [Id(0)] public double ActiveAboveWatts { get; init; }

    /// <summary>Base load, watts.</summary>
    [Id(1)] public double BaseLoadWatts { get; init; }

    /// <summary>Whole days learnt; under 7 only the fixed floor rule judges.</summary>
    [Id(2)] public int DaysLearnt { get; init; }

    /// <summary>Since when readings have been there without any activity, UTC, or null: not known.</summary>
    [Id(3)] public DateTimeOffset? QuietSince { get; init; }

    /// <summary>The 48 half hours of such a day, working day or weekend; none: nothing is learnt yet.</summary>
    [Id(4)] public IReadOnlyList<RhythmHalfHour> Band { get; init; } = [];

    /// <summary>The readings of the last 24 hours, by time, as far as they are known: of earlier today the last of each half hour, to about 4 %; of the last half hour at least every one.</summary>
    [Id(5)] public IReadOnlyList<PowerReading> Readings { get; init; } = [];
}

/// <summary>A half hour of the day.</summary>
/// <param name="HalfHour">Its number, from 0: midnight, China Standard Time.</param>
/// <param name="Low">What the home draws while nobody does anything, watts.</param>
/// <param name="High">Above this somebody is active, watts.</param>
/// <param name="Usual">On what share of days somebody is active then, 0 to 1.</param>
[GenerateSerializer, Immutable, Alias("rhythm-half-hour")]
public sealed record RhythmHalfHour(
    [property: Id(0)] int HalfHour,
    [property: Id(1)] double Low,
    [property: Id(2)] double High,
    [property: Id(3)] double Usual);

/// <summary>A reading of an electricity meter.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Watts">The power, watts.</param>
[GenerateSerializer, Immutable, Alias("power-reading")]
public sealed record PowerReading(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] double Watts);

/// <summary>What is registered about a dwelling.</summary>
[GenerateSerializer, Immutable, Alias("household-registration")]
public sealed record HouseholdRegistration
{
    /// <summary>Where it is and in which cell.</summary>
    [Id(0)] public required EntityCard Card { get; init; }

    /// <summary>Care tags, for example <c>elderly-alone</c>.</summary>
    [Id(1)] public IReadOnlyList<string> CareTags { get; init; } = [];

    /// <summary>When consent to monitoring was recorded, UTC; null: not monitored, its readings are refused.</summary>
    [Id(2)] public DateTimeOffset? ConsentAt { get; init; }

    /// <summary>How often its meters report. Default 15 minutes.</summary>
    [Id(3)] public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>A look at a household, given for a reason and logged.</summary>
[GenerateSerializer, Immutable, Alias("household-view")]
public sealed record HouseholdView
{
    /// <summary>What is registered.</summary>
    [Id(0)] public required HouseholdRegistration Registration { get; init; }

    /// <summary>The last reading's time, UTC, or null.</summary>
    [Id(1)] public DateTimeOffset? LastReadingAt { get; init; }

    /// <summary>When somebody was last active there, UTC, or null: not known.</summary>
    [Id(2)] public DateTimeOffset? LastActivityAt { get; init; }

    /// <summary>Base load, watts.</summary>
    [Id(3)] public double BaseLoadWatts { get; init; }

    /// <summary>Power above which somebody is active, watts.</summary>
    [Id(4)] public double ActiveAboveWatts { get; init; }

    /// <summary>Whole days learnt; under 7 only the fixed floor rule judges.</summary>
    [Id(5)] public int DaysLearnt { get; init; }

    /// <summary>Ids of open alerts.</summary>
    [Id(6)] public IReadOnlyList<string> OpenAlerts { get; init; } = [];

    /// <summary>What could not be judged so far, by reason; null: all was.</summary>
    [Id(7)] public NotJudged? NotJudged { get; init; }

    /// <summary>Why its silence cannot be judged at present; none: it can.</summary>
    [Id(8)] public IReadOnlyList<CannotJudge> CannotJudge { get; init; } = [];
}

/// <summary>Why somebody looks at a household.</summary>
[GenerateSerializer, Immutable, Alias("household-look")]
public sealed record HouseholdLook(
    [property: Id(0)] string Actor,
    [property: Id(1)] string Reason,
    [property: Id(2)] DateTimeOffset At);
