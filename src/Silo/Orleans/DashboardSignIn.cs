using System.Text;
using System.Text.Encodings.Web;
using CityActors.Silo.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CityActors.Silo.Orleans;

/// <summary>Signs a browser in to the dashboard: it asks for a name, which does not matter, and a password, which is an administrator's key.</summary>
internal sealed class DashboardSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Credentials credentials, WrongKeys wrongKeys)
    : KeyAuthentication(options, logger, encoder, credentials, wrongKeys)
{
    public new const string SchemeName = "dashboard";
    private const string Basic = "Basic ";

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (MustWait)
        {
            return base.HandleChallengeAsync(properties);
        }

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Basic realm=\"CityActors: any name, an administrator's key as password\", charset=\"UTF-8\"";
        return Task.CompletedTask;
    }

    protected override string? KeyIn(string header)
    {
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return base.KeyIn(header);
        }

        var encoded = header[Basic.Length..].Trim();
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2)[^1] : null;
    }
}
