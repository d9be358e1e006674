using System.Text;
using System.Text.Encodings.Web;
using CityActors.Silo.Access;
using CityActors.Silo.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CityActors.Silo.Orleans;

/// <summary>Signs a browser in to the dashboard: by the cookie that a ticket of the console gave it; else it asks for an administrator's name and password, or takes a key as the password of any name.</summary>
internal sealed class DashboardSignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Credentials credentials, WrongKeys wrongKeys, BasicSignIn people, DashboardTickets tickets)
    : KeyAuthentication(options, logger, encoder, credentials, wrongKeys)
{
    public new const string SchemeName = "dashboard";
    private const string Basic = "Basic ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Request.Headers.Authorization.Count == 0 && await tickets.CallerOf(Request) is { } signedIn ? SignIn(signedIn) : await base.HandleAuthenticateAsync();

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (MustWait)
        {
            return base.HandleChallengeAsync(properties);
        }

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Basic realm=\"CityActors: an administrator's name and password, or any name and a key\", charset=\"UTF-8\"";
        return Task.CompletedTask;
    }

    protected override async ValueTask<string?> KeyIn(string header)
    {
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return await base.KeyIn(header);
        }

        var encoded = header[Basic.Length..].Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length) || Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is not [var name, var password])
        {
            return null;
        }

        var isKey = Known(password) is not null;
        return isKey || WaitOf() is not null ? password : await people.TokenOf(name.Trim().ToLowerInvariant(), password) ?? password;
    }
}
