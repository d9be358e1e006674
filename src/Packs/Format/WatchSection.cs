using System.Text.Json.Serialization;

namespace CityActors.Packs.Format;

/// <summary><c>watch.json</c>: which rules judge what, what places combine, and what the alerts are.</summary>
public sealed record WatchSection
{
    /// <summary>Rules of things.</summary>
    public IReadOnlyList<RuleSpec> Rules { get; init; } = [];

    /// <summary>Rules of places.</summary>
    public IReadOnlyList<PlaceRuleSpec> Places { get; init; } = [];

    /// <summary>Kinds of alert.</summary>
    public IReadOnlyList<AlertSpec> Alerts { get; init; } = [];

    /// <summary>For editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }
}

/// <summary>A rule of a kind of thing.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "uses", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(ThresholdSpec), "threshold")]
[JsonDerivedType(typeof(RateSpec), "rate")]
[JsonDerivedType(typeof(SumSpec), "sum")]
[JsonDerivedType(typeof(SilenceSpec), "silence")]
[JsonDerivedType(typeof(StuckSpec), "stuck")]
[JsonDerivedType(typeof(CountSpec), "count")]
[JsonDerivedType(typeof(TrackSpec), "track")]
[JsonDerivedType(typeof(RhythmSpec), "rhythm")]
public abstract record RuleSpec
{
    /// <summary>Its name.</summary>
    public required string Rule { get; init; }

    /// <summary>What it judges: <c>thing.kind</c>.</summary>
    public required string Of { get; init; }

    /// <summary>When it judges: <c>HH:MM-HH:MM</c> of each day, <c>MM..MM</c> of each year, joined by <c>and</c> or <c>or</c>; none: always.</summary>
    public string? During { get; init; }

    /// <summary>What follows.</summary>
    public required FindsSpec Finds { get; init; }
}

/// <summary>A value over or under a limit, in levels.</summary>
public sealed record ThresholdSpec : RuleSpec
{
    /// <summary>Which way it is dangerous.</summary>
    public Direction Direction { get; init; } = Direction.Up;

    /// <summary>The levels, the mildest first.</summary>
    public required IReadOnlyList<LevelSpec> Levels { get; init; }

    /// <summary>How long the value must be there first.</summary>
    public PackValue? OnDelay { get; init; }

    /// <summary>How long it must be back before the level falls.</summary>
    public PackValue? OffDelay { get; init; }

    /// <summary>Whether an episode ends only by an officer.</summary>
    public bool Latch { get; init; }

    /// <summary>How soon after an episode another one must be calm for as long before it ends.</summary>
    public PackValue? Cooldown { get; init; }

    /// <summary>How many episodes may begin in an hour; the last of them stays open until it was calm for an hour.</summary>
    public PackValue? MostAnHour { get; init; }
}

/// <summary>A level.</summary>
public sealed record LevelSpec
{
    /// <summary>Its number, from 1, the mildest.</summary>
    public required int Level { get; init; }

    /// <summary>It begins at this value: up, at or over it; down, at or under it.</summary>
    public required PackValue From { get; init; }

    /// <summary>It ends past this value: up, under it; down, over it. At the value itself it goes on.</summary>
    public required PackValue Until { get; init; }
}

/// <summary>A value that rises or falls fast.</summary>
public sealed record RateSpec : RuleSpec
{
    /// <summary>By how much it rises, in its unit.</summary>
    public PackValue? Rise { get; init; }

    /// <summary>By how much it falls, in its unit.</summary>
    public PackValue? Fall { get; init; }

    /// <summary>Within what time.</summary>
    public required PackValue Within { get; init; }

    /// <summary>Only while the value is at least this, in its unit.</summary>
    public PackValue? AtLeast { get; init; }
}

/// <summary>A sum, mean or greatest value of a time.</summary>
public sealed record SumSpec : RuleSpec
{
    /// <summary>Which.</summary>
    public required SumMode As { get; init; }

    /// <summary>Over what: <c>day</c>, or a length of time up to now.</summary>
    public required PackValue Over { get; init; }

    /// <summary>With fewer values nothing is said.</summary>
    public PackValue? LeastValues { get; init; }

    /// <summary>Levels of what comes out; none: it is a derived observation.</summary>
    public IReadOnlyList<LevelSpec> Levels { get; init; } = [];
}

/// <summary>A thing that sends nothing.</summary>
public sealed record SilenceSpec : RuleSpec
{
    /// <summary>For how long; none: four intervals, an hour at least.</summary>
    public PackValue? After { get; init; }
}

/// <summary>A value that stays the same to the last digit.</summary>
public sealed record StuckSpec : RuleSpec
{
    /// <summary>For how long.</summary>
    public required PackValue After { get; init; }

    /// <summary>Values that may stay.</summary>
    public IReadOnlyList<double> Except { get; init; } = [];

    /// <summary>The only values that it is about; none: any.</summary>
    public IReadOnlyList<double> Only { get; init; } = [];
}

/// <summary>Too many of something.</summary>
public sealed record CountSpec : RuleSpec
{
    /// <summary>How many.</summary>
    public required PackValue Least { get; init; }

    /// <summary>Within what time.</summary>
    public required PackValue Within { get; init; }

    /// <summary>Whether the same track counts once.</summary>
    public bool Distinct { get; init; }
}

/// <summary>Something that a camera follows.</summary>
public sealed record TrackSpec : RuleSpec
{
    /// <summary>How long it must be there; none: it counts at once.</summary>
    public PackValue? Dwell { get; init; }

    /// <summary>So many sightings of the last few must be confident.</summary>
    public HitsSpec? Hits { get; init; }

    /// <summary>The least confidence that counts, 0 to 1.</summary>
    public PackValue? LeastConfidence { get; init; }

    /// <summary>How long after the last of them left the episode ends.</summary>
    public PackValue? OffDelay { get; init; }

    /// <summary>For how long after an episode no other begins.</summary>
    public PackValue? Cooldown { get; init; }

    /// <summary>After how long without a word it counts as gone.</summary>
    public PackValue? Lost { get; init; }
}

/// <summary>So many of so many.</summary>
/// <param name="Least">How many.</param>
/// <param name="Of">Of how many.</param>
public sealed record HitsSpec(int Least, int Of);

/// <summary>A home that falls quiet. How it is judged is code: see the detectors' page.</summary>
public sealed record RhythmSpec : RuleSpec;

/// <summary>What follows from a finding; at least one of them.</summary>
public sealed record FindsSpec
{
    /// <summary>An alert of this kind.</summary>
    public string? Alert { get; init; }

    /// <summary>A signal to the places that the thing stands in.</summary>
    public string? Signal { get; init; }

    /// <summary>A derived observation of this kind.</summary>
    public string? Observe { get; init; }

    /// <summary>A command to devices.</summary>
    public SendSpec? Send { get; init; }

    /// <summary>Alerts of members that are not told while this is (places only).</summary>
    public IReadOnlyList<string> Mutes { get; init; } = [];
}

/// <summary>A command to the nearest devices of a kind.</summary>
public sealed record SendSpec
{
    /// <summary>The kind of thing.</summary>
    public required string To { get; init; }

    /// <summary>The command.</summary>
    public required string Command { get; init; }

    /// <summary>A text of <c>channels.json</c> that it carries.</summary>
    public string? Text { get; init; }

    /// <summary>How far away the device may stand, in metres.</summary>
    public int Near { get; init; } = 200;

    /// <summary>The level of the alert that it waits for. It goes out once in an episode, whatever the alert does afterwards.</summary>
    public int FromLevel { get; init; } = 1;

    /// <summary>Whether it is an alert that no such device is near; false: then nothing is told what to do.</summary>
    public bool Needed { get; init; }
}

/// <summary>A rule of places.</summary>
public sealed record PlaceRuleSpec
{
    /// <summary>Its name.</summary>
    public required string Rule { get; init; }

    /// <summary>Where: <c>cell</c>, or <c>area:</c> and a level.</summary>
    public required string At { get; init; }

    /// <summary>How signals are combined.</summary>
    public required PlaceMode Uses { get; init; }

    /// <summary>What is combined: <c>signal:</c> or <c>alert:</c> and its name.</summary>
    [JsonConverter(typeof(OneOrManyConverter))]
    public required IReadOnlyList<string> Of { get; init; }

    /// <summary>The kind of thing that counts as a member.</summary>
    public string? Members { get; init; }

    /// <summary>With fewer members nothing is said.</summary>
    public PackValue? LeastMembers { get; init; }

    /// <summary>The least share of members, 0 to 1.</summary>
    public PackValue? Least { get; init; }

    /// <summary>The greatest share of members, 0 to 1.</summary>
    public PackValue? Most { get; init; }

    /// <summary>How close together in time.</summary>
    public required PackValue Within { get; init; }

    /// <summary>How close together, in metres.</summary>
    public PackValue? Near { get; init; }

    /// <summary>How long to wait for others before it is judged.</summary>
    public PackValue? Settle { get; init; }

    /// <summary>When it judges; none: always.</summary>
    public string? During { get; init; }

    /// <summary>What follows.</summary>
    public required FindsSpec Finds { get; init; }
}

/// <summary>A kind of alert. Its name never changes.</summary>
public sealed record AlertSpec
{
    /// <summary>Its name.</summary>
    public required string Alert { get; init; }

    /// <summary>How urgent: one for all, or one for each level.</summary>
    [JsonConverter(typeof(PriorityConverter))]
    public required IReadOnlyDictionary<int, string> Priority { get; init; }

    /// <summary>How its episode ends.</summary>
    public AlertEnd Ends { get; init; } = AlertEnd.ByItself;

    /// <summary>The category of the order that follows.</summary>
    public string? Category { get; init; }

    /// <summary>Why no order follows.</summary>
    public LocalText? Ticketless { get; init; }

    /// <summary>An order follows from this level on.</summary>
    public int FromLevel { get; init; } = 1;

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }

    /// <summary>Why it was raised, with holes in braces.</summary>
    public LocalText? Text { get; init; }

    /// <summary>Who is told, and when, while nobody has taken it on.</summary>
    public IReadOnlyList<LadderStepSpec> Ladder { get; init; } = [];
}

/// <summary>A step of a ladder.</summary>
public sealed record LadderStepSpec
{
    /// <summary>How long after the alert opened.</summary>
    public required PackValue After { get; init; }

    /// <summary>A receiver of <c>channels.json</c>, or one that every city has.</summary>
    public required string Tell { get; init; }

    /// <summary>Only if this holds.</summary>
    public string? If { get; init; }

    /// <summary>A text of <c>channels.json</c>; none: the alert's own.</summary>
    public string? Text { get; init; }
}

/// <summary>Which way is dangerous.</summary>
public enum Direction
{
    /// <summary>Up.</summary>
    Up,

    /// <summary>Down.</summary>
    Down,
}

/// <summary>What is made of the values of a time.</summary>
public enum SumMode
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The greatest.</summary>
    Max,
}

/// <summary>How a place combines signals.</summary>
public enum PlaceMode
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Any of them.</summary>
    Any,

    /// <summary>A share of the members.</summary>
    Share,
}

/// <summary>How the episode of an alert ends.</summary>
public enum AlertEnd
{
    /// <summary>When what was found is over.</summary>
    ByItself,

    /// <summary>By an officer or its order only.</summary>
    ByOfficer,
}
