using Microsoft.AspNetCore.Authorization;

namespace CityActors.Silo.Access;

/// <summary>What an endpoint is for; one without is open to everybody, and says so.</summary>
/// <param name="Need">The need.</param>
public sealed record AccessNeed(Need Need);

/// <summary>Marks an endpoint that answers whoever calls, and says why it may.</summary>
/// <param name="Why">Why nobody needs to be known.</param>
public sealed record OpenToAll(string Why);

/// <summary>Names what endpoints are for.</summary>
public static class AccessNeeds
{
    /// <summary>Adds sign-in by key, and the question whether a caller may have what an endpoint is for.</summary>
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddWebEncoders();
        services.AddAuthenticationCore(options => // Not AddAuthentication, which would keep a key ring on disk for cookies we do not have.
        {
            options.DefaultScheme = KeyAuthentication.SchemeName;
            options.AddScheme<KeyAuthentication>(KeyAuthentication.SchemeName, null);
        });
        services.AddAuthorization();
    }

    /// <summary>Only callers who may have the need.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, Need need) => endpoint.WithMetadata(new AccessNeed(need))
        .RequireAuthorization(policy => policy.RequireAuthenticatedUser().RequireAssertion(context => Allows(context, need)));

    /// <summary>Whoever calls is answered.</summary>
    public static RouteHandlerBuilder IsOpen(this RouteHandlerBuilder endpoint, string why) => endpoint.WithMetadata(new OpenToAll(why));

    /// <summary>Refuses to serve a city with an endpoint of which nobody has said whom it answers.</summary>
    /// <exception cref="InvalidOperationException">There is one.</exception>
    public static void CheckNeeds(this IEndpointRouteBuilder routes)
    {
        foreach (var endpoint in routes.DataSources.SelectMany(static source => source.Endpoints))
        {
            if (endpoint.Metadata.GetMetadata<AccessNeed>() is null && endpoint.Metadata.GetMetadata<OpenToAll>() is null
                && endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null)
            {
                throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' says neither what it is for ({nameof(Needs)}) nor that it is open ({nameof(IsOpen)}).");
            }
        }
    }

    /// <summary>Whether the caller behind a request may have a need at all.</summary>
    internal static bool Allows(AuthorizationHandlerContext context, Need need) =>
        context.User.Identity?.IsAuthenticated == true && context.Resource is HttpContext http && AccessPolicy.AtTheDoor(Caller.Of(http), need) == Verdict.Allowed;
}
