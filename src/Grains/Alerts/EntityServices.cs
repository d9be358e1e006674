using CityActors.Facts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CityActors.Alerts;

/// <summary>What every observed entity needs from its surroundings; one for all of them.</summary>
public sealed class EntityServices(
    IGrainFactory grains, IFactLog facts, IOptions<AlertOptions> alerts, ILogger<EntityServices> logger)
{
    /// <summary>The other grains.</summary>
    public IGrainFactory Grains { get; } = grains;

    /// <summary>Where facts are told.</summary>
    public IFactLog Facts { get; } = facts;

    /// <summary>Priorities and ladder.</summary>
    public AlertOptions Alerts { get; } = alerts.Value;

    /// <summary>Where failed attempts are told.</summary>
    public ILogger Logger { get; } = logger;
}
