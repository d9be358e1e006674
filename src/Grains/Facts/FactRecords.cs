using System.Collections.Frozen;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityActors.Facts;

/// <summary>Turns facts into records of the fact log and back: the one form in which facts leave their grain.</summary>
public static class FactRecords
{
    private static readonly FrozenDictionary<Type, string> Types = typeof(CityFact).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(derived => derived.DerivedType, derived => (string)derived.TypeDiscriminator!);

    /// <summary>The JSON of facts, feeds and the HTTP API: camelCase, enums as text, Chinese as itself, nulls left out.</summary>
    public static JsonSerializerOptions Json { get; } = CreateJson();

    /// <summary>The record of a fact.</summary>
    public static FactRecord Of(CityFact fact) =>
        new(fact.Id, TypeOf(fact), fact.Subject, fact.Area, fact.At, JsonSerializer.Serialize(fact, Json)) { IsInternal = fact.IsInternal };

    /// <summary>The fact in a record.</summary>
    /// <exception cref="JsonException">The payload is not a fact that this version knows.</exception>
    public static CityFact Read(FactRecord record) =>
        JsonSerializer.Deserialize<CityFact>(record.Payload, Json)
        ?? throw new JsonException($"Fact {record.Id} has an empty payload.");

    private static string TypeOf(CityFact fact) => Types.TryGetValue(fact.GetType(), out var type)
        ? type
        : throw new ArgumentException($"{fact.GetType().Name} has no name in the fact log: give it one among the derived types of {nameof(CityFact)}.", nameof(fact));

    private static JsonSerializerOptions CreateJson()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
