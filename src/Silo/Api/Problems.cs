namespace CityActors.Silo;

/// <summary>Errors as problem details (RFC 9457), each with a short stable code.</summary>
public static class Problems
{
    /// <summary>A problem.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="code">Short stable name.</param>
    /// <param name="detail">What was wrong, where, and what to do.</param>
    /// <param name="chinese">The same in Chinese, or null.</param>
    /// <param name="member">The member of the body or the query parameter that is wrong, or null.</param>
    public static IResult Of(int status, string code, string detail, string? chinese = null, string? member = null)
    {
        var more = new Dictionary<string, object?> { ["code"] = code };
        if (member is not null)
        {
            more["member"] = member;
        }

        if (chinese is not null)
        {
            more["detailChinese"] = chinese;
        }

        return Results.Problem(detail, statusCode: status, type: $"urn:cityactors:problem:{code}", title: code, extensions: more);
    }

    /// <summary>The status for an exception that no handler answered: 4xx if it is the caller's mistake.</summary>
    public static int StatusOf(Exception fault) => fault switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>What was asked for does not exist.</summary>
    public static IResult NotFound(string what, string id) => Of(StatusCodes.Status404NotFound, "not-found", $"There is no {what} '{id}'.");

    /// <summary>Something in the request is wrong.</summary>
    public static IResult Bad(string code, string detail, string? member = null, string? chinese = null) => Of(StatusCodes.Status400BadRequest, code, detail, chinese, member);

    /// <summary>The key does not cover an area.</summary>
    public static IResult NotYourArea(Access.Caller caller, string area) =>
        Of(StatusCodes.Status403Forbidden, "not-your-area", $"The key covers area '{caller.Area}', not '{area}'.");

    /// <summary>Why something is not done.</summary>
    public static IResult Refused(Alerts.Refusal refusal) => Of(
        refusal.Code switch
        {
            "not-found" => StatusCodes.Status404NotFound,
            "not-your-role" or "not-your-level" => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status409Conflict,
        },
        refusal.Code,
        refusal.English,
        refusal.Chinese);

    /// <summary>Not now: the request may be sent again.</summary>
    public static IResult Later(HttpContext context, int status, string code, string detail, int seconds, string? chinese = null)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Of(status, code, detail, chinese);
    }
}
