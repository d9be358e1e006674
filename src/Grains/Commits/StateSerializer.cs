using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CityActors.Commits;

/// <summary>
/// Turns states into JSON (UTF-8) and back; the same bytes for equal states in every storage.
/// Names in camelCase, enums as their names, instants in ISO 8601, hash tables in the order of their keys; polymorphic types by attributes on the types.
/// </summary>
public sealed class StateSerializer
{
    private readonly JsonSerializerOptions _options;

    /// <summary>Creates the serializer.</summary>
    public StateSerializer() => _options = new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        AllowOutOfOrderMetadataProperties = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeanAttribute.LeaveOutEmpty } },
        Converters = { new JsonStringEnumConverter(), new SortedTableConverterFactory() },
    };

    /// <summary>Writes a state.</summary>
    /// <typeparam name="T">The type of the state.</typeparam>
    /// <param name="state">The state.</param>
    /// <returns>The JSON.</returns>
    public byte[] Serialize<T>(T state) => JsonSerializer.SerializeToUtf8Bytes(state, _options);

    /// <summary>Reads a state.</summary>
    /// <typeparam name="T">The type of the state.</typeparam>
    /// <param name="json">The JSON.</param>
    /// <returns>The state; null only for the JSON <c>null</c>.</returns>
    /// <exception cref="JsonException">The text is not a state of that type.</exception>
    public T? Deserialize<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<T>(json, _options);
}
