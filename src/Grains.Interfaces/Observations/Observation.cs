namespace CityActors.Observations;

/// <summary>One thing a source saw or measured at a time.</summary>
[GenerateSerializer, Immutable, Alias("observation")]
public sealed record Observation
{
    /// <summary>The household, camera or terminal it is about, for example <c>home-430103002001-0001</c>.</summary>
    [Id(0)] public required string Entity { get; init; }

    /// <summary>What was seen or measured: a name of <see cref="ObservationKinds"/>.</summary>
    [Id(1)] public required string Kind { get; init; }

    /// <summary>When it was seen, by the source's clock, UTC. A meter's mean is stamped with the end of its interval.</summary>
    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>The measured value in the unit of its kind; 0 where the kind has none.</summary>
    [Id(3)] public double Value { get; init; }

    /// <summary>The zone of a camera or terminal, for example a fire lane's name; empty where there is but one.</summary>
    [Id(4)] public string Zone { get; init; } = "";

    /// <summary>The producer's track of one moving or standing thing (cameras); empty otherwise.</summary>
    [Id(5)] public string Track { get; init; } = "";

    /// <summary>Whether a tracked thing appeared, is still there, or left.</summary>
    [Id(6)] public TrackPhase Phase { get; init; }

    /// <summary>The producer's confidence, 0 to 1; 1 where it gives none.</summary>
    [Id(7)] public double Confidence { get; init; } = 1;

    /// <summary>The producer's own verdict that it was mistaken about this track.</summary>
    [Id(8)] public bool FalsePositive { get; init; }

    /// <summary>Its value cannot be true: it says that the device is at fault, and nothing of what it measures.</summary>
    [Id(9)] public bool IsImplausible { get; init; }

    /// <summary>Whether the track is somebody of a roster whose guardians consented. Who it is stands nowhere in it.</summary>
    [Id(10)] public bool HasRoster { get; init; }
}

/// <summary>The life of a track.</summary>
[GenerateSerializer, Alias("track-phase")]
public enum TrackPhase
{
    /// <summary>Not a track: a plain measurement.</summary>
    None,

    /// <summary>It appeared.</summary>
    Start,

    /// <summary>It is still there.</summary>
    Update,

    /// <summary>It left.</summary>
    End,
}

/// <summary>The kinds of observation, each with the entities that make it and its one unit.</summary>
public static class ObservationKinds
{
    /// <summary>Mean electric power of a dwelling over the interval that ends at the time given, in watts.</summary>
    public const string Power = "power";

    /// <summary>Water drawn by a dwelling in the interval that ends at the time given, in litres.</summary>
    public const string Water = "water";

    /// <summary>A vehicle in a fire lane (camera track).</summary>
    public const string FireLane = "fire-lane";

    /// <summary>Smoke or flame seen by a camera (camera track).</summary>
    public const string Smoke = "smoke-seen";

    /// <summary>A thing thrown from a height (camera track).</summary>
    public const string ThrownObject = "thrown-object";

    /// <summary>Smoke obscuration at a smoke terminal, in percent per metre.</summary>
    public const string SmokeLevel = "smoke";

    /// <summary>Combustible gas at a gas terminal, in percent of the lower explosive limit.</summary>
    public const string GasLevel = "gas";

    /// <summary>Water level over the ground or sill, in metres.</summary>
    public const string WaterLevel = "water-level";

    /// <summary>Rain in the last hour, in millimetres.</summary>
    public const string Rain = "rain";
}
