using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CityActors.Silo.Notifications;

/// <summary>Signatures as Standard Webhooks has them: over id, time and body, so that no call can be sent again as another or at another time.</summary>
internal static class WebhookSignature
{
    /// <summary>The header with the notification's id, the same at each attempt.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the time of the attempt, seconds since 1970.</summary>
    public const string TimeHeader = "webhook-timestamp";

    /// <summary>The header with a signature for each secret, the newest first.</summary>
    public const string SignatureHeader = "webhook-signature";

    private const string Prefix = "whsec_";
    private const int ShortestKey = 24;
    private const int LongestKey = 64;

    /// <summary>An id as its header has it: percent-encoded, dots as well, because dots part what is signed.</summary>
    public static string IdOf(string id) => Uri.EscapeDataString(id).Replace(".", "%2E", StringComparison.Ordinal);

    /// <summary>The key of a secret: <c>whsec_</c> and 24 to 64 bytes in base64; null: it is none.</summary>
    public static byte[]? KeyOf(string secret)
    {
        var key = new byte[LongestKey];
        return secret.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) && length >= ShortestKey ? key[..length] : null;
    }

    /// <summary>The header's value.</summary>
    /// <param name="keys">The receiver's keys; one or more.</param>
    /// <param name="id">The id as its header has it.</param>
    /// <param name="at">When it is sent.</param>
    /// <param name="body">The bytes that are sent.</param>
    public static string Of(IEnumerable<byte[]> keys, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.")), .. body];
        return string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}"));
    }
}
