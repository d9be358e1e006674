using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CityActors.Silo.Access;

/// <summary>Signs a request in by its key: <c>Authorization: Bearer …</c>.</summary>
public class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    Credentials credentials,
    WrongKeys wrongKeys) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "key";

    private const string Prefix = "Bearer ";

    private IResult refusal = Refuse("no-key", "Send a key, or the token of a sign-in, as 'Authorization: Bearer <key>'.");

    /// <summary>Whether the request was refused because too many wrong keys came from its address.</summary>
    protected bool MustWait { get; private set; }

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (await KeyIn(Request.Headers.Authorization.ToString()) is not { } key)
        {
            return AuthenticateResult.NoResult();
        }

        var hash = Secrets.Hash(key);
        if (Known(key) is null && WaitOf() is { } wait)
        {
            (MustWait, refusal) = (true, WrongKeys.Refusal(Context, wait));
            return AuthenticateResult.Fail("Too many wrong keys.");
        }

        if (await credentials.Find(hash) is not { } found)
        {
            wrongKeys.Note(Context.Connection.RemoteIpAddress);
            refusal = Refuse("unknown-key", "The key is not known: it was mistyped, another has taken its place, or the sign-in has ended.");
            return AuthenticateResult.Fail("Unknown key.");
        }

        return found.StateAt(credentials.Now) switch
        {
            CredentialState.Revoked => Ended("key-revoked", "The key was revoked: ask an administrator for another."),
            CredentialState.Expired => Ended("key-expired", $"This was good until {found.ExpiresAt:u}: {(found.IsPerson ? "sign in again" : "ask an administrator for another key")}."),
            _ => SignIn(new SignedIn(hash, found)),
        };
    }

    /// <summary>The key in an <c>Authorization</c> header, or null.</summary>
    protected virtual ValueTask<string?> KeyIn(string header) =>
        new(header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : null);

    /// <summary>What a key stands for as far as this Silo knows, or null.</summary>
    protected Credential? Known(string key) => credentials.Known(Secrets.Hash(key));

    /// <summary>How long the request's address must wait before it may try another key, or null.</summary>
    protected TimeSpan? WaitOf() => wrongKeys.WaitOf(Context.Connection.RemoteIpAddress);

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (!MustWait)
        {
            Response.Headers.WWWAuthenticate = "Bearer";
        }

        return refusal.ExecuteAsync(Context);
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var isArea = Context.Features.Get<Caller>() is { } caller && Context.GetEndpoint()?.Metadata.GetMetadata<AccessNeed>() is { Need: var need }
            && AccessPolicy.AtTheDoor(caller, need) == Verdict.NotYourArea;
        return (isArea
            ? Problems.Of(StatusCodes.Status403Forbidden, "not-your-area", "This concerns the whole city, and you have a part of it: ask an administrator whose area is empty.", "此操作涉及全市，而您的权限限于部分区域：请联系全市管理员。")
            : Problems.Of(StatusCodes.Status403Forbidden, "not-your-role", "Your role may not do this; docs/access.md lists what each role may.", "您的角色无权进行此操作。")).ExecuteAsync(Context);
    }

    /// <summary>Signs the request in.</summary>
    protected AuthenticateResult SignIn(SignedIn signedIn)
    {
        Context.Features.Set(signedIn);
        return AuthenticateResult.Success(new AuthenticationTicket(signedIn.Credential.Caller.SignIn(Context, Scheme.Name), Scheme.Name));
    }

    private static IResult Refuse(string code, string detail) => Problems.Of(StatusCodes.Status401Unauthorized, code, detail);

    private AuthenticateResult Ended(string code, string detail)
    {
        refusal = Refuse(code, detail);
        return AuthenticateResult.Fail(code);
    }
}
