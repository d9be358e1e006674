using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityActors.Commits;

/// <summary>Writes hash tables in the order of their keys: their own order depends on history, and for text on the process.</summary>
internal sealed class SortedTableConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => ConverterOf(typeToConvert) is not null;

    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var arguments = typeToConvert.GetGenericArguments();
        var converter = ConverterOf(typeToConvert)!.MakeGenericType([typeToConvert, .. arguments]);
        return (JsonConverter?)Activator.CreateInstance(converter);
    }

    private static Type? ConverterOf(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (definition == typeof(Dictionary<,>) || definition == typeof(IDictionary<,>)
            || definition == typeof(IReadOnlyDictionary<,>) || definition == typeof(ImmutableDictionary<,>))
        {
            return typeof(SortedMapConverter<,,>);
        }

        var isSet = definition == typeof(HashSet<>) || definition == typeof(ISet<>)
            || definition == typeof(IReadOnlySet<>) || definition == typeof(ImmutableHashSet<>);
        return isSet ? typeof(SortedSetConverter<,>) : null;
    }
}

/// <summary>A dictionary as a JSON object with sorted names.</summary>
internal sealed class SortedMapConverter<TMap, TKey, TValue> : JsonConverter<TMap>
    where TMap : IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    public override TMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"A JSON object was expected for {typeof(TMap)}.");
        }

        var keys = (JsonConverter<TKey>)options.GetConverter(typeof(TKey));
        var map = new Dictionary<TKey, TValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = keys.ReadAsPropertyName(ref reader, typeof(TKey), options);
            _ = reader.Read();
            map[key] = JsonSerializer.Deserialize<TValue>(ref reader, options)!;
        }

        object result = typeof(TMap) == typeof(ImmutableDictionary<TKey, TValue>) ? map.ToImmutableDictionary() : map;
        return (TMap)result;
    }

    public override void Write(Utf8JsonWriter writer, TMap value, JsonSerializerOptions options)
    {
        var keys = (JsonConverter<TKey>)options.GetConverter(typeof(TKey));
        writer.WriteStartObject();
        foreach (var (key, item) in value.OrderBy(pair => pair.Key, SortedTable.Order<TKey>()))
        {
            keys.WriteAsPropertyName(writer, key, options);
            JsonSerializer.Serialize(writer, item, options);
        }

        writer.WriteEndObject();
    }
}

/// <summary>A set as a sorted JSON array.</summary>
internal sealed class SortedSetConverter<TSet, TItem> : JsonConverter<TSet>
    where TSet : IEnumerable<TItem>
{
    public override TSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var items = JsonSerializer.Deserialize<TItem[]>(ref reader, options)!;
        object result = typeof(TSet) == typeof(ImmutableHashSet<TItem>) ? items.ToImmutableHashSet() : items.ToHashSet();
        return (TSet)result;
    }

    public override void Write(Utf8JsonWriter writer, TSet value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var item in value.Order(SortedTable.Order<TItem>()))
        {
            JsonSerializer.Serialize(writer, item, options);
        }

        writer.WriteEndArray();
    }
}

/// <summary>The order of keys: text by its code units, all else by its own comparison.</summary>
internal static class SortedTable
{
    public static IComparer<T> Order<T>() =>
        typeof(T) == typeof(string) ? (IComparer<T>)StringComparer.Ordinal : Comparer<T>.Default;
}
