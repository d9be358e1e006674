using System.Security.Claims;

namespace CityActors.Silo.Access;

/// <summary>Who calls: the holder of a key.</summary>
/// <param name="Name">The name in histories, for example <c>officer-tianxin</c>.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Area">The code of the area it may see and act on, with all below.</param>
public sealed record Caller(string Name, Role Role, string Area)
{
    private const string RoleClaim = "city-role";
    private const string AreaClaim = "city-area";

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
    public static Caller Of(HttpContext context) => new(
        context.User.Identity?.Name ?? throw new InvalidOperationException("The endpoint asks who calls but requires no role."),
        Enum.Parse<Role>(context.User.FindFirstValue(RoleClaim)!),
        context.User.FindFirstValue(AreaClaim)!);

    /// <summary>The same as an endpoint's parameter.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => new(Of(context));

    /// <summary>The caller as a signed-in user.</summary>
    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, Name), new Claim(RoleClaim, Role.ToString()), new Claim(AreaClaim, Area)],
        scheme));
}
