using CityActors.Reactions;
using Orleans.Concurrency;

namespace CityActors.Alerts;

/// <summary>An entity that may have alerts: household, camera, terminal.</summary>
public interface IAlertingGrain : ICityGrain
{
    /// <summary>Acts on one of the entity's alerts.</summary>
    [Alias("HandleAlert")]
    Task<AlertReply> HandleAlert(string alertId, AlertCommand command);

    /// <summary>Reads one alert, open or among the last ended.</summary>
    [ReadOnly, Alias("ReadAlert")]
    Task<Alert?> ReadAlert(string alertId);
}
