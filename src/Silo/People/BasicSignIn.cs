using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CityActors.Silo.Access;

namespace CityActors.Silo.People;

/// <summary>Names and passwords that a browser sends with every request: the first is signed in, the others go on with its session.</summary>
/// <param name="credentials">Who is let in.</param>
/// <param name="attempts">Checks passwords.</param>
/// <param name="sessions">Begins sessions.</param>
public sealed class BasicSignIn(Credentials credentials, SignInAttempts attempts, Sessions sessions)
{
    private const int MostRemembered = 100;
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32); // So that what is in memory leads to no password.
    private readonly ConcurrentDictionary<string, string> tokens = new(StringComparer.Ordinal);

    /// <summary>The token of somebody's session, or null: name or password is wrong, or the name is locked.</summary>
    public async Task<string?> TokenOf(string name, string password)
    {
        var pair = Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{name}:{password}")));
        if (tokens.TryGetValue(pair, out var token) && credentials.Known(Secrets.Hash(token))?.StateAt(credentials.Now) == CredentialState.Valid)
        {
            return token;
        }

        tokens.TryRemove(pair, out _);
        var check = await attempts.Check(name, password);
        if (check.PasswordHash is null || await sessions.Begin(name, check.PasswordHash) is not { } begun)
        {
            return null;
        }

        if (tokens.Count >= MostRemembered)
        {
            tokens.Clear();
        }

        tokens[pair] = begun.Token;
        return begun.Token;
    }
}
