using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;

namespace CityActors.Silo.Overviews;

/// <summary><c>GET /v1/overview</c>: what a wall screen counts.</summary>
public static class OverviewEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapOverview(this IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/overview", Read)
        .Needs(Need.ReadArea).WaitsForFact().Produces<AreaOverview>()
        .WithSummary("What a wall screen counts of an area: alerts, orders, responders, homes by community, devices, the areas below, rain. At most a second old.")
        .Takes("area", ListEndpoints.IsArea, ListEndpoints.AreaForm);

    private static async Task<IResult> Read(Caller caller, OverviewCache overviews, string? area, long? after)
    {
        var (request, refusal) = ListEndpoints.RequestOf(caller, Need.ReadArea, area, null, null);
        return request is null ? refusal! : Results.Ok(await overviews.Read(request.Area, after));
    }
}
