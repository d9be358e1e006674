using System.Security.Cryptography;
using System.Text;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Lists;
using CityActors.Silo.Packs;

namespace CityActors.Silo.Api;

/// <summary><c>GET /v1/export</c>: all alerts and orders in one canonical form, with its hash.</summary>
public static class ExportEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapExport(this IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/export", Export)
        .Needs(Need.AnswerForArea)
        .Produces<string>(contentType: "application/x-ndjson")
        .WithSummary("NDJSON of all alerts of the caller's area, then all orders, by id; X-Export-Hash is the SHA-256 of the body, X-Packs names the versions that were judged by.");

    private static async Task Export(HttpContext context, Caller caller, ListQueries lists, ListProjector projector, AuditTrail audit, IQuiescence city, CityPacks packs)
    {
        await city.WhenQuiescent(context.RequestAborted);
        await projector.CatchUp(context.RequestAborted);
        await audit.NoteHomes(context, caller, "all of homes");
        var lines = await lists.ReadForExport(caller.Area);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var body = lines.ConvertAll(static line => Encoding.UTF8.GetBytes(line + "\n"));
        body.ForEach(hash.AppendData);

        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers["X-Packs"] = string.Join(", ", packs.Book.Packs.All.Select(static pack => $"{pack.Name} {pack.Manifest.Version} {pack.Digest}"));
        context.Response.Headers["X-Export-Hash"] = Convert.ToHexStringLower(hash.GetHashAndReset());
        foreach (var bytes in body)
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
