namespace CityActors.Places;

/// <summary>A position on the ground.</summary>
/// <param name="Longitude">Degrees east, WGS-84, −180 to 180.</param>
/// <param name="Latitude">Degrees north, WGS-84, −90 to 90.</param>
[GenerateSerializer, Immutable, Alias("geo-point")]
public readonly record struct GeoPoint(
    [property: Id(0)] double Longitude,
    [property: Id(1)] double Latitude);
