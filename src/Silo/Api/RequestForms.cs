namespace CityActors.Silo.Api;

/// <summary>Marks an endpoint that unpacks gzip by itself.</summary>
public sealed record TakesGzip;

/// <summary>Forms that every request may have: HEAD in place of GET, and a body that is packed or not.</summary>
public static class RequestForms
{
    /// <summary>Answers what the server cannot read, such as a body larger than the call takes, as a problem: the caller's mistake is no error of the Silo's.</summary>
    /// <remarks>Comes after whatever writes problems for a status.</remarks>
    public static async Task Readable(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException fault) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = fault.StatusCode;
        }
    }

    /// <summary>Lets HEAD work where GET does: the same is done, and the server leaves the body away.</summary>
    /// <remarks>Comes before routing, so that no endpoint needs to name the method.</remarks>
    public static Task Head(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
            context.Features.Set(new HeadersOnly());
        }

        return next(context);
    }

    /// <summary>Whether only headers are asked for, so that what would be sent for ever need not begin.</summary>
    public static bool IsHead(HttpContext context) => context.Features.Get<HeadersOnly>() is not null;

    /// <summary>Refuses a packed body by the name of its encoding where it would be read as it is.</summary>
    public static Task Plain(HttpContext context, RequestDelegate next) =>
        context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<TakesGzip>() is null && EncodingsOf(context.Request) is { Count: > 0 } names
            ? Unknown(string.Join(", ", names), "send it plain").ExecuteAsync(context)
            : next(context);

    /// <summary>What a body is packed with, in order; <c>identity</c> is left out.</summary>
    public static IReadOnlyList<string> EncodingsOf(HttpRequest request) =>
        [.. request.Headers.ContentEncoding
            .SelectMany(static line => (line ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(static name => !name.Equals("identity", StringComparison.OrdinalIgnoreCase))];

    /// <summary>The answer to a body that is packed with something else.</summary>
    /// <param name="encoding">As the request names it.</param>
    /// <param name="instead">What to do.</param>
    public static IResult Unknown(string encoding, string instead) => Problems.Of(
        StatusCodes.Status415UnsupportedMediaType, "unknown-encoding", $"The body is declared as 'Content-Encoding: {encoding}': {instead}.");

    private sealed record HeadersOnly;
}
