using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CityActors.Silo.Access;

/// <summary>Signs a request in by its key: <c>Authorization: Bearer …</c>.</summary>
public class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiKeys keys) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "key";

    private const string Prefix = "Bearer ";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyIn(Request.Headers.Authorization.ToString()) is not { } key)
        {
            return AuthenticateResult.NoResult();
        }

        return await keys.Find(key) is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(caller.SignIn(Context, Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("Unknown key.");
    }

    /// <summary>The key in an <c>Authorization</c> header, or null.</summary>
    protected virtual string? KeyIn(string header) =>
        header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : null;

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(StatusCodes.Status401Unauthorized, "no-key", "Send a known key as 'Authorization: Bearer <key>'; the keys were printed at the first start.")
            .ExecuteAsync(Context);
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.Of(StatusCodes.Status403Forbidden, "not-your-role", "The key's role may not do this; docs/api.md lists what each role may.")
            .ExecuteAsync(Context);
}
