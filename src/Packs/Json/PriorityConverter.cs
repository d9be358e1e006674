using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityActors.Packs.Format;

/// <summary>Reads a priority: <c>"high"</c> for all levels (0), or <c>{"1": "low", "2": "high"}</c>.</summary>
internal sealed class PriorityConverter : JsonConverter<IReadOnlyDictionary<int, string>>
{
    private const string Wanted = "give low, medium or high, or an object with one of them for each level, for example {\"1\": \"low\", \"2\": \"high\"}";

    public override IReadOnlyDictionary<int, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new SortedDictionary<int, string> { [0] = Priority(ref reader) };
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException(Wanted);
        }

        var levels = new SortedDictionary<int, string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!int.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var level) || level is < 1 or > 9)
            {
                throw new JsonException(Wanted);
            }

            reader.Read();
            levels[level] = reader.TokenType == JsonTokenType.String ? Priority(ref reader) : throw new JsonException(Wanted);
        }

        return levels;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<int, string> value, JsonSerializerOptions options)
    {
        if (value.TryGetValue(0, out var all))
        {
            writer.WriteStringValue(all);
            return;
        }

        writer.WriteStartObject();
        foreach (var (level, priority) in value)
        {
            writer.WriteString(level.ToString(CultureInfo.InvariantCulture), priority);
        }

        writer.WriteEndObject();
    }

    private static string Priority(ref Utf8JsonReader reader) =>
        reader.GetString() is "low" or "medium" or "high" ? reader.GetString()! : throw new JsonException(Wanted);
}
