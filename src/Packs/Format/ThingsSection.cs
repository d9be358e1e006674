using System.Text.Json.Serialization;

namespace CityActors.Packs.Format;

/// <summary><c>things.json</c>: what is observed, and what observes it.</summary>
public sealed record ThingsSection
{
    /// <summary>Kinds of observation.</summary>
    public IReadOnlyList<ObservationSpec> Observations { get; init; } = [];

    /// <summary>Kinds of thing.</summary>
    public IReadOnlyList<ThingSpec> Things { get; init; } = [];

    /// <summary>For editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }
}

/// <summary>A kind of observation. Its name, shape and unit never change.</summary>
public sealed record ObservationSpec
{
    /// <summary>Its name in every line: lower-case letters, digits and hyphens.</summary>
    public required string Kind { get; init; }

    /// <summary>A measured value, or a camera's track.</summary>
    public required ObservationShape Shape { get; init; }

    /// <summary>Its one unit; empty where it has none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The least and the greatest value that can be true.</summary>
    public IReadOnlyList<double>? Range { get; init; }

    /// <summary>Values within the range by which devices say that they have none.</summary>
    public IReadOnlyList<double> NoValue { get; init; } = [];

    /// <summary>By how much it can change from one reading to the next; none: by any amount.</summary>
    public StepSpec? Step { get; init; }

    /// <summary>Whether it is what flowed since the last reading, so that a meter that is fitted the wrong way round counts backwards.</summary>
    public bool Flow { get; init; }

    /// <summary>How far behind the newest one a reading may come; none: two intervals, from 30 minutes to 3 hours.</summary>
    public PackValue? Horizon { get; init; }

    /// <summary>What may be shed first when too much comes.</summary>
    public Shed Shed { get; init; } = Shed.Routine;

    /// <summary>Whether a rule gives it and no device.</summary>
    public bool Derived { get; init; }

    /// <summary>Who may see it.</summary>
    public PrivacyClass Class { get; init; } = PrivacyClass.Internal;

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }
}

/// <summary>By how much a kind can change, in its unit.</summary>
/// <param name="AtOnce">However short the time between.</param>
/// <param name="PerMinute">More for each minute between.</param>
public sealed record StepSpec(double AtOnce, double PerMinute);

/// <summary>A kind of thing that is watched.</summary>
public sealed record ThingSpec
{
    /// <summary>Its name: lower-case letters, digits and hyphens.</summary>
    public required string Kind { get; init; }

    /// <summary>Which grain it is.</summary>
    public required ThingGrain Grain { get; init; }

    /// <summary>The kinds of observation that it makes, its own or those of a pack that is needed.</summary>
    public IReadOnlyList<string> Observes { get; init; } = [];

    /// <summary>How often it is to report; a device's registration may say otherwise.</summary>
    public PackValue? Every { get; init; }

    /// <summary>How the ids of such things begin, without the hyphen; for people only, the grain says it.</summary>
    public string? Id { get; init; }

    /// <summary>What its card says besides.</summary>
    public SortedDictionary<string, CardField> Card { get; init; } = [];

    /// <summary>What it can be told to do.</summary>
    public IReadOnlyList<CommandSpec> Commands { get; init; } = [];

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }
}

/// <summary>A field of a thing's card.</summary>
/// <param name="Is">Its type, for example <c>choice:national|provincial</c>.</param>
/// <param name="Class">Who may see it.</param>
public sealed record CardField(string Is, PrivacyClass Class = PrivacyClass.Internal);

/// <summary>What a thing can be told to do.</summary>
public sealed record CommandSpec
{
    /// <summary>Its name.</summary>
    public required string Command { get; init; }

    /// <summary>How soon the thing must say that it has done it.</summary>
    public required PackValue Within { get; init; }

    /// <summary>What becomes of one that is not confirmed: an alert of this kind.</summary>
    public required string Unconfirmed { get; init; }

    /// <summary>Its arguments by name, each with a type, for example <c>text:60</c>.</summary>
    public SortedDictionary<string, string> Arguments { get; init; } = [];
}

/// <summary>What an observation carries.</summary>
public enum ObservationShape
{
    /// <summary>A measured value.</summary>
    Scalar,

    /// <summary>The beginning, life and end of something that a camera follows.</summary>
    Track,
}

/// <summary>What may be shed first.</summary>
public enum Shed
{
    /// <summary>Ordinary readings.</summary>
    Routine,

    /// <summary>Never: life and safety.</summary>
    Never,
}

/// <summary>Who may see a value.</summary>
public enum PrivacyClass
{
    /// <summary>Everybody.</summary>
    Public,

    /// <summary>Whoever works for the city.</summary>
    Internal,

    /// <summary>Whoever has a reason, which is logged.</summary>
    Personal,
}

/// <summary>The grains that are watched.</summary>
public enum ThingGrain
{
    /// <summary>A home.</summary>
    Household,

    /// <summary>A camera.</summary>
    Camera,

    /// <summary>A terminal.</summary>
    Terminal,
}
