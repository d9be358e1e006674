namespace CityActors.Places;

/// <summary>Distances on the WGS-84 ellipsoid, good to a centimetre at 5 km.</summary>
public static class Geography
{
    private const double SemiMajorAxisMetres = 6_378_137.0;
    private const double EccentricitySquared = 6.694_379_990_14e-3;
    private const double MeanRadiusMetres = 6_371_008.8;
    private const double RadiansPerDegree = Math.PI / 180;

    /// <summary>The straight-line distance over the ground, metres.</summary>
    /// <remarks>
    /// Below half a degree the mid-latitude formula on the ellipsoid's two radii of curvature; beyond it the great circle on
    /// the mean sphere (haversine, at most 0.6 % off), where nobody walks and only the order of magnitude matters.
    /// </remarks>
    public static double DistanceMetres(GeoPoint from, GeoPoint to)
    {
        var eastDegrees = EastDegrees(from.Longitude, to.Longitude);
        var northDegrees = to.Latitude - from.Latitude;
        if (Math.Abs(eastDegrees) > 0.5 || Math.Abs(northDegrees) > 0.5)
        {
            return GreatCircleMetres(from, to, eastDegrees * RadiansPerDegree);
        }

        var (eastMetres, northMetres) = MetresPerDegree((from.Latitude + to.Latitude) / 2);
        return Math.Sqrt(Square(eastDegrees * eastMetres) + Square(northDegrees * northMetres));
    }

    /// <summary>The point so many metres to the east and to the north; good to a centimetre within 5 km.</summary>
    public static GeoPoint Offset(GeoPoint from, double eastMetres, double northMetres)
    {
        var latitude = from.Latitude + (northMetres / MetresPerDegree(from.Latitude).North);
        var perDegree = MetresPerDegree((from.Latitude + latitude) / 2);
        latitude = from.Latitude + (northMetres / perDegree.North);
        var longitude = from.Longitude + (eastMetres / perDegree.East);
        return new GeoPoint(EastDegrees(0, longitude), latitude);
    }

    /// <summary>How far to look in degrees so that nothing within the radius is missed.</summary>
    /// <param name="around">The middle.</param>
    /// <param name="radiusMetres">The radius, metres.</param>
    public static (double Longitude, double Latitude) BoundingDegrees(GeoPoint around, double radiusMetres)
    {
        var north = radiusMetres / MetresPerDegree(around.Latitude).North * 1.001;
        var poleward = Math.Min(89.9, Math.Abs(around.Latitude) + north);
        return (radiusMetres / MetresPerDegree(poleward).East * 1.001, north);
    }

    private static double EastDegrees(double from, double to) => Math.IEEERemainder(to - from, 360);

    private static (double East, double North) MetresPerDegree(double latitudeDegrees)
    {
        var (sine, cosine) = Math.SinCos(latitudeDegrees * RadiansPerDegree);
        var w = 1 - (EccentricitySquared * sine * sine);
        var primeVertical = SemiMajorAxisMetres / Math.Sqrt(w);
        var meridional = primeVertical * (1 - EccentricitySquared) / w;
        return (primeVertical * cosine * RadiansPerDegree, meridional * RadiansPerDegree);
    }

    private static double GreatCircleMetres(GeoPoint from, GeoPoint to, double eastRadians)
    {
        var south = from.Latitude * RadiansPerDegree;
        var north = to.Latitude * RadiansPerDegree;
        var h = Square(Math.Sin((north - south) / 2)) + (Math.Cos(south) * Math.Cos(north) * Square(Math.Sin(eastRadians / 2)));
        return 2 * MeanRadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    private static double Square(double x) => x * x;
}
