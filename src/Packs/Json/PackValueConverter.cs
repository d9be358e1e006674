using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityActors.Packs.Format;

/// <summary>Reads a number or a text.</summary>
internal sealed class PackValueConverter : JsonConverter<PackValue>
{
    public override PackValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetDecimal(out var number) => new PackValue(number, null),
        JsonTokenType.String => new PackValue(null, reader.GetString()),
        _ => throw new JsonException("give a number, or a text such as \"20 minutes\" or \"$limit - 15\""),
    };

    public override void Write(Utf8JsonWriter writer, PackValue value, JsonSerializerOptions options)
    {
        if (value.Number is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(value.Text);
        }
    }
}
