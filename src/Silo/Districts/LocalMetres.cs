using CityActors.Places;

namespace CityActors.Districts;

/// <summary>Turns positions near a place into metres east and north of it, and back.</summary>
/// <remarks>
/// An equirectangular plane on the mean sphere (radius 6,371,008.8 m): over a district of 30 km the width of a
/// cell is true to a few decimetres per 100 m, and distances agree with the great circle's.
/// </remarks>
internal sealed class LocalMetres(GeoPoint origin, double middleLatitude)
{
    /// <summary>Metres in a degree of latitude.</summary>
    public const double PerDegree = 6_371_008.8 * Math.PI / 180;

    private readonly double perDegreeEast = PerDegree * Math.Cos(middleLatitude * Math.PI / 180);

    public (double East, double North) Of(GeoPoint point) =>
        ((point.Longitude - origin.Longitude) * perDegreeEast, (point.Latitude - origin.Latitude) * PerDegree);

    /// <summary>The position, rounded to a millionth of a degree (a decimetre), so that texts of it are alike everywhere.</summary>
    public GeoPoint At(double east, double north) => new(
        Math.Round(origin.Longitude + (east / perDegreeEast), 6),
        Math.Round(origin.Latitude + (north / PerDegree), 6));

    /// <summary>The great-circle distance of two positions, metres.</summary>
    public static double Between(GeoPoint one, GeoPoint other)
    {
        const double Radian = Math.PI / 180;
        var halfNorth = Math.Sin((other.Latitude - one.Latitude) * Radian / 2);
        var halfEast = Math.Sin((other.Longitude - one.Longitude) * Radian / 2);
        var h = (halfNorth * halfNorth)
            + (Math.Cos(one.Latitude * Radian) * Math.Cos(other.Latitude * Radian) * halfEast * halfEast);
        return 2 * 6_371_008.8 * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
