using System.Text.Json.Serialization;
using CityActors.Places;

namespace CityActors.Alerts;

/// <summary>An open or past episode of a finding on one (entity, kind, zone).</summary>
[GenerateSerializer, Immutable, Alias("alert")]
public sealed record Alert
{
    /// <summary><c>entity.kind.zone.episode</c>, for example <c>home-430103002001-0001.inactivity.home.1</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The household, camera or terminal.</summary>
    [Id(1)] public required string Entity { get; init; }

    /// <summary>A name of <see cref="AlertKinds"/>.</summary>
    [Id(2)] public required string Kind { get; init; }

    /// <summary>The zone, <c>main</c> where the entity has but one.</summary>
    [Id(3)] public required string Zone { get; init; }

    /// <summary>Counts the episodes of this (entity, kind, zone), from 1.</summary>
    [Id(4)] public required int Episode { get; init; }

    /// <summary>Where the alert stands.</summary>
    [Id(5)] public required AlertState State { get; init; }

    /// <summary>Who must look first.</summary>
    [Id(6)] public required AlertPriority Priority { get; init; }

    /// <summary>When the finding became certain, UTC. The five minutes count from here.</summary>
    [Id(7)] public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it last changed, UTC.</summary>
    [Id(8)] public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When an officer first took it on, UTC, or null.</summary>
    [Id(9)] public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When somebody was on site or had made sure otherwise, UTC, or null.</summary>
    [Id(10)] public DateTimeOffset? RespondedAt { get; init; }

    /// <summary>When the episode ended, UTC, or null.</summary>
    [Id(11)] public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>Who acted last: a caller's name, or <c>system</c>.</summary>
    [Id(12)] public string Actor { get; init; } = "system";

    /// <summary>Why it was cleared, shelved or judged false; empty otherwise.</summary>
    [Id(13)] public string Reason { get; init; } = "";

    /// <summary>What was usual, what was seen, which rule.</summary>
    [Id(14)] public required Explanation Explanation { get; init; }

    /// <summary>The cell it happened in.</summary>
    [Id(15)] public required string Cell { get; init; }

    /// <summary>Where it happened.</summary>
    [Id(16)] public required GeoPoint Position { get; init; }

    /// <summary>The order that follows it, or empty: a device ticket has one too.</summary>
    [Id(17)] public string Order { get; init; } = "";

    /// <summary>Counts the changes, from 1.</summary>
    [Id(18)] public long Version { get; init; }

    /// <summary>True where an officer judged that there was nothing.</summary>
    [Id(19)] public bool IsFalseAlarm { get; init; }

    /// <summary>True where the entity belongs to a drill.</summary>
    [Id(20)] public bool Drill { get; init; }

    /// <summary>How severe it is, from 1; 0: its kind has no levels.</summary>
    [Id(21), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Level { get; init; }

    /// <summary>The pack whose rule raised it, or null: the city's own.</summary>
    [Id(22), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Pack { get; init; }

    /// <summary>True while it is too mild for an order.</summary>
    [Id(23), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsUnreported { get; init; }

    /// <summary>The alert of a larger place that it is part of, or null: it stands for itself.</summary>
    [Id(24), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Parent { get; init; }

    /// <summary>The rule that had a device told what to do, as <c>pack/rule</c>, or null: none did.</summary>
    [Id(25), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Sends { get; init; }

    /// <summary>What was found, or null: nobody has said, or it was long ago. In no feed, list or export; only for those who may look at homes.</summary>
    [Id(26), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public CareOutcome? Outcome { get; init; }
}

/// <summary>What was found where somebody might have needed help.</summary>
[GenerateSerializer, Alias("care-outcome")]
public enum CareOutcome
{
    /// <summary>There was nothing; why is said with it.</summary>
    FalseAlarm,

    /// <summary>Somebody was there and well.</summary>
    FoundWell,

    /// <summary>Somebody was there and needed help.</summary>
    FoundHurt,

    /// <summary>Nobody was there.</summary>
    Absent,
}

/// <summary>Why a decision was taken, in both languages.</summary>
/// <param name="English">For example "usually active 06:40–07:20 on 27 of 28 days; nothing for 3 h 10 min".</param>
/// <param name="Chinese">The same in Chinese.</param>
/// <param name="Rule">The name of the rule that decided.</param>
[GenerateSerializer, Immutable, Alias("explanation")]
public sealed record Explanation(
    [property: Id(0)] string English,
    [property: Id(1)] string Chinese,
    [property: Id(2)] string Rule);

/// <summary>Where an alert stands (ISA-18.2).</summary>
[GenerateSerializer, Alias("alert-state")]
public enum AlertState
{
    /// <summary>Nobody has taken it on.</summary>
    Open,

    /// <summary>An officer has taken it on.</summary>
    Acknowledged,

    /// <summary>Put aside until a time, with a reason.</summary>
    Shelved,

    /// <summary>The episode ended.</summary>
    Cleared,
}

/// <summary>Who must look first.</summary>
[GenerateSerializer, Alias("alert-priority")]
public enum AlertPriority
{
    /// <summary>Device and data matters.</summary>
    Low,

    /// <summary>Order in the street.</summary>
    Medium,

    /// <summary>Life and safety.</summary>
    High,
}

/// <summary>The kinds of alert.</summary>
public static class AlertKinds
{
    /// <summary>A home fell quiet.</summary>
    public const string Inactivity = "inactivity";

    /// <summary>A device sends nothing: a device ticket.</summary>
    public const string DataGap = "data-gap";

    /// <summary>A device sends what cannot be true: a device ticket.</summary>
    public const string Implausible = "implausible";

    /// <summary>Water runs in a home without end.</summary>
    public const string Leak = "leak";

    /// <summary>A vehicle stands in a fire lane.</summary>
    public const string FireLaneBlocked = "fire-lane-blocked";

    /// <summary>Smoke or flame on camera.</summary>
    public const string SmokeSeen = "smoke-seen";

    /// <summary>A thing was thrown from a height.</summary>
    public const string ThrownObject = "thrown-object";

    /// <summary>A smoke terminal is over its threshold.</summary>
    public const string Smoke = "smoke";

    /// <summary>A gas terminal is over its threshold.</summary>
    public const string Gas = "gas";

    /// <summary>Water stands too high.</summary>
    public const string HighWater = "high-water";

    /// <summary>It rains too hard.</summary>
    public const string HeavyRain = "heavy-rain";

    /// <summary>Somebody pressed a button for help.</summary>
    public const string HelpCall = "help-call";

    /// <summary>Whether it is about somebody who may need help: it is closed with what was found.</summary>
    public static bool IsCare(string kind) => kind is Inactivity or HelpCall;

    /// <summary>Those that the city had before there were packs.</summary>
    public static IReadOnlyList<string> All { get; } = [Inactivity, DataGap, Implausible, Leak, FireLaneBlocked, SmokeSeen, ThrownObject, Smoke, Gas, HighWater, HeavyRain];
}
