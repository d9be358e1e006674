namespace CityActors.Alerts;

/// <summary>Where a command with an id came from. A command without one is the city's own, so that a caller's ids never meet the city's.</summary>
/// <param name="Caller">The caller's name; set from its key.</param>
/// <param name="Asked">The hash of what was asked for: the same id with anything else is another command.</param>
[GenerateSerializer, Immutable, Alias("command-source")]
public sealed record CommandSource(
    [property: Id(0)] string Caller,
    [property: Id(1)] string Asked);
