using CityActors.Places;

namespace CityActors.Client.Reports;

/// <summary>Moves positions from around one place to around another: metres stay metres, nothing is scaled.</summary>
internal readonly record struct Translation(GeoPoint From, GeoPoint To)
{
    public const double MetresPerDegree = 6_371_008.8 * Math.PI / 180;

    /// <summary>Baltimore's middle: City Hall's crossing, to a thousandth of a degree.</summary>
    public static readonly GeoPoint Baltimore = new(-76.611, 39.291);

    public GeoPoint Move(GeoPoint point)
    {
        var east = (point.Longitude - From.Longitude) * MetresPerDegree * Math.Cos(From.Latitude * Math.PI / 180);
        var north = (point.Latitude - From.Latitude) * MetresPerDegree;
        return new GeoPoint(
            Math.Round(To.Longitude + (east / (MetresPerDegree * Math.Cos(To.Latitude * Math.PI / 180))), 6),
            Math.Round(To.Latitude + (north / MetresPerDegree), 6));
    }
}
