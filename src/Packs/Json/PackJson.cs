using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CityActors.Packs.Format;

/// <summary>How the files of packs are written in JSON: comments are allowed, a word that is not known is not.</summary>
public static class PackJson
{
    internal static readonly JsonReaderOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = false, MaxDepth = 32 };

    /// <summary>The options.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowOutOfOrderMetadataProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 32,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false), new PackValueConverter() },
    };

    /// <summary>The JSON Schema of a file, generated from what reads it.</summary>
    /// <typeparam name="TFile">What reads the file.</typeparam>
    public static JsonNode Schema<TFile>() => Options.GetJsonSchemaAsNode(typeof(TFile), new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = static (context, node) => context.TypeInfo.Type switch
        {
            var type when type == typeof(PackValue) || type == typeof(PackValue?) => new JsonObject { ["type"] = new JsonArray("number", "string") },
            var type when context.PropertyInfo?.AttributeProvider?.IsDefined(typeof(JsonConverterAttribute), inherit: false) == true && type == typeof(IReadOnlyList<string>) =>
                new JsonObject { ["type"] = new JsonArray("string", "array"), ["items"] = new JsonObject { ["type"] = "string" } },
            var type when type == typeof(IReadOnlyDictionary<int, string>) => new JsonObject { ["type"] = new JsonArray("string", "object") },
            _ => node,
        },
    });
}
