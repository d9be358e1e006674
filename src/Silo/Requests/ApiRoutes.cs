using CityActors.Silo.Access;

namespace CityActors.Silo.Requests;

/// <summary>The routes of the API: each takes the parameters and the body it declares, and nothing else.</summary>
internal static class ApiRoutes
{
    /// <summary>A group for the API's endpoints.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("");
        api.AddEndpointFilter(static (context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store"; // An answer is the city at one moment, and may tell how people live.
            if (context.Arguments.OfType<IRequestBody>().FirstOrDefault() is not { } body)
            {
                return next(context);
            }

            if (body.Refusal is { } refusal)
            {
                return ValueTask.FromResult<object?>(refusal);
            }

            AuditTrail.NoteKind(context.HttpContext, body.Content);
            return next(context);
        });
        ((IEndpointConventionBuilder)api).Finally(static endpoint => endpoint.Metadata.Add(QueryParameters.Of(endpoint)));
        return api;
    }

    /// <summary>Refuses queries that the endpoint does not take, before anything is bound to its parameters.</summary>
    public static void UseQueryCheck(this WebApplication app) => app.Use(static (context, next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<QueryParameters>()?.Refuse(context) is { } refusal ? refusal.ExecuteAsync(context) : next(context));

    /// <summary>A filter of the endpoint has these values only.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, string name, params IReadOnlyList<string> values) =>
        endpoint.WithMetadata(new QueryRule(name, _ => values));

    /// <summary>A filter of the endpoint has the values that a service knows only.</summary>
    public static RouteHandlerBuilder Takes<TService>(this RouteHandlerBuilder endpoint, string name, Func<TService, IReadOnlyList<string>> values)
        where TService : notnull => endpoint.WithMetadata(new QueryRule(name, services => values(services.GetRequiredService<TService>())));

    /// <summary>A filter of the endpoint has values of a form only.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, string name, Func<string, bool> fits, string wanted) =>
        endpoint.WithMetadata(new QueryRule(name, Fits: fits, Wanted: wanted));

    /// <summary>The endpoint takes a number that its handler does not declare.</summary>
    public static RouteHandlerBuilder TakesNumber(this RouteHandlerBuilder endpoint, string name) =>
        endpoint.WithMetadata(new QueryRule(name, Type: typeof(long)));

    /// <summary>The names of an enumeration's values as the API writes them.</summary>
    public static IReadOnlyList<string> NamesOf<TEnum>()
        where TEnum : struct, Enum => [.. Enum.GetValues<TEnum>().Select(Lists.ListWriter.Name)];
}
