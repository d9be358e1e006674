using CityActors.Districts;
using CityActors.Silo.Access;
using CityActors.Silo.Metering;

namespace CityActors.Silo.Api;

/// <summary>Health and figures for machines.</summary>
public static class HealthEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live")).DisableRateLimiting().IsOpen("Whoever starts and stops the process asks.").WithSummary("The process runs.");
        routes.MapGet("/health/ready", Ready).DisableRateLimiting().IsOpen("Whoever starts and stops the process asks.").WithSummary("The Silo has started and its database can be written.");
        routes.MapGet("/metrics", (PrometheusText metrics) => Results.Text(metrics.Write(), "text/plain; version=0.0.4"))
            .IsOpen("Counts of the whole city, for the operator's network.")
            .WithSummary("Counters as Prometheus text; figures only, no personal data.");
    }

    private static async Task<IResult> Ready(CityStart start, StorageProbe storage, Expansions expansions, CancellationToken cancellation)
    {
        var why = start.IsReady ? await storage.WhyNot(cancellation) : "starting";
        return why is null ? Results.Text(expansions.IsDrill ? "ready, drill" : "ready") : Results.Text(why, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
