using System.Text.Json;

namespace CityActors.Silo.Ingest;

/// <summary>Cuts a body into the JSON of single observations.</summary>
internal static class BodyLines
{
    /// <summary>The longest line, bytes.</summary>
    public const int LongestLine = 64 << 10;

    /// <summary>So many elements an array may have; an observation takes more than 64 bytes, so that no honest one has as many.</summary>
    public const int MostElements = 1 << 20;

    /// <summary>The lines of NDJSON, without empty ones; numbered from 1 as in the body.</summary>
    public static IEnumerable<(int Number, Range Range)> OfNdjson(ReadOnlyMemory<byte> body)
    {
        var number = 0;
        for (var start = 0; start < body.Length;)
        {
            var rest = body.Span[start..];
            var end = rest.IndexOf((byte)'\n');
            var length = end < 0 ? rest.Length : end;
            number++;
            var line = rest[..length].TrimEnd((byte)'\r');
            if (!line.Trim(" \t"u8).IsEmpty)
            {
                yield return (number, new Range(start, start + line.Length));
            }

            start += length + 1;
        }
    }

    /// <summary>How many lines a text has, empty ones included.</summary>
    public static int CountNdjson(ReadOnlySpan<byte> rest) => rest.Count((byte)'\n') + (rest is [.., not (byte)'\n'] ? 1 : 0);

    /// <summary>The elements of a JSON array, numbered from 1.</summary>
    /// <exception cref="JsonException">It is not an array, not JSON, has too many elements, or something follows it.</exception>
    public static List<(int Number, Range Range)> OfArray(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("the body is not a JSON array");
        }

        var elements = new List<(int, Range)>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (elements.Count == MostElements)
            {
                throw new JsonException($"the array has more than {MostElements} elements");
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            elements.Add((elements.Count + 1, new Range(start, (int)reader.BytesConsumed)));
        }

        _ = reader.Read(); // Throws where anything follows: two arrays are not one.
        return elements;
    }
}
