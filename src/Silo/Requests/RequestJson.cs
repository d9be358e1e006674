using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Responders;
using CityActors.WorkOrders;

namespace CityActors.Silo.Requests;

/// <summary>The JSON of requests and answers; what is stored has its own.</summary>
internal static class RequestJson
{
    /// <summary>What must be given although its type could do without: of these, what is absent would pass for zero, midnight or no.</summary>
    private static readonly Dictionary<Type, string[]> Required = new()
    {
        [typeof(GeoPoint)] = ["longitude", "latitude"],
        [typeof(AreaCard)] = ["centre"],
        [typeof(ResponderCard)] = ["shiftStart", "shiftEnd"],
        [typeof(WorkOrderCommand.Suspend)] = ["until"],
        [typeof(WorkOrderCommand.Merge)] = ["into"],
        [typeof(WorkOrderCommand.DecideAppeal)] = ["granted"],
        [typeof(WorkOrderCommand.Rate)] = ["stars"],
        [typeof(WorkOrderCommand.Revisit)] = ["satisfied"],
    };

    /// <summary>Sets the options up.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = FactRecords.Json.Encoder;
        options.NumberHandling = JsonNumberHandling.Strict; // "1" is a text.
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowOutOfOrderMetadataProperties = true; // "type" need not come first in a command.
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Converters.Add(new InstantConverter());
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(Require);
    }

    private static void Require(JsonTypeInfo type)
    {
        foreach (var name in Required.GetValueOrDefault(type.Type, []))
        {
            type.Properties.Single(member => member.Name == name).IsRequired = true;
        }
    }

    /// <summary>A time without an offset would mean another moment on each machine.</summary>
    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Instants.TryRead(ref reader, out var at) ? at : throw new JsonException($"It is not {Instants.Wanted}.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
