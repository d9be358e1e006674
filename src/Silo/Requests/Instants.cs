using System.Globalization;
using System.Text.Json;

namespace CityActors.Silo.Requests;

/// <summary>Times as callers write them.</summary>
internal static class Instants
{
    /// <summary>What a time looks like, for messages.</summary>
    public const string Wanted = "a time with its offset, such as 2026-01-05T06:45:00Z or 2026-01-05T14:45:00+08:00";

    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>Reads a time with its offset.</summary>
    public static bool TryRead(string text, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out at) && HasOffset(text);

    /// <summary>Reads a time with its offset from JSON.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out DateTimeOffset at)
    {
        at = default;
        return reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out at)
            && (reader.ValueIsEscaped || reader.HasValueSequence ? HasOffset(reader.GetString()) : HasOffset(reader.ValueSpan));
    }

    // Times are read many thousands a second: no text is made of them.
    private static bool HasOffset(ReadOnlySpan<byte> text) => text.IndexOf((byte)'T') is >= 0 and var time && text[time..].IndexOfAny("Z+-"u8) >= 0;

    private static bool HasOffset(ReadOnlySpan<char> text) => text.IndexOf('T') is >= 0 and var time && text[time..].IndexOfAny("Z+-") >= 0;
}
