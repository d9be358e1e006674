using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace CityActors.Silo.Requests;

/// <summary>The body of a request, or why it is refused.</summary>
internal interface IRequestBody
{
    /// <summary>Why it is refused, or null.</summary>
    IResult? Refusal { get; }

    /// <summary>What was sent, if it is not refused.</summary>
    object Content { get; }
}

/// <summary>A JSON body that is exactly what its type says, or is refused with the member that is not.</summary>
/// <remarks>Endpoints of the API never see a refused one: <see cref="ApiRoutes"/> answers in their place.</remarks>
internal sealed class Body<T> : IRequestBody, IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? value;

    private Body(T? value, IResult? refusal) => (this.value, Refusal) = (value, refusal);

    /// <inheritdoc/>
    public IResult? Refusal { get; }

    /// <summary>What was sent.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value => value ?? throw new InvalidOperationException("A body that was refused is not for its endpoint: map the endpoint among the API's routes.");

    /// <inheritdoc/>
    public object Content => Value;

    /// <summary>Reads it from a request.</summary>
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!context.Request.HasJsonContentType())
        {
            return new(null, Problems.Of(StatusCodes.Status415UnsupportedMediaType, "not-json", "The body must be JSON: send 'Content-Type: application/json'."));
        }

        var options = context.RequestServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;
        try
        {
            var json = await context.Request.ReadFromJsonAsync<JsonElement>(options, context.RequestAborted);
            var fault = BodyShape.FirstFault(json, options.GetTypeInfo(typeof(T)));
            return fault is null ? new(json.Deserialize<T>(options), null) : new(null, Refuse(fault));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return new(null, Problems.Bad("bad-body", $"The body cannot be read as JSON in UTF-8: {fault.Message}")); // The latter: half a character in a text.
        }
        catch (IOException fault) when (fault is not BadHttpRequestException)
        {
            return new(null, Problems.Bad("bad-body", "The body did not arrive whole; nothing was done. Send it again."));
        }
    }

    /// <summary>Tells the OpenAPI document what the body is.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    private static IResult Refuse(BodyFault fault)
    {
        if (fault.Member.Length == 0)
        {
            return Problems.Bad("bad-body", $"The body {fault.Wrong}.");
        }

        var first = fault.Member.Split('.', '[')[0];
        var code = typeof(T).Name.EndsWith("Registration", StringComparison.Ordinal) ? "bad-registration"
            : fault.IsUnknown && first == fault.Member ? "unknown-member"
            : $"bad-{JsonNamingPolicy.KebabCaseLower.ConvertName(first)}";
        return Problems.Bad(code, $"'{fault.Member}' {fault.Wrong}.", fault.Member);
    }
}
