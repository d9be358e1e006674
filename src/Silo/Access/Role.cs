namespace CityActors.Silo.Access;

/// <summary>What a caller is to the city; <see cref="AccessPolicy"/> says what each may.</summary>
public enum Role
{
    /// <summary>Sends observations, nothing else.</summary>
    Sensor,

    /// <summary>Reports matters, reads and rates its own reports.</summary>
    Citizen,

    /// <summary>Handles the orders that it was asked to handle, and reports matters.</summary>
    Responder,

    /// <summary>Reads lists and the feed of its area.</summary>
    Viewer,

    /// <summary>Acts on alerts and orders; looks at a household, with a reason.</summary>
    Officer,

    /// <summary>Registers responders.</summary>
    Dispatcher,

    /// <summary>Everything in its area.</summary>
    Admin,
}
