using System.Security.Claims;

namespace CityActors.Silo.Access;

/// <summary>Who calls: the holder of a key.</summary>
/// <param name="Name">The name in histories, for example <c>officer-tianxin</c>.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Area">The code of the area it may see and act on, with all below.</param>
public sealed record Caller(string Name, Role Role, string Area)
{
    /// <summary>Whether it may do what a role may.</summary>
    public bool May(Role role) => role switch
    {
        Role.Sensor => Role is Role.Sensor or Role.Admin,
        Role.Citizen => Role is not Role.Sensor and not Role.Viewer,
        _ => Role >= role,
    };

    /// <summary>Whether an area's code lies in its area.</summary>
    public bool Covers(string areaCode) => areaCode.StartsWith(Area, StringComparison.Ordinal);

    /// <summary>The caller of a request; there is one behind every endpoint with a role.</summary>
    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The endpoint asks who calls but requires no role.");

    /// <summary>The same as an endpoint's parameter.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => new(Of(context));

    /// <summary>Signs the caller in to a request.</summary>
    /// <returns>It as the request's user.</returns>
    public ClaimsPrincipal SignIn(HttpContext context, string scheme)
    {
        context.Features.Set(this);
        return new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, Name)], scheme));
    }
}
