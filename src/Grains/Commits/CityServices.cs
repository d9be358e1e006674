using Microsoft.Extensions.Logging;

namespace CityActors.Commits;

/// <summary>What every grain of the city needs from its surroundings; one for all of them.</summary>
/// <param name="Storage">Where grains are stored.</param>
/// <param name="Serializer">How states are written.</param>
/// <param name="Time">The declared clock.</param>
/// <param name="Logger">Where failures are logged.</param>
public sealed record CityServices(ICityStorage Storage, StateSerializer Serializer, TimeProvider Time, ILogger<CityServices> Logger);
