using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CityActors.Packs.Format;

/// <summary>All words of a file that what reads it does not know, in the order of the file. The reader itself ends at the first one.</summary>
internal static class JsonWords
{
    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32 };

    /// <summary>Members, detectors and words of closed lists that there are not.</summary>
    /// <typeparam name="TFile">What reads the file.</typeparam>
    /// <param name="content">The file, which is JSON.</param>
    public static IEnumerable<(string Path, string What)> Unknown<TFile>(ReadOnlyMemory<byte> content)
    {
        using var document = JsonDocument.Parse(content, Reading);
        return [.. Of(document.RootElement, typeof(TFile), "$")];
    }

    private static IEnumerable<(string Path, string What)> Of(JsonElement value, Type type, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var known = PackJson.Options.GetTypeInfo(type);
        return (known.Kind, value.ValueKind) switch
        {
            (JsonTypeInfoKind.Object, JsonValueKind.Object) => OfObject(value, known, path),
            (JsonTypeInfoKind.Enumerable, JsonValueKind.Array) => value.EnumerateArray().SelectMany((entry, i) => Of(entry, known.ElementType!, $"{path}[{i}]")),
            (JsonTypeInfoKind.Dictionary, JsonValueKind.Object) => value.EnumerateObject().SelectMany(entry => Of(entry.Value, known.ElementType!, $"{path}.{entry.Name}")),
            (_, JsonValueKind.String) when type.IsEnum && !IsOne(value, type) => [(path, JsonFaults.NoneOf(type))],
            _ => [],
        };
    }

    private static IEnumerable<(string Path, string What)> OfObject(JsonElement value, JsonTypeInfo known, string path)
    {
        var uses = known.PolymorphismOptions?.TypeDiscriminatorPropertyName;
        if (uses is not null && value.TryGetProperty(uses, out var chosen))
        {
            if (known.PolymorphismOptions!.DerivedTypes.FirstOrDefault(other => chosen.ValueKind == JsonValueKind.String && other.TypeDiscriminator is string name && chosen.ValueEquals(name)) is not { DerivedType: { } derived })
            {
                return chosen.ValueKind == JsonValueKind.String ? [($"{path}.{uses}", JsonFaults.NoDetector(chosen.GetString()!))] : [];
            }

            known = PackJson.Options.GetTypeInfo(derived);
        }

        return value.EnumerateObject().Where(member => member.Name != uses).SelectMany(member => known.Properties.FirstOrDefault(property => property.Name == member.Name) switch
        {
            null => [($"{path}.{member.Name}", JsonFaults.NoMember(member.Name, known.Type))],
            { CustomConverter: not null } => [],
            var property => Of(member.Value, property.PropertyType, $"{path}.{member.Name}"),
        });
    }

    private static bool IsOne(JsonElement value, Type words)
    {
        try
        {
            return value.Deserialize(words, PackJson.Options) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
