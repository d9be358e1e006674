using CityActors.Districts;
using CityActors.Silo.Access;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;

namespace CityActors.Silo.Api;

/// <summary>Generates districts from seeds and from outlines.</summary>
public static class DistrictEndpoints
{
    private const int LargestOutline = 8 << 20;

    /// <summary>Maps the endpoints.</summary>
    public static void MapDistricts(this IEndpointRouteBuilder routes)
    {
        var districts = routes.MapGroup("/v1/districts/{name}").AddEndpointFilter(RefuseWhatIsNoSeed);
        districts.MapPost("/expand", Expand).Needs(Need.RegisterPlaces).Produces<PlanCounts>().Shows(new BodyExample("""{"scale":0.002,"seed":7,"drill":true}"""))
            .WithSummary("Generates a district from its seed where nothing real is in its way; the same call again changes nothing.");
        districts.MapPost("/import", Import).Needs(Need.RegisterPlaces).Produces<ImportAnswer>()
            .Shows(new BodyExample("""{"type":"Polygon","coordinates":[[[112.97,28.18],[112.98,28.18],[112.98,28.19],[112.97,28.19],[112.97,28.18]]]}""", ContentType: "application/geo+json"))
            .WithSummary("Takes a district's outline (GeoJSON polygon) and keeps it as a seed in the city's database; not in a real city.")
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestOutline)).Takes("datum", "wgs84", "gcj02");
    }

    private static async Task<IResult> Expand(Caller caller, string name, Body<ExpandRequest> body, SiloSettings settings, ImportedSeeds imported, DistrictExpander expander, CancellationToken cancellation)
    {
        var seed = !IsName(name) ? null : await imported.Find(name) ?? DistrictSeedFile.Load(Path.Combine(settings.Seeds, name, "district.json"));
        if (seed is null)
        {
            return Problems.NotFound("district seed", name);
        }

        if (!caller.May(Need.RegisterPlaces, new Subject(seed.Code)))
        {
            return Problems.NotYourArea(caller, seed.Code);
        }

        var request = body.Value;
        var (refusal, counts) = await expander.Expand(name, seed, request.Scale, request.Seed, request.Drill, cancellation);
        return refusal is null ? Results.Ok(counts) : Problems.Refused(refusal);
    }

    private static async Task<IResult> Import(Caller caller, string name, string code, string chinese, string? datum, HttpContext context, ImportedSeeds imported, Expansions expansions, ListProjector lists)
    {
        if (!IsName(name))
        {
            return Problems.Bad("bad-name", "A district's name has 1 to 40 lower-case letters, digits and '-'.");
        }

        if (!caller.May(Need.RegisterPlaces, new Subject(code)))
        {
            return Problems.NotYourArea(caller, code);
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        var seed = DistrictImport.Read(body, code, chinese, DistrictImport.ParseDatum(datum ?? "wgs84"));
        await lists.CatchUp(context.RequestAborted);
        var kept = await imported.Find(name);
        if (await expansions.WhyNotImport(name, DistrictExpander.HashOf(seed), kept is null ? null : DistrictExpander.HashOf(kept)) is { } refusal)
        {
            return Problems.Refused(refusal);
        }

        await imported.Put(name, seed);
        return Results.Ok(new ImportAnswer(name, seed.Code, seed.Name, seed.Outline.Count));
    }

    private static async ValueTask<object?> RefuseWhatIsNoSeed(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (DistrictSeedException fault)
        {
            return fault.Problem == DistrictProblems.NotFound
                ? Problems.NotFound("district seed", $"{context.HttpContext.GetRouteValue("name")}")
                : Problems.Bad(fault.Problem, fault.Message);
        }
    }

    private static bool IsName(string name) => name.Length is >= 1 and <= 40 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

/// <summary>How to generate a district.</summary>
/// <param name="Scale">1 is the seed's full size; distances are never scaled.</param>
/// <param name="Seed">Another one gives other places.</param>
/// <param name="Drill">True: everything is marked as a drill's, and its responders act by themselves.</param>
public sealed record ExpandRequest(double Scale = 1, long Seed = 7, bool Drill = true);

/// <summary>An imported outline.</summary>
/// <param name="Name">The seed's name.</param>
/// <param name="Code">The district's code.</param>
/// <param name="Chinese">The district's name.</param>
/// <param name="Points">Points of the outline.</param>
public sealed record ImportAnswer(string Name, string Code, string Chinese, int Points);
