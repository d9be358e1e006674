namespace CityActors.Observations;

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
