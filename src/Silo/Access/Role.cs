namespace CityActors.Silo.Access;

/// <summary>What a caller may do. A higher one may do what the lower ones below <see cref="Viewer"/> upwards may.</summary>
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
