namespace CityActors.Client.Api;

/// <content>Keys of other callers, for administrators.</content>
public sealed partial class CityClient
{
    /// <summary>Makes a key. Not repeated on a lost connection: nobody would know the first one.</summary>
    public Task<IssuedKey> MakeKey(NewKey key, CancellationToken cancellation) =>
        Ask<IssuedKey>(Post("/v1/keys", key) with { MayRepeat = false }, cancellation);

    /// <summary>Keys by name, without their secrets.</summary>
    public IAsyncEnumerable<KeyCard> Keys(CancellationToken cancellation) => Pages<KeyCard>("/v1/keys", [], cancellation, waitsForFacts: false);

    /// <summary>Gives a key another secret; the old one stops. Not repeated on a lost connection.</summary>
    public Task<IssuedKey> RotateKey(string name, CancellationToken cancellation) =>
        Ask<IssuedKey>(new Call(HttpMethod.Post, Address("keys", name, "rotate")) { MayRepeat = false }, cancellation);

    /// <summary>Revokes a key for good.</summary>
    public async Task RevokeKey(string name, CancellationToken cancellation)
    {
        using var answer = await Send(new Call(HttpMethod.Delete, $"/v1/keys/{Uri.EscapeDataString(name)}"), cancellation);
    }
}

/// <summary>A key to be made.</summary>
/// <param name="Role">What its holder may do, for example <c>viewer</c>.</param>
/// <param name="Area">The code of the area it may see and act on; empty: everywhere.</param>
/// <param name="Purpose">What it is for, 1 to 200 characters.</param>
/// <param name="ExpiresAt">Until when it is good; null: until it is revoked.</param>
/// <param name="Name">Its name in histories; null: the Silo gives one.</param>
public sealed record NewKey(string Role, string Area, string Purpose, DateTimeOffset? ExpiresAt, string? Name);

/// <summary>A key that was just made or rotated.</summary>
/// <param name="Key">What its holder sends; it cannot be read again.</param>
/// <param name="Name">Its name in histories.</param>
public sealed record IssuedKey(string Key, string Name);

/// <summary>A key without its secret.</summary>
/// <param name="Name">Its name in histories.</param>
/// <param name="Role">What its holder may do.</param>
/// <param name="Area">Where; empty: everywhere.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="ExpiresAt">Until when it is good, UTC, or null.</param>
/// <param name="RevokedAt">When it was revoked, UTC, or null.</param>
public sealed record KeyCard(
    string Name, string Role, string Area, string Purpose, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);
