using Microsoft.AspNetCore.Authorization;

namespace CityActors.Silo.Access;

/// <summary>What an endpoint asks of its caller.</summary>
public static class RoleRequirement
{
    private const string ReaderPolicy = "may-read";

    /// <summary>Adds sign-in by key and one policy for each role.</summary>
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddWebEncoders();
        services.AddAuthenticationCore(options => // Not AddAuthentication, which would keep a key ring on disk for cookies we do not have.
        {
            options.DefaultScheme = KeyAuthentication.SchemeName;
            options.AddScheme<KeyAuthentication>(KeyAuthentication.SchemeName, null);
        });
        services.AddAuthorization(options =>
        {
            options.AddPolicy(ReaderPolicy, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => !Allows(context, Role.Sensor) || Allows(context, Role.Viewer)));
            foreach (var role in Enum.GetValues<Role>())
            {
                options.AddPolicy(PolicyOf(role), policy => policy.RequireAuthenticatedUser().RequireAssertion(context => Allows(context, role)));
            }
        });
    }

    /// <summary>Only callers who may do what the role may.</summary>
    public static RouteHandlerBuilder RequireRole(this RouteHandlerBuilder endpoint, Role role) => endpoint.RequireAuthorization(PolicyOf(role));

    /// <summary>Everybody but a sensor; what is seen depends on the caller.</summary>
    public static RouteHandlerBuilder RequireReader(this RouteHandlerBuilder endpoint) => endpoint.RequireAuthorization(ReaderPolicy);

    private static string PolicyOf(Role role) => $"may-{role}";

    /// <summary>Whether the caller behind a request may do what the role may.</summary>
    internal static bool Allows(AuthorizationHandlerContext context, Role role) =>
        context.User.Identity?.IsAuthenticated == true && context.Resource is HttpContext http && Caller.Of(http).May(role);
}
