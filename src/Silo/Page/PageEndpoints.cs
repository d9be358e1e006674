using System.Security.Cryptography;
using CityActors.Silo.Access;

namespace CityActors.Silo.Page;

/// <summary>The plain built-in page: a few embedded files, no build step, nothing from elsewhere.</summary>
public static class PageEndpoints
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["index.html"] = "text/html; charset=utf-8",
        ["page.css"] = "text/css; charset=utf-8",
        ["page.js"] = "text/javascript; charset=utf-8",
        ["session.js"] = "text/javascript; charset=utf-8",
        ["administration.js"] = "text/javascript; charset=utf-8",
        ["language.js"] = "text/javascript; charset=utf-8",
        ["texts.js"] = "text/javascript; charset=utf-8",
    };

    /// <summary>Maps the page at <c>/</c>.</summary>
    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context) => Serve(context, "index.html")).IsOpen("The page asks who calls.").ExcludeFromDescription();
        routes.MapGet("/page/{file}", (HttpContext context, string file) => Serve(context, file)).IsOpen("The page asks who calls.").ExcludeFromDescription();
    }

    private static IResult Serve(HttpContext context, string file)
    {
        if (!Types.TryGetValue(file, out var type))
        {
            return Problems.NotFound("file", file);
        }

        using var stream = typeof(PageEndpoints).Assembly.GetManifestResourceStream($"page/{file}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(bytes, type, entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\""));
    }
}
