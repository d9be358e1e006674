using System.Security.Claims;

namespace CityActors.Silo.Access;

/// <summary>Who calls: a person, or the holder of a key.</summary>
/// <param name="Name">The name in histories, for example <c>officer-tianxin</c>.</param>
/// <param name="Role">What it is to the city.</param>
/// <param name="Area">The code of the area it may see and act on, with all below.</param>
/// <param name="Responder">Which responder a person is, or empty.</param>
public sealed record Caller(string Name, Role Role, string Area, string Responder = "")
{
    /// <summary>Whether it may have a need of a subject.</summary>
    public bool May(Need need, Subject subject) => AccessPolicy.Judge(this, need, subject) == Verdict.Allowed;

    /// <summary>Whether it is to be told of where and how people live.</summary>
    public bool SeesHomes => AccessPolicy.SeesHomes(Role);

    /// <summary>Whether an area's code and its own have something in common: one lies in the other.</summary>
    public bool Meets(string areaCode) => Covers(areaCode) || Area.StartsWith(areaCode, StringComparison.Ordinal);

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
