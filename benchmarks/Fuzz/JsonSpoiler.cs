using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityActors.Benchmarks.Fuzz;

/// <summary>Spoils a JSON body: first as a tree, then perhaps as text, then perhaps as bytes.</summary>
internal static class JsonSpoiler
{
    private static readonly JsonSerializerOptions options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A body made of a right one.</summary>
    /// <param name="right">The right one.</param>
    /// <param name="chance">Decides what is done to it.</param>
    public static byte[] Spoil(string right, Random chance)
    {
        var raw = new List<string>();
        var tree = JsonNode.Parse(right)!;
        for (var times = chance.Next(4); times > 0; times--)
        {
            tree = Change(tree, chance, raw);
        }

        var text = tree.ToJsonString(options);
        for (var i = 0; i < raw.Count; i++)
        {
            text = text.Replace($"\"{Mark(i)}\"", raw[i], StringComparison.Ordinal);
        }

        text = chance.Next(20) switch
        {
            0 => text[..chance.Next(text.Length)],
            1 => text + Pick(OddValues.Json, chance),
            2 => Pick(OddValues.Json, chance),
            3 => $" \n{text}\t",
            4 => text.Replace(',', ';'),
            5 when text is ['[', .., ']'] => text[1..^1].Replace("},{", "}\n{", StringComparison.Ordinal),
            _ => text,
        };
        return Encode(text, chance);
    }

    private static byte[] Encode(string text, Random chance)
    {
        byte[] bytes = chance.Next(30) switch
        {
            0 => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)],
            1 => Encoding.Unicode.GetBytes(text),
            2 => Encoding.Latin1.GetBytes(text),
            3 => [.. Encoding.UTF8.GetBytes(text), 0],
            _ => Encoding.UTF8.GetBytes(text),
        };
        if (bytes.Length > 0 && chance.Next(10) == 0)
        {
            bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
        }

        return bytes;
    }

    private static JsonNode Change(JsonNode tree, Random chance, List<string> raw)
    {
        var places = Places(tree).ToList();
        if (places.Count == 0)
        {
            return tree;
        }

        var (parent, place) = places[chance.Next(places.Count)];
        switch (chance.Next(8))
        {
            case 0:
                Remove(parent, place);
                break;
            case 1 when parent is JsonObject item:
                item[Pick(OddValues.Texts, chance)] = Odd(chance, raw);
                break;
            case 2 when parent is JsonObject item: // Given twice: names are written as they are.
                item[$"{place}"] = null;
                raw.Add($"1,\"{place}\":{Pick(OddValues.Json, chance)}");
                Set(parent, place, JsonValue.Create(Mark(raw.Count - 1)));
                break;
            case 3 when parent is JsonObject item && place is string name:
                var value = item[name]?.DeepClone();
                item.Remove(name);
                item[chance.Next(2) == 0 ? name.ToUpperInvariant() : name + " "] = value;
                break;
            case 4:
                Set(parent, place, JsonValue.Create(Pick(OddValues.Texts, chance)));
                break;
            case 5:
                var (other, otherPlace) = places[chance.Next(places.Count)];
                Set(parent, place, Value(other, otherPlace)?.DeepClone());
                break;
            default:
                Set(parent, place, Odd(chance, raw));
                break;
        }

        return tree;
    }

    private static JsonNode? Odd(Random chance, List<string> raw)
    {
        raw.Add(Pick(OddValues.Json, chance));
        return JsonValue.Create(Mark(raw.Count - 1));
    }

    private static IEnumerable<(JsonNode Parent, object Place)> Places(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject item:
                foreach (var (name, value) in item)
                {
                    yield return (item, name);
                    foreach (var place in Places(value))
                    {
                        yield return place;
                    }
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    yield return (list, i);
                    foreach (var place in Places(list[i]))
                    {
                        yield return place;
                    }
                }

                break;
        }
    }

    private static JsonNode? Value(JsonNode parent, object place) => parent is JsonObject item ? item[(string)place] : ((JsonArray)parent)[(int)place];

    private static void Set(JsonNode parent, object place, JsonNode? value)
    {
        if (parent is JsonObject item)
        {
            item[(string)place] = value;
        }
        else
        {
            ((JsonArray)parent)[(int)place] = value;
        }
    }

    private static void Remove(JsonNode parent, object place)
    {
        if (parent is JsonObject item)
        {
            item.Remove((string)place);
        }
        else
        {
            ((JsonArray)parent).RemoveAt((int)place);
        }
    }

    private static string Mark(int number) => string.Create(CultureInfo.InvariantCulture, $"raw-{number}-value");

    private static string Pick(IReadOnlyList<string> values, Random chance) => values[chance.Next(values.Count)];
}
