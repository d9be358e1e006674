using System.Text;
using System.Text.Json;

namespace CityActors.Packs.Format;

/// <summary>In which line of a file each value stands.</summary>
internal static class JsonPlaces
{
    /// <summary>The lines by path, for example <c>$.rules[2].of</c>; the first name that stands twice in one object, or null; and the first null that is no missing reading, or null.</summary>
    public static (Dictionary<string, int> Lines, (string Path, int Line)? Twice, (string Path, int Line)? Nothing) Of(ReadOnlySpan<byte> json)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal) { ["$"] = 1 };
        (string, int)? twice = null, nothing = null;
        var reader = new Utf8JsonReader(json, PackJson.Reading);
        var above = new Stack<(string Path, int Index)>();
        var (name, line, at) = ("$", 1, 0);
        while (reader.Read())
        {
            for (; at < reader.TokenStartIndex; at++)
            {
                line += json[at] == '\n' ? 1 : 0;
            }

            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = $"{above.Peek().Path}.{Encoding.UTF8.GetString(reader.ValueSpan)}";
                    twice ??= lines.TryAdd(name, line) ? null : (name, line);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    above.Pop();
                    break;
                default:
                    if (above.TryPeek(out var list) && list.Index >= 0)
                    {
                        above.Pop();
                        above.Push((list.Path, list.Index + 1));
                        name = $"{list.Path}[{list.Index}]";
                        lines[name] = line;
                    }

                    if (reader.TokenType == JsonTokenType.Null && !(above.TryPeek(out var series) && series.Index >= 0 && series.Path.EndsWith(".values", StringComparison.Ordinal)))
                    {
                        nothing ??= (name, line);
                    }

                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    {
                        above.Push((name, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
                    }

                    break;
            }
        }

        return (lines, twice, nothing);
    }

    /// <summary>The line of a path, or of what it stands in.</summary>
    public static int LineOf(IReadOnlyDictionary<string, int> lines, string path)
    {
        for (var known = path; known.Length > 0; known = known[..Math.Max(0, known.LastIndexOfAny(['.', '[']))])
        {
            if (lines.TryGetValue(known, out var line))
            {
                return line;
            }
        }

        return 0;
    }
}
