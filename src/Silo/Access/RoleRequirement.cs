using Microsoft.AspNetCore.Authorization;

namespace CityActors.Silo.Access;

/// <summary>What an endpoint asks of its caller.</summary>
public static class RoleRequirement
{
    /// <summary>Adds sign-in by key.</summary>
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

    /// <summary>Only callers who may do what the role may.</summary>
    public static RouteHandlerBuilder RequireRole(this RouteHandlerBuilder endpoint, Role role) => endpoint.RequireAuthorization(policy =>
        policy.RequireAuthenticatedUser().RequireAssertion(context => Allows(context, role)));

    /// <summary>Everybody but a sensor; what is seen depends on the caller.</summary>
    public static RouteHandlerBuilder RequireReader(this RouteHandlerBuilder endpoint) => endpoint.RequireAuthorization(policy =>
        policy.RequireAuthenticatedUser().RequireAssertion(context => !Allows(context, Role.Sensor) || Allows(context, Role.Viewer)));

    /// <summary>Whether the caller behind a request may do what the role may.</summary>
    internal static bool Allows(AuthorizationHandlerContext context, Role role) =>
        context.User.Identity?.IsAuthenticated == true && context.Resource is HttpContext http && Caller.Of(http).May(role);
}
