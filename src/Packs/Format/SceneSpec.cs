using System.Text.Json.Serialization;

namespace CityActors.Packs.Format;

/// <summary><c>scenes/…json</c>: something that happens, with the truth that the rules must find.</summary>
public sealed record SceneSpec
{
    /// <summary>Its name, that of the file.</summary>
    public required string Scene { get; init; }

    /// <summary>What chance is drawn from.</summary>
    public required long Seed { get; init; }

    /// <summary>How long it goes.</summary>
    public required string Lasts { get; init; }

    /// <summary>The time of day at which it begins, <c>HH:MM</c>.</summary>
    public string From { get; init; } = "00:00";

    /// <summary>How long everything lives as usual before it begins, so that rules can learn; none: not at all.</summary>
    public string? Before { get; init; }

    /// <summary>Over what it is spread: <c>cell</c>, <c>community</c> or <c>district</c>.</summary>
    public required string Place { get; init; }

    /// <summary>What there is, and how it behaves while nothing happens.</summary>
    public required IReadOnlyList<BackgroundSpec> Background { get; init; }

    /// <summary>What happens.</summary>
    public required IReadOnlyList<HappeningSpec> Happens { get; init; }

    /// <summary>What goes wrong with the city itself meanwhile.</summary>
    public IReadOnlyList<SceneFaultSpec> Faults { get; init; } = [];

    /// <summary>What must not be found.</summary>
    public IReadOnlyList<NeverSpec> Never { get; init; } = [];

    /// <summary>For editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }
}

/// <summary>Things of a scene.</summary>
public sealed record BackgroundSpec
{
    /// <summary>The kind of thing.</summary>
    public required string Thing { get; init; }

    /// <summary>How many.</summary>
    public required int Count { get; init; }

    /// <summary>What each of its kinds of observation is like, by kind; one that is not named does as <see cref="LifeSpec"/> says by itself.</summary>
    public SortedDictionary<string, LifeSpec> Kinds { get; init; } = [];

    /// <summary>What all its kinds of observation are like.</summary>
    public LifeSpec? Life { get; init; }
}

/// <summary>How a value behaves while nothing happens.</summary>
public sealed record LifeSpec
{
    /// <summary>Its mean, in its unit.</summary>
    public double Mean { get; init; }

    /// <summary>How far it swings to both sides within a day, in its unit.</summary>
    public double DaySwing { get; init; }

    /// <summary>The standard deviation of what chance adds, in its unit.</summary>
    public double Noise { get; init; }

    /// <summary>For tracks: how many an hour.</summary>
    public double PerHour { get; init; }
}

/// <summary>Something that happens.</summary>
public sealed record HappeningSpec
{
    /// <summary>When: <c>HH:MM</c>, the day after with a plus sign before it; <c>HH:MM-HH:MM</c>: chance chooses, for each thing.</summary>
    public required string At { get; init; }

    /// <summary>What.</summary>
    public required Happening What { get; init; }

    /// <summary>To what: <c>thing[0].kind</c>, <c>thing[0..4].kind</c>, without an index all of them; without a kind all of the thing's kinds.</summary>
    public required string Of { get; init; }

    /// <summary>To which share of them, 0 to 1: chance chooses those to which nothing else happens; none: to all.</summary>
    public double? Share { get; init; }

    /// <summary>For <see cref="Share"/>: to so many at least.</summary>
    public int Least { get; init; }

    /// <summary>By how much at each reading, in its unit.</summary>
    public IReadOnlyList<double> By { get; init; } = [];

    /// <summary>How long; two lengths: chance chooses between them; none: as long as its steps take, else to the end.</summary>
    [JsonConverter(typeof(OneOrManyConverter))]
    public IReadOnlyList<string> For { get; init; } = [];

    /// <summary>How often it is sent while it lasts; none: as often as ever, a track every 10 seconds.</summary>
    public string? Every { get; init; }

    /// <summary>For tracks: where it is seen; none: <c>main</c>.</summary>
    public string? Zone { get; init; }

    /// <summary>How long it stays at the last of <see cref="By"/>.</summary>
    public string? Hold { get; init; }

    /// <summary>What chance adds while it lasts; none: as in the background.</summary>
    public double? Noise { get; init; }

    /// <summary>What follows: <c>back</c>, the same steps down.</summary>
    public string? Then { get; init; }

    /// <summary>What the rules must find.</summary>
    public TruthSpec? Truth { get; init; }

    /// <summary>What else they must find.</summary>
    public IReadOnlyList<TruthSpec> Also { get; init; } = [];

    /// <summary>What it is like in minutes on the wall's clock; none: minutes are too few for it.</summary>
    public LiveSpec? Live { get; init; }
}

/// <summary>Something that happens within minutes.</summary>
public sealed record LiveSpec
{
    /// <summary>How long; two lengths: chance chooses between them.</summary>
    [JsonConverter(typeof(OneOrManyConverter))]
    public required IReadOnlyList<string> For { get; init; }

    /// <summary>How soon after it began it must be found.</summary>
    public required string Within { get; init; }
}

/// <summary>What happens to a value.</summary>
public enum Happening
{
    /// <summary>One reading is higher.</summary>
    Spike,

    /// <summary>It changes step by step, and holds.</summary>
    Ramp,

    /// <summary>It stays the same to the last digit.</summary>
    Stuck,

    /// <summary>Nothing comes.</summary>
    Silent,

    /// <summary>It is exactly zero.</summary>
    Zero,

    /// <summary>Something is seen and followed.</summary>
    Track,

    /// <summary>Nobody moves in a home: only what runs by itself draws power.</summary>
    Quiet,
}

/// <summary>What the rules must find.</summary>
public sealed record TruthSpec
{
    /// <summary>The kind of alert.</summary>
    public required string Alert { get; init; }

    /// <summary>How many; 0: none.</summary>
    public int? Count { get; init; }

    /// <summary>Which level it must reach.</summary>
    public int? Level { get; init; }

    /// <summary>Whether each of the things must have one.</summary>
    public bool Each { get; init; }

    /// <summary>How soon after it began.</summary>
    public string? Within { get; init; }

    /// <summary>How many orders follow.</summary>
    public int? Case { get; init; }
}

/// <summary>What goes wrong with the city.</summary>
public sealed record SceneFaultSpec
{
    /// <summary>When.</summary>
    public required string At { get; init; }

    /// <summary>What: <c>kill</c>, <c>repeat</c> or <c>late</c>.</summary>
    public required SceneFault What { get; init; }

    /// <summary>For <c>repeat</c>: which share of the readings of the next hour comes twice.</summary>
    public double Share { get; init; }

    /// <summary>For <c>late</c>: by how long the readings of the next hour come late.</summary>
    public string? By { get; init; }
}

/// <summary>What may go wrong.</summary>
public enum SceneFault
{
    /// <summary>The city is killed and starts again.</summary>
    Kill,

    /// <summary>Readings come twice.</summary>
    Repeat,

    /// <summary>Readings come late.</summary>
    Late,
}

/// <summary>What must not be found.</summary>
public sealed record NeverSpec
{
    /// <summary>The kind of alert.</summary>
    public required string Alert { get; init; }

    /// <summary>On what; none: on anything.</summary>
    public string? Of { get; init; }
}
