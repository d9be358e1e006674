using System.ComponentModel.DataAnnotations;

namespace CityActors.Silo.ObservationLog;

/// <summary>Settings of the observation log.</summary>
public sealed record ObservationLogOptions
{
    /// <summary>How long the answer to a request with an idempotency key is kept.</summary>
    /// <value>From 1 minute to 30 days. Default 24 hours: longer than any sender retries.</value>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan IdempotencyLifetime { get; init; } = TimeSpan.FromHours(24);
}
