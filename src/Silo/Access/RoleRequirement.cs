using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;

namespace CityActors.Silo.Access;

/// <summary>What an endpoint asks of its caller.</summary>
public static class RoleRequirement
{
    /// <summary>Adds sign-in by key and one policy for each role.</summary>
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider(); // Nothing here is protected by it; no key ring on disk.
        services.AddAuthentication(KeyAuthentication.SchemeName)
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null);
        services.AddAuthorization(options =>
        {
            foreach (var role in Enum.GetValues<Role>())
            {
                options.AddPolicy(PolicyOf(role), policy => policy.RequireAuthenticatedUser().RequireAssertion(context => Allows(context, role)));
            }
        });
    }

    /// <summary>Only callers who may do what the role may.</summary>
    public static RouteHandlerBuilder RequireRole(this RouteHandlerBuilder endpoint, Role role) => endpoint.RequireAuthorization(PolicyOf(role));

    private static string PolicyOf(Role role) => $"may-{role}";

    private static bool Allows(AuthorizationHandlerContext context, Role role) =>
        context.Resource is HttpContext http && Caller.Of(http).May(role);
}
