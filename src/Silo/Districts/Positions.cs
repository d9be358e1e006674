using System.Text.Json;
using System.Text.Json.Serialization;
using CityActors.Places;

namespace CityActors.Districts;

/// <summary>What a position may be.</summary>
internal static class Positions
{
    /// <summary>True for a finite position that a map can show; the poles are left out, cells have no width there.</summary>
    public static bool IsOnEarth(GeoPoint point) =>
        double.IsFinite(point.Longitude) && double.IsFinite(point.Latitude)
        && Math.Abs(point.Longitude) <= 180 && Math.Abs(point.Latitude) <= 85;
}

/// <summary>Writes a position as <c>[longitude, latitude]</c>, as GeoJSON does.</summary>
internal sealed class PositionConverter : JsonConverter<GeoPoint>
{
    public override GeoPoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var numbers = JsonSerializer.Deserialize<double[]>(ref reader, options);
        return numbers is { Length: 2 }
            ? new GeoPoint(numbers[0], numbers[1])
            : throw new JsonException("A position is written [longitude, latitude].");
    }

    public override void Write(Utf8JsonWriter writer, GeoPoint value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new[] { value.Longitude, value.Latitude }, options);
}
