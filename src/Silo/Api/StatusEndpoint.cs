using CityActors.Deadlines;
using CityActors.Districts;
using CityActors.Observations;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Ingest;
using CityActors.Silo.Lists;
using CityActors.WorkOrders;

namespace CityActors.Silo.Api;

/// <summary><c>GET /v1/status</c>: how the Silo is, for its operator.</summary>
public static class StatusEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapStatus(this IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/status", Read)
        .Needs(Need.ReadArea)
        .WithSummary("Log, lists and clock.");

    private static async Task<SiloStatus> Read(
        IObservationLog log, ListProjector projector, ListQueries lists, EntityRegistry registry, DeclaredClock clock, WorkCalendar calendar, Catalogue catalogue, Expansions expansions, CancellationToken cancellation)
    {
        var status = await log.Status(cancellation);
        var stored = status.Partitions.Sum(partition => partition.LastOffset);
        var missing = calendar.YearMissingSoon(clock.Now);
        var waiting = missing is null ? 0 : await lists.Count(CalendarWait.At(clock.Now, calendar, catalogue));
        return new SiloStatus(
            clock.Mode, clock.Now, registry.Count, stored, status.Lag, status.Bytes, projector.Position, new CalendarStatus(calendar.LastDay, missing, waiting, calendar.CorrectedAt), expansions.IsDrill);
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
/// <param name="Calendar">How far the working calendar reaches.</param>
/// <param name="Drill">Whether a drill was generated into the city.</param>
public sealed record SiloStatus(
    string ClockMode, DateTimeOffset Now, int Entities, long Observations, long Waiting, long LogBytes, long Facts, CalendarStatus Calendar, bool Drill);

/// <summary>How far the working calendar reaches.</summary>
/// <param name="LastDay">The last day that it knows.</param>
/// <param name="MissingYear">A warning: the year to add, which has begun or begins within 60 days; null: none is missing.</param>
/// <param name="WaitingOrders">Orders that cannot go on without that year; <c>GET /v1/orders?waitingFor=calendar</c> lists them.</param>
/// <param name="CorrectedAt">Since when the city counts by it, UTC; null: since the beginning.</param>
public sealed record CalendarStatus(DateOnly LastDay, int? MissingYear, int WaitingOrders, DateTimeOffset? CorrectedAt);
