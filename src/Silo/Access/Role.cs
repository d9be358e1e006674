namespace CityActors.Silo.Access;

/// <summary>What a caller may do. From <see cref="Viewer"/> upwards, each role may do what the one below it may; only <see cref="Sensor"/> and <see cref="Admin"/> send observations.</summary>
public enum Role
{
    /// <summary>Sends observations, nothing else.</summary>
    Sensor,

    /// <summary>Reports matters, reads and rates its own reports.</summary>
    Citizen,

    /// <summary>Reads lists and the feed of its area.</summary>
    Viewer,

    /// <summary>Acts on alerts and orders; looks at a household, with a reason.</summary>
    Officer,

    /// <summary>Registers responders.</summary>
    Dispatcher,

    /// <summary>Everything.</summary>
    Admin,
}
