using System.Text.Json.Serialization;

namespace CityActors.Alerts;

/// <summary>What a detector says about an episode.</summary>
[GenerateSerializer, Alias("finding-act")]
public enum FindingAct
{
    /// <summary>It begins.</summary>
    Open,

    /// <summary>It ended by itself.</summary>
    Clear,

    /// <summary>What came late shows that an episode was otherwise than it was found, never was, or was overlooked.</summary>
    Correct,

    /// <summary>It goes on at another level.</summary>
    Level,

    /// <summary>Somebody of a roster is in it.</summary>
    Recognise,
}

/// <summary>A detector's verdict on observations.</summary>
/// <param name="Kind">A kind of alert; or <c>signal:</c>, <c>observe:</c> and a name: what is told to places, and what is derived.</param>
/// <param name="Zone">The zone of the entity.</param>
/// <param name="Act">Whether the episode begins or ends.</param>
/// <param name="At">When that became certain, UTC: an observation's or a due time, never a clock's.</param>
/// <param name="Why">For a beginning: what was usual and what was seen. For an end: why it ended.</param>
/// <param name="Was">For a correction: the episode as it was found; null: it was overlooked.</param>
/// <param name="Now">For a correction: the episode as it is seen now; null: there was none.</param>
/// <param name="Level">The level that it begins at or goes on at; 0: its kind has none.</param>
/// <param name="Terms">What a pack says of such an alert, or null: the city's own rules say it.</param>
/// <param name="Since">When what was found began, UTC, or null: at once.</param>
/// <param name="Value">The value that a rule derived, or how much a signal tells; 0: there is none.</param>
/// <param name="Sends">The rule that wants a device told what to do at this level, as <c>pack/rule</c>, or null: none does.</param>
[GenerateSerializer, Immutable, Alias("finding")]
public readonly record struct Finding(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Zone,
    [property: Id(2)] FindingAct Act,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] Explanation Why,
    [property: Id(5)] Episode? Was = null,
    [property: Id(6)] Episode? Now = null,
    [property: Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Level = 0,
    [property: Id(8), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AlertTerms? Terms = null,
    [property: Id(9), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Since = null,
    [property: Id(10), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double Value = 0,
    [property: Id(11), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Sends = null)
{
    /// <summary>The start of a signal's kind.</summary>
    internal const string SignalPrefix = "signal:";

    /// <summary>The start of the kind of a derived observation.</summary>
    internal const string ObservePrefix = "observe:";

    /// <summary>That a thing was heard for the first time where it stands.</summary>
    internal const string Member = "member:";
}

/// <summary>What a pack says of an alert at its level.</summary>
/// <param name="Pack">The pack; empty: it is an alert that the city had before there were packs.</param>
/// <param name="Priority">Who must look first.</param>
/// <param name="IsReported">Whether an order is to follow.</param>
[GenerateSerializer, Immutable, Alias("alert-terms")]
public sealed record AlertTerms(
    [property: Id(0)] string Pack,
    [property: Id(1)] AlertPriority Priority,
    [property: Id(2)] bool IsReported);

/// <summary>From when to when an episode went.</summary>
/// <param name="From">UTC; null: from before what can be judged again.</param>
/// <param name="To">UTC; null: it goes on.</param>
/// <param name="Level">Its last level; 0: it has none, or none that is known.</param>
[GenerateSerializer, Immutable, Alias("episode")]
public sealed record Episode(
    [property: Id(0)] DateTimeOffset? From,
    [property: Id(1)] DateTimeOffset? To,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Level = 0);

/// <summary>What a detector found ahead of the clock.</summary>
/// <param name="At">When it is to be decided, UTC.</param>
/// <param name="Findings">What was found.</param>
[GenerateSerializer, Immutable, Alias("found-ahead")]
public sealed record FoundAhead(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] IReadOnlyList<Finding> Findings);

/// <summary>What came of one observation or tick.</summary>
/// <typeparam name="TMemory">What a detector remembers.</typeparam>
/// <param name="Next">What is remembered from now on.</param>
/// <param name="Findings">Beginnings and ends of episodes, in order; empty as a rule.</param>
internal readonly record struct DetectorStep<TMemory>(TMemory Next, IReadOnlyList<Finding> Findings);

/// <summary>A device that sends nothing is a device ticket: never a quiet home, never a value that stands.</summary>
internal static class DataGap
{
    /// <summary>The rule's name.</summary>
    public const string Rule = "data-gap";

    /// <summary>Why it ended.</summary>
    public static readonly Explanation Back = new("readings are back", "数据已恢复", Rule);

    /// <summary>How long a device may be silent: four intervals, but no less than the time given.</summary>
    public static TimeSpan Limit(TimeSpan interval, TimeSpan least) => interval * 4 > least ? interval * 4 : least;
}
