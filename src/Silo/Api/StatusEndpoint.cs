using CityActors.Observations;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Ingest;
using CityActors.Silo.Lists;

namespace CityActors.Silo.Api;

/// <summary><c>GET /v1/status</c>: how the Silo is, for its operator.</summary>
public static class StatusEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapStatus(this IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/status", Read)
        .RequireRole(Role.Viewer)
        .WithSummary("Log, lists and clock.");

    private static async Task<SiloStatus> Read(IObservationLog log, ListProjector projector, EntityRegistry registry, DeclaredClock clock, CancellationToken cancellation)
    {
        var status = await log.Status(cancellation);
        var stored = status.Partitions.Sum(partition => partition.LastOffset);
        return new SiloStatus(clock.Mode, clock.Now, registry.Count, stored, status.Lag, status.Bytes, projector.Position);
    }
}

/// <summary>How the Silo is doing.</summary>
/// <param name="ClockMode"><c>wall</c> or <c>replay</c>.</param>
/// <param name="Now">The declared clock, UTC.</param>
/// <param name="Entities">Registered households, cameras and terminals.</param>
/// <param name="Observations">Observations stored since the beginning.</param>
/// <param name="Waiting">Of these, not yet covered by a checkpoint.</param>
/// <param name="LogBytes">Bytes of the log.</param>
/// <param name="Facts">The number of the last fact that this Silo has followed.</param>
public sealed record SiloStatus(string ClockMode, DateTimeOffset Now, int Entities, long Observations, long Waiting, long LogBytes, long Facts);
