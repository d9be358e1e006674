using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace CityActors.Silo.Tests.SignIn;

/// <summary>A real OpenID Connect issuer on a free port, which lets in whoever comes under the name it is told, and lies as it is told.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    public const string ClientId = "city";
    public const string ClientSecret = "a-secret-of-issuer-and-city";

    private readonly RSA published = RSA.Create(2048);
    private readonly RSA other = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge, string RedirectUri)> codes = new();
    private readonly WebApplication app;

    private Issuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => new
        {
            issuer = Address,
            authorization_endpoint = $"{Address}/authorize",
            token_endpoint = $"{Address}/token",
            jwks_uri = $"{Address}/keys",
            response_types_supported = new[] { "code" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
        });
        app.MapGet("/keys", () =>
        {
            var key = published.ExportParameters(false);
            return new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "1", n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) } } };
        });
        app.MapGet("/authorize", Authorize);
        app.MapPost("/token", Token);
    }

    public string Address => app.Urls.First();

    /// <summary>Who comes.</summary>
    public string Name { get; set; } = "wang";

    /// <summary>Whether tokens are signed with a key that nobody published.</summary>
    public bool HasWrongSignature { get; set; }

    /// <summary>Whether tokens answer another question than the one that was asked.</summary>
    public bool HasWrongNonce { get; set; }

    /// <summary>Whether tokens are meant for somebody else.</summary>
    public bool HasWrongAudience { get; set; }

    public static async Task<Issuer> Start()
    {
        var issuer = new Issuer();
        await issuer.app.StartAsync(TestContext.Current.CancellationToken);
        return issuer;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        published.Dispose();
        other.Dispose();
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256" || string.IsNullOrEmpty(query["nonce"]))
        {
            return Results.BadRequest();
        }

        var code = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        codes[code] = (query["nonce"].ToString(), query["code_challenge"].ToString(), query["redirect_uri"].ToString());
        return Results.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"].ToString(), new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }));
    }

    private async Task<IResult> Token(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var isKnown = codes.TryRemove(form["code"].ToString(), out var asked);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!isKnown || challenge != asked.Challenge || form["client_secret"] != ClientSecret || form["redirect_uri"] != asked.RedirectUri)
        {
            return Results.BadRequest(new { error = "invalid_grant" });
        }

        return Results.Ok(new { access_token = "none", token_type = "Bearer", expires_in = 60, id_token = Sign(asked.Nonce) });
    }

    private string Sign(string nonce)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Address,
            ["sub"] = "1",
            ["aud"] = HasWrongAudience ? "another-city" : ClientId,
            ["iat"] = now,
            ["exp"] = now + 60,
            ["nonce"] = HasWrongNonce ? "another" : nonce,
            ["preferred_username"] = Name,
        };
        var signed = $"{Part(new { alg = "RS256", typ = "JWT", kid = "1" })}.{Part(claims)}";
        var signature = (HasWrongSignature ? other : published).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
