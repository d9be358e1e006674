using System.Security.Cryptography;
using System.Text;

namespace CityActors.Cases;

/// <summary>Ids of cases: the same beginning is always the same case.</summary>
public static class CaseIds
{
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Tail = 13;
    private const int LongestType = 64;

    /// <summary>The type, a hyphen, and 13 characters (Crockford base 32) of the SHA-256 of type and beginning.</summary>
    public static string Of(string type, string beginning)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{type}/{beginning}"));
        return $"{type}-{string.Concat(hash.Take(Tail).Select(static part => Letters[part & 31]))}";
    }

    /// <summary>The type of the case of an id, or null: it is none.</summary>
    public static string? TypeOf(string id) =>
        id.Length is > Tail + 1 and <= LongestType + Tail + 1 && id[^(Tail + 1)] == '-' && id[^Tail..].All(Letters.Contains) && id[..^(Tail + 1)] is var type && char.IsAsciiLetterLower(type[0]) && type.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? type
            : null;
}
