using CityActors.Silo.Access;
using CityActors.Texts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CityActors.Silo.People;

/// <summary>Hashes and checks passwords with ASP.NET Core Identity's hasher: PBKDF2 with a salt of its own for each.</summary>
public sealed class Passwords : IDisposable
{
    /// <summary>The shortest password, in characters.</summary>
    public const int Shortest = 10;

    /// <summary>The longest password, in characters.</summary>
    public const int Longest = 128;

    private const int Iterations = 210_000; // OWASP, Password Storage Cheat Sheet: PBKDF2-HMAC-SHA512.

    private static readonly object Nobody = new(); // The hasher knows a user but does not look at it.

    private readonly PasswordHasher<object> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly SemaphoreSlim turns = new(Math.Max(1, Environment.ProcessorCount / 2)); // However many sign in at once, the city goes on.
    private readonly Lazy<string> nobodys;

    /// <summary>Makes one.</summary>
    public Passwords() => nobodys = new(() => hasher.HashPassword(Nobody, Secrets.New()));

    /// <summary>Why a text may not be somebody's password, or null.</summary>
    public static IResult? WhyNot(string name, string password) => password switch
    {
        _ when Characters.In(password) is < Shortest or > Longest =>
            Problems.Bad("bad-password", $"'password' has {Shortest} to {Longest} characters.", "password"),
        _ when string.Equals(password.Trim(), name, StringComparison.OrdinalIgnoreCase) => Problems.Bad("bad-password", "'password' is the name: choose another.", "password"),
        _ => null,
    };

    /// <summary>The hash of a password.</summary>
    public Task<string> Hash(string password) => InTurn(() => hasher.HashPassword(Nobody, password));

    /// <summary>Whether a password is the one of a hash. Takes as long where there is none to compare with.</summary>
    /// <param name="hash">The hash, or empty: nobody's.</param>
    /// <param name="password">The password given.</param>
    public Task<bool> IsRight(string hash, string password) => InTurn(() =>
        hasher.VerifyHashedPassword(Nobody, hash.Length == 0 ? nobodys.Value : hash, password) != PasswordVerificationResult.Failed && hash.Length > 0);

    /// <inheritdoc/>
    public void Dispose() => turns.Dispose();

    private async Task<T> InTurn<T>(Func<T> work)
    {
        await turns.WaitAsync();
        try
        {
            return await Task.Run(work);
        }
        finally
        {
            turns.Release();
        }
    }
}
