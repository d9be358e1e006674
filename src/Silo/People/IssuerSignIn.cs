using CityActors.Silo.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CityActors.Silo.People;

/// <summary>
/// Signs people in by an OpenID Connect issuer: code flow with PKCE; ASP.NET Core's handler checks state, nonce and signature.
/// The issuer only says who somebody is. What that person may do is registered here, as for all people.
/// </summary>
internal static class IssuerSignIn
{
    private const string Scheme = "issuer";
    private const string Begin = "/sign-in/oidc";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Adds the handler, if there is an issuer.</summary>
    public static void AddIssuer(this IServiceCollection services, IssuerSettings issuer)
    {
        services.AddSingleton(issuer);
        if (!issuer.IsThere)
        {
            return;
        }

        services.AddDataProtection().SetApplicationName("CityActors");
        services.AddSingleton<ProtectionKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<ProtectionKeys>(static (options, keys) => options.XmlRepository = keys);
        services.AddAuthentication().AddOpenIdConnect(Scheme, options => Configure(options, issuer));
    }

    /// <summary>Maps where a browser begins.</summary>
    public static void MapIssuer(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/sign-in", (IssuerSettings issuer) => new Ways(issuer.IsThere)).IsOpen("Who signs in is not known yet.").WithSummary("How people may sign in besides name and password.");
        routes.MapGet(Begin, Challenge).IsOpen("The issuer says who asks.").ExcludeFromDescription();
    }

    private static async Task Challenge(HttpContext context, IssuerSettings issuer, ILogger<IssuerSettings> logger)
    {
        if (!issuer.IsThere)
        {
            await Problems.Of(StatusCodes.Status404NotFound, "no-issuer", "No issuer is set up here: sign in by name and password.").ExecuteAsync(context);
            return;
        }

        try
        {
            await context.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = "/" });
        }
        catch (InvalidOperationException fault) when (!context.Response.HasStarted)
        {
            logger.LogWarning("The issuer {Authority} cannot be asked: {Reason}", issuer.Authority, fault.InnerException?.Message ?? fault.Message);
            Send(context, "refused=issuer-unavailable");
        }
    }

    private static void Configure(OpenIdConnectOptions options, IssuerSettings issuer)
    {
        options.TimeProvider = TimeProvider.System; // Not a replay's.
        options.Authority = issuer.Authority;
        options.ClientId = issuer.ClientId;
        options.ClientSecret = issuer.ClientSecret;
        options.RequireHttpsMetadata = !issuer.IsLocal;
        options.CallbackPath = $"{Begin}/callback";
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.DisableTelemetry = true;
        options.BackchannelTimeout = Patience;
        (options.CorrelationCookie.SameSite, options.NonceCookie.SameSite) = (SameSiteMode.Lax, SameSiteMode.Lax); // The answer comes as a plain link.
        (options.CorrelationCookie.SecurePolicy, options.NonceCookie.SecurePolicy) = (CookieSecurePolicy.SameAsRequest, CookieSecurePolicy.SameAsRequest);
        options.Events.OnTicketReceived = context => Receive(context, issuer);
        options.Events.OnRemoteFailure = static context =>
        {
            Send(context.HttpContext, "refused=issuer-refused");
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    /// <summary>The issuer has said who it is: gives the browser a session, if that person is registered.</summary>
    private static async Task Receive(TicketReceivedContext context, IssuerSettings issuer)
    {
        var name = context.Principal?.FindFirst(issuer.NameClaim)?.Value;
        var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
        var begun = name is null ? null : await sessions.Begin(name, passwordHash: null); // Letter for letter: two accounts of an issuer may differ in capitals only.
        Send(context.HttpContext, begun is null ? "refused=not-registered" : $"session={begun.Token}");
        context.HandleResponse();
    }

    // What stands after the number sign stays in the browser.
    private static void Send(HttpContext context, string word)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect($"/#{word}");
    }

    internal sealed record Ways(bool Oidc);
}
