namespace CityActors.Silo.Access;

/// <summary>Whether a credential lets its holder in.</summary>
public enum CredentialState
{
    /// <summary>It does.</summary>
    Valid,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It was taken back.</summary>
    Revoked,
}

/// <summary>What the hash of a secret stands for.</summary>
/// <param name="Caller">Whom it lets in.</param>
/// <param name="ExpiresAt">Until when, UTC; null: until it is revoked.</param>
/// <param name="RevokedAt">When it was revoked, UTC, or null.</param>
/// <param name="IsPerson">Whether it is a person's session; otherwise it is a key.</param>
public sealed record Credential(Caller Caller, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, bool IsPerson = false)
{
    /// <summary>Whether it lets its holder in at a time.</summary>
    public CredentialState StateAt(DateTimeOffset now) =>
        RevokedAt is not null ? CredentialState.Revoked : ExpiresAt <= now ? CredentialState.Expired : CredentialState.Valid;
}

/// <summary>By which secret a request was signed in.</summary>
/// <param name="Hash">The secret's hash.</param>
/// <param name="Credential">What it stands for.</param>
public sealed record SignedIn(string Hash, Credential Credential)
{
    /// <summary>That of a request; there is one behind every endpoint with a role.</summary>
    public static SignedIn Of(HttpContext context) =>
        context.Features.Get<SignedIn>() ?? throw new InvalidOperationException("The endpoint asks how its caller signed in but requires no role.");
}
