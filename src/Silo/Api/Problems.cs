namespace CityActors.Silo;

/// <summary>Errors as problem details (RFC 9457), each with a short stable code.</summary>
public static class Problems
{
    /// <summary>A problem.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="code">Short stable name.</param>
    /// <param name="detail">What was wrong, where, and what to do.</param>
    public static IResult Of(int status, string code, string detail) => Results.Problem(
        detail,
        statusCode: status,
        type: $"urn:cityactors:problem:{code}",
        title: code,
        extensions: new Dictionary<string, object?> { ["code"] = code });

    /// <summary>The status for a fault that no handler answered: the caller's mistake where it is one.</summary>
    public static int StatusOf(Exception fault) => fault switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        NotSupportedException => StatusCodes.Status400BadRequest, // A command without its type.
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>There is no such thing.</summary>
    public static IResult NotFound(string what, string id) => Of(StatusCodes.Status404NotFound, "not-found", $"There is no {what} '{id}'.");

    /// <summary>Something in the request is wrong.</summary>
    public static IResult Bad(string code, string detail) => Of(StatusCodes.Status400BadRequest, code, detail);

    /// <summary>A grain's refusal.</summary>
    public static IResult Refused(Alerts.Refusal refusal) => Results.Problem(
        refusal.English,
        statusCode: refusal.Code == "not-found" ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict,
        type: $"urn:cityactors:problem:{refusal.Code}",
        title: refusal.Code,
        extensions: new Dictionary<string, object?> { ["code"] = refusal.Code, ["detailChinese"] = refusal.Chinese });

    /// <summary>Not now; the request may be sent again.</summary>
    public static IResult Later(HttpContext context, int status, string code, string detail, int seconds)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Of(status, code, detail);
    }
}
