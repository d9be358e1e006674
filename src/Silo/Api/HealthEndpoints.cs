using CityActors.Observations;
using CityActors.Silo.Metering;
using CityActors.Storage;

namespace CityActors.Silo.Api;

/// <summary>Health and figures for machines.</summary>
public static class HealthEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live")).WithSummary("The process runs.");
        routes.MapGet("/health/ready", Ready).WithSummary("The Silo has started and can read its disk.");
        routes.MapGet("/metrics", (PrometheusText metrics) => Results.Text(metrics.Write(), "text/plain; version=0.0.4"))
            .WithSummary("Counters as Prometheus text; figures only, nothing of any person.");
    }

    private static async Task<IResult> Ready(CityStart start, IObservationLog log, CancellationToken cancellation)
    {
        if (!start.IsReady)
        {
            return Results.Text("starting", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        try
        {
            await log.Status(cancellation);
            return Results.Text("ready");
        }
        catch (StorageUnavailableException fault)
        {
            return Results.Text(fault.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
