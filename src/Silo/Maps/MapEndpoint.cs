using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;

namespace CityActors.Silo.Maps;

/// <summary><c>GET /v1/map</c>: the outlines of areas as GeoJSON.</summary>
public static class MapEndpoint
{
    private const string GeoJson = "application/geo+json";
    private static readonly IReadOnlyList<string> Levels = [.. ApiRoutes.NamesOf<AreaLevel>().Skip(1)]; // A city is known by its districts.

    /// <summary>Adds what draws maps, and sends them compressed to who takes that.</summary>
    public static void AddMaps(this IServiceCollection services)
    {
        services.AddSingleton<DistrictOutlines>();
        services.AddSingleton<AreaMaps>();
        services.AddSingleton<StreetMap>();
        services.AddResponseCompression(static options =>
        {
            options.EnableForHttps = true; // A map holds no secret and nothing of the request.
            options.MimeTypes = [GeoJson];
            options.Providers.Add<GzipCompressionProvider>();
        });
    }

    /// <summary>Maps the endpoint.</summary>
    public static void MapMap(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/map", Read)
            .Needs(Need.ReadArea).Produces<string>(contentType: GeoJson).Produces(StatusCodes.Status304NotModified)
            .WithSummary("The outlines of the areas of a level in an area, as GeoJSON: a district's own, and below it what lies nearest to each centre. Schematic, no legal borders.")
            .Takes("area", ListEndpoints.IsArea, ListEndpoints.AreaForm).Takes("level", Levels);
        routes.MapGet("/v1/map/streets", (StreetMap streets, HttpContext context) => Send(context, streets.GeoJson, streets.Hash))
            .Needs(Need.ReadArea).Produces<string>(contentType: GeoJson).Produces(StatusCodes.Status304NotModified)
            .WithSummary("The streets that the city brought for its map, as GeoJSON; no features if it brought none.");
    }

    private static async Task<IResult> Read(Caller caller, AreaMaps maps, HttpContext context, string level, string? area)
    {
        var (request, refusal) = ListEndpoints.RequestOf(caller, Need.ReadArea, area, null, null);
        if (request is null)
        {
            return refusal!;
        }

        var (map, none) = await maps.Read(request.Area, Enum.Parse<AreaLevel>(level, ignoreCase: true));
        return map is null ? none! : Send(context, map.GeoJson, map.Hash);
    }

    private static IResult Send(HttpContext context, byte[] map, string hash)
    {
        context.Response.Headers.CacheControl = "private, no-cache"; // It may be kept, and is asked for anew: mostly it has not changed.
        return Results.Bytes(map, GeoJson, entityTag: new EntityTagHeaderValue($"\"{hash}\""));
    }
}
