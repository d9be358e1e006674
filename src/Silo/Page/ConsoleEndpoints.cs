using CityActors.Silo.Access;

namespace CityActors.Silo.Page;

/// <summary>Serves the console: the desk's pages, the officers' phone at <c>/field</c> and the citizens' at <c>/report</c>. Nothing comes from elsewhere.</summary>
public static class ConsoleEndpoints
{
    // MapLibre draws images that it made itself, photographs are shown before they are sent: both are blobs of this page.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string Open = "The page asks who calls.";

    private static readonly string[] DeskPages =
        ["alerts", "orders", "devices", "responders", "areas", "catalogue", "duty", "grains", "settings", "people", "audit"];

    /// <summary>Maps the pages and their files.</summary>
    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        Page(routes, "/", "index.html");
        Array.ForEach(DeskPages, page => Page(routes, $"/{page}", "index.html"));
        Page(routes, "/field", "field.html");
        Page(routes, "/report", "report.html");
        routes.MapGet("/assets/{file}", (HttpContext context, ConsoleFiles files, string file) => Send(context, files.Find($"assets/{file}"), "public, max-age=31536000, immutable"))
            .IsOpen(Open).ExcludeFromDescription(); // Their names change with what is in them.
        foreach (var file in new[] { "icon.svg", "field-worker.js", "field.webmanifest" })
        {
            Page(routes, $"/{file}", file);
        }
    }

    private static void Page(IEndpointRouteBuilder routes, string path, string file) => routes
        .MapGet(path, (HttpContext context, ConsoleFiles files) => Send(context, files.AreThere ? files.Find(file) : files.Absent, "no-cache"))
        .IsOpen(Open).ExcludeFromDescription();

    private static IResult Send(HttpContext context, ConsoleFile? file, string keep)
    {
        if (file is null)
        {
            return Problems.NotFound("file", context.Request.Path);
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=()";
        headers.CacheControl = keep;
        headers.Vary = "Accept-Encoding";
        var takesGzip = context.Request.GetTypedHeaders().AcceptEncoding.Any(static encoding => encoding.Value is { Value: "gzip" or "*" } && encoding.Quality is not 0);
        if (takesGzip)
        {
            headers.ContentEncoding = "gzip";
        }

        return Results.Bytes(takesGzip ? file.Compressed : file.Unpacked(), file.Type, entityTag: file.Tag);
    }
}
