using System.Security.Cryptography;
using System.Text;

namespace CityActors.Silo.Access;

/// <summary>Random texts that let their holder in, and the hashes that disk and memory hold instead.</summary>
public static class Secrets
{
    private const int Bytes = 20; // 160 random bits cannot be guessed, so one round of SHA-256 is enough.

    /// <summary>A new one: 40 hexadecimal digits.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is kept of one.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
