using CityActors.Places;

namespace CityActors.Districts;

/// <summary>Converts between WGS-84 and GCJ-02, the shifted datum of maps published in China.</summary>
/// <remarks>
/// The widely known approximation of the shift on the Krassovsky ellipsoid. It applies inside China; elsewhere the two are the same.
/// Back from GCJ-02 by fixed-point iteration, to well under a centimetre of the forward formula.
/// </remarks>
public static class Gcj02
{
    private const double SemiMajorMetres = 6_378_245.0;
    private const double EccentricitySquared = 0.00669342162296594323;
    private const int Iterations = 12;

    /// <summary>Where a WGS-84 position is shown on a GCJ-02 map.</summary>
    public static GeoPoint FromWgs84(GeoPoint point)
    {
        if (!IsShifted(point))
        {
            return point;
        }

        var (x, y) = (point.Longitude - 105, point.Latitude - 35);
        var sine = Math.Sin(point.Latitude * Math.PI / 180);
        var magic = 1 - (EccentricitySquared * sine * sine);
        var meridian = SemiMajorMetres * (1 - EccentricitySquared) / (magic * Math.Sqrt(magic)) * Math.PI / 180;
        var parallel = SemiMajorMetres / Math.Sqrt(magic) * Math.Cos(point.Latitude * Math.PI / 180) * Math.PI / 180;
        return new(point.Longitude + (EastMetres(x, y) / parallel), point.Latitude + (NorthMetres(x, y) / meridian));
    }

    /// <summary>Where a GCJ-02 position truly is.</summary>
    public static GeoPoint ToWgs84(GeoPoint shifted)
    {
        var guess = shifted;
        for (var i = 0; i < Iterations; i++)
        {
            var shown = FromWgs84(guess);
            guess = new(guess.Longitude + shifted.Longitude - shown.Longitude, guess.Latitude + shifted.Latitude - shown.Latitude);
        }

        return guess;
    }

    private static bool IsShifted(GeoPoint point) =>
        point.Longitude is >= 72.004 and <= 137.8347 && point.Latitude is >= 0.8293 and <= 55.8271;

    private static double NorthMetres(double x, double y) =>
        -100 + (2 * x) + (3 * y) + (0.2 * y * y) + (0.1 * x * y) + (0.2 * Math.Sqrt(Math.Abs(x)))
        + Wave(20, 6, x) + Wave(20, 2, x)
        + Wave(20, 1, y) + Wave(40, 1 / 3.0, y)
        + Wave(160, 1 / 12.0, y) + Wave(320, 1 / 30.0, y);

    private static double EastMetres(double x, double y) =>
        300 + x + (2 * y) + (0.1 * x * x) + (0.1 * x * y) + (0.1 * Math.Sqrt(Math.Abs(x)))
        + Wave(20, 6, x) + Wave(20, 2, x)
        + Wave(20, 1, x) + Wave(40, 1 / 3.0, x)
        + Wave(150, 1 / 12.0, x) + Wave(300, 1 / 30.0, x);

    private static double Wave(double metres, double frequency, double at) =>
        metres * Math.Sin(frequency * at * Math.PI) * 2 / 3;
}
