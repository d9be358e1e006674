using System.Collections.Concurrent;
using CityActors.Silo.Access;

namespace CityActors.Silo.Orleans;

/// <summary>
/// Lets an administrator into the dashboard from the console: a ticket, good once and for half a minute, is exchanged for a cookie of the dashboard's pages only.
/// </summary>
/// <remarks>Both stand for the key or session that asked for the ticket, and end with it. They are in this Silo's memory only.</remarks>
/// <param name="credentials">What keys and sessions stand for.</param>
internal sealed class DashboardTickets(Credentials credentials)
{
    /// <summary>Where the dashboard is.</summary>
    public const string Path = "/dashboard";

    private const string Cookie = "city-dashboard";
    private const int Most = 1_000;
    private static readonly TimeSpan TicketLife = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CookieLife = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Pass> tickets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Pass> cookies = new(StringComparer.Ordinal);

    /// <summary>Makes a ticket for whoever is signed in.</summary>
    public string Issue(SignedIn signedIn) => Keep(tickets, signedIn, TicketLife);

    /// <summary>Takes the ticket of a request to the dashboard and gives a cookie for it; other requests pass.</summary>
    public Task Exchange(HttpContext context, RequestDelegate next)
    {
        var given = context.Request.Query["ticket"];
        if (!context.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal) || given.Count == 0)
        {
            return next(context);
        }

        if (!tickets.TryRemove(Secrets.Hash(given.ToString()), out var ticket) || ticket.EndsAt <= credentials.Now)
        {
            return Problems.Of(StatusCodes.Status401Unauthorized, "wrong-ticket", "The ticket was used, or is older than 30 seconds: open the dashboard from the console again.")
                .ExecuteAsync(context);
        }

        context.Response.Cookies.Append(Cookie, Keep(cookies, ticket.SignedIn, CookieLife), new CookieOptions
        {
            Path = Path,
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            MaxAge = CookieLife,
            IsEssential = true,
        });
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect($"{Path}/"); // Without the ticket, so that it stands in no history.
        return Task.CompletedTask;
    }

    /// <summary>Whom a request's cookie stands for, or null.</summary>
    public async ValueTask<SignedIn?> CallerOf(HttpRequest request)
    {
        if (request.Cookies[Cookie] is not { Length: > 0 } secret || !cookies.TryGetValue(Secrets.Hash(secret), out var pass) || pass.EndsAt <= credentials.Now)
        {
            return null;
        }

        var now = await credentials.Find(pass.SignedIn.Hash);
        return now is not null && now.StateAt(credentials.Now) == CredentialState.Valid && now.Caller == pass.SignedIn.Credential.Caller ? pass.SignedIn : null;
    }

    private string Keep(ConcurrentDictionary<string, Pass> passes, SignedIn signedIn, TimeSpan life)
    {
        foreach (var (hash, pass) in passes)
        {
            if (pass.EndsAt <= credentials.Now || passes.Count >= Most)
            {
                passes.TryRemove(hash, out _);
            }
        }

        var secret = Secrets.New();
        passes[Secrets.Hash(secret)] = new Pass(signedIn, credentials.Now + life);
        return secret;
    }

    private sealed record Pass(SignedIn SignedIn, DateTimeOffset EndsAt);
}

/// <summary><c>POST /v1/dashboard/ticket</c>: the way from the console into the dashboard.</summary>
internal static class DashboardTicketEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapDashboardTicket(this IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/dashboard/ticket", static (HttpContext context, DashboardTickets tickets, SiloSettings settings) => settings.HasDashboard
            ? Results.Ok(new DashboardTicket($"{DashboardTickets.Path}/?ticket={tickets.Issue(SignedIn.Of(context))}"))
            : Problems.Of(StatusCodes.Status409Conflict, "no-dashboard", "This Silo has no dashboard: a replay never has one, and the setting Dashboard may switch it off.", "此 Silo 没有面板：回放没有面板，或已由设置 Dashboard 关闭。"))
        .Needs(Need.RunCity).Produces<DashboardTicket>().WithSummary("An address that opens the dashboard without another sign-in; good once, for 30 seconds.");
}

/// <summary>A way into the dashboard.</summary>
/// <param name="Address">The address to open.</param>
internal sealed record DashboardTicket(string Address);
