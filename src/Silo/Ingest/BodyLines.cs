using System.Text.Json;

namespace CityActors.Silo.Ingest;

/// <summary>The observations of a body, each as JSON.</summary>
/// <param name="Lines">Each of them, as it is cut out.</param>
/// <param name="CountFrom">How many there are from one on, itself among them.</param>
internal sealed record ObservationLines(IEnumerable<BodyLine> Lines, Func<BodyLine, int> CountFrom);

/// <summary>One observation of a body.</summary>
/// <param name="Number">Its number in the body, from 1.</param>
/// <param name="Json">Its JSON.</param>
/// <param name="Start">Where it begins in the body, bytes.</param>
/// <param name="RepeatKey">By what its sender says that it comes again, besides what it says; 0: by nothing.</param>
/// <param name="Fault">Why it cannot be read, or null.</param>
internal readonly record struct BodyLine(int Number, ReadOnlyMemory<byte> Json, int Start = 0, ulong RepeatKey = 0, string? Fault = null);

/// <summary>Cuts a body into the JSON of single observations.</summary>
internal static class BodyLines
{
    /// <summary>The longest line, bytes.</summary>
    public const int LongestLine = 64 << 10;

    /// <summary>So many elements an array may have; an observation takes more than 64 bytes, so that no honest one has as many.</summary>
    public const int MostElements = 1 << 20;

    /// <summary>The lines of NDJSON, without empty ones; numbered from 1 as in the body.</summary>
    public static ObservationLines OfNdjson(ReadOnlyMemory<byte> body) => new(Ndjson(body), line => CountNdjson(body.Span[line.Start..]));

    /// <summary>The elements of a JSON array, numbered from 1.</summary>
    /// <exception cref="JsonException">It is not an array, not JSON, has too many elements, or something follows it.</exception>
    public static ObservationLines OfArray(ReadOnlyMemory<byte> body)
    {
        var elements = Elements(body);
        return new(elements.Select((range, i) => new BodyLine(i + 1, body[range], range.Start.Value)), line => elements.Count - line.Number + 1);
    }

    private static IEnumerable<BodyLine> Ndjson(ReadOnlyMemory<byte> body)
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
                yield return new BodyLine(number, body.Slice(start, line.Length), start);
            }

            start += length + 1;
        }
    }

    // Empty ones included.
    private static int CountNdjson(ReadOnlySpan<byte> rest) => rest.Count((byte)'\n') + (rest is [.., not (byte)'\n'] ? 1 : 0);

    private static List<Range> Elements(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("the body is not a JSON array");
        }

        var elements = new List<Range>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (elements.Count == MostElements)
            {
                throw new JsonException($"the array has more than {MostElements} elements");
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            elements.Add(new Range(start, (int)reader.BytesConsumed));
        }

        _ = reader.Read(); // Throws where anything follows: two arrays are not one.
        return elements;
    }
}
