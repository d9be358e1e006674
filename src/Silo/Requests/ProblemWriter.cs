using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CityActors.Silo.Requests;

/// <summary>Writes every problem as <c>application/problem+json</c>, whatever the caller would rather accept: a reader of events, too, must learn what was wrong.</summary>
internal sealed class ProblemWriter(IOptions<ProblemDetailsOptions> options) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        options.Value.CustomizeProblemDetails?.Invoke(context);
        return new(context.HttpContext.Response.WriteAsJsonAsync(
            context.ProblemDetails, typeof(ProblemDetails), options: null, "application/problem+json", context.HttpContext.RequestAborted));
    }

    /// <summary>What every problem has: a code and a detail, also where the framework refused.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        var (code, detail) = problem.Status switch
        {
            StatusCodes.Status400BadRequest => ("bad-request", "The request cannot be read."),
            StatusCodes.Status404NotFound => ("not-found", "There is nothing at this address; /openapi/v1.json lists the calls."),
            StatusCodes.Status405MethodNotAllowed => ("wrong-method", "The call exists, but not with this method; /openapi/v1.json lists the calls."),
            StatusCodes.Status413PayloadTooLarge => ("body-too-large", "The body is larger than this call takes."),
            StatusCodes.Status415UnsupportedMediaType => ("not-json", "The body must be JSON: send 'Content-Type: application/json'."),
            StatusCodes.Status412PreconditionFailed => ("precondition-failed", "The resource is not as the request's 'If-Match' or 'If-Unmodified-Since' demands."),
            StatusCodes.Status416RangeNotSatisfiable => ("bad-range", "The resource has no such 'Range'."),
            >= StatusCodes.Status400BadRequest and < StatusCodes.Status500InternalServerError => ("bad-request", "The request cannot be taken as it is."),
            _ => ("error", null),
        };
        problem.Extensions.TryAdd("code", code);
        problem.Title ??= code;
        problem.Type ??= $"urn:cityactors:problem:{code}";
        problem.Detail ??= detail;
    }
}
