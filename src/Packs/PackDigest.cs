using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityActors.Packs.Format;

namespace CityActors.Packs;

/// <summary>The digest of a pack: the same for the same content, however it is laid out and commented.</summary>
internal static class PackDigest
{
    public static string Of(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, content) in files.OrderBy(static file => file.Key, StringComparer.Ordinal))
        {
            var canonical = path.EndsWith(".json", StringComparison.Ordinal) ? Canonical(content) : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content.Span).ReplaceLineEndings("\n"));
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\n{canonical.Length}\n"));
            hash.AppendData(canonical);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] Canonical(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, MaxDepth = PackJson.Reading.MaxDepth });
        using var target = new MemoryStream();
        using (var writer = new Utf8JsonWriter(target))
        {
            Write(document.RootElement, writer);
        }

        return target.ToArray();
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().Where(static member => member.Name != "$schema").OrderBy(static member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number when element.TryGetDecimal(out var number):
                writer.WriteNumberValue(number / 1.0000000000000000000000000000m); // 1.50 and 1.5 are the same.
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
