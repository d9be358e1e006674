namespace CityActors.Places.Tests;

public sealed class GeographyTests
{
    private static readonly GeoPoint Tianxin = new(112.9897, 28.1127);

    [Theory]
    [InlineData(50, 0)]
    [InlineData(0, 50)]
    [InlineData(3_000, -4_000)]
    [InlineData(-35_000, 20_000)]
    public void Distance_NearPoints_AgreesWithGeodesic(double east, double north)
    {
        var other = Geography.Offset(Tianxin, east, north);
        var exact = Geodesic(Tianxin, other);
        var tolerance = Math.Max(0.001, exact * 2e-5);

        Assert.InRange(Geography.DistanceMetres(Tianxin, other), exact - tolerance, exact + tolerance);
    }

    [Theory]
    [InlineData(50, 0)]
    [InlineData(0, 50)]
    [InlineData(3_000, -4_000)]
    public void Offset_ThereAndMeasured_IsAsFarAsAsked(double east, double north)
    {
        var expected = Math.Sqrt((east * east) + (north * north));
        var distance = Geography.DistanceMetres(Tianxin, Geography.Offset(Tianxin, east, north));

        Assert.InRange(distance, expected - 0.05, expected + 0.05);
    }

    [Fact]
    public void Distance_BetweenCities_IsTheGreatCircle()
    {
        var changsha = new GeoPoint(112.9388, 28.2282);
        var beijing = new GeoPoint(116.4074, 39.9042);

        Assert.InRange(Geography.DistanceMetres(changsha, beijing), 1_330_000, 1_345_000);
    }

    [Fact]
    public void Distance_AcrossTheDateLine_IsShort()
    {
        var distance = Geography.DistanceMetres(new GeoPoint(179.9999, 0), new GeoPoint(-179.9999, 0));

        Assert.InRange(distance, 22.2, 22.3);
    }

    [Fact]
    public void Distance_ThereAndBack_IsTheSame()
    {
        var other = Geography.Offset(Tianxin, 812, -97);

        Assert.Equal(Geography.DistanceMetres(Tianxin, other), Geography.DistanceMetres(other, Tianxin));
    }

    [Fact]
    public void BoundingDegrees_AllAround_MissNothing()
    {
        var (longitude, latitude) = Geography.BoundingDegrees(Tianxin, 50);
        for (var angle = 0.0; angle < Math.Tau; angle += 0.05)
        {
            var edge = Geography.Offset(Tianxin, 50 * Math.Cos(angle), 50 * Math.Sin(angle));
            Assert.True(Math.Abs(edge.Longitude - Tianxin.Longitude) <= longitude, $"{angle} is beyond the east bound.");
            Assert.True(Math.Abs(edge.Latitude - Tianxin.Latitude) <= latitude, $"{angle} is beyond the north bound.");
        }
    }

    // The oracle: Vincenty's inverse formula on WGS-84 (Survey Review XXIII, 176, 1975).
    private static double Geodesic(GeoPoint from, GeoPoint to)
    {
        const double a = 6378137.0;
        const double f = 1 / 298.257223563;
        const double b = a * (1 - f);
        var l = (to.Longitude - from.Longitude) * Math.PI / 180;
        var u1 = Math.Atan((1 - f) * Math.Tan(from.Latitude * Math.PI / 180));
        var u2 = Math.Atan((1 - f) * Math.Tan(to.Latitude * Math.PI / 180));
        var (sinU1, cosU1) = Math.SinCos(u1);
        var (sinU2, cosU2) = Math.SinCos(u2);
        var lambda = l;
        while (true)
        {
            var (sinLambda, cosLambda) = Math.SinCos(lambda);
            var across = (cosU1 * sinU2) - (sinU1 * cosU2 * cosLambda);
            var sinSigma = Math.Sqrt((cosU2 * sinLambda * cosU2 * sinLambda) + (across * across));
            var cosSigma = (sinU1 * sinU2) + (cosU1 * cosU2 * cosLambda);
            var sigma = Math.Atan2(sinSigma, cosSigma);
            var sinAlpha = cosU1 * cosU2 * sinLambda / sinSigma;
            var cosSqAlpha = 1 - (sinAlpha * sinAlpha);
            var cos2SigmaM = cosSigma - (2 * sinU1 * sinU2 / cosSqAlpha);
            var c = f / 16 * cosSqAlpha * (4 + (f * (4 - (3 * cosSqAlpha))));
            var before = lambda;
            lambda = l + ((1 - c) * f * sinAlpha * (sigma + (c * sinSigma * (cos2SigmaM + (c * cosSigma * (-1 + (2 * cos2SigmaM * cos2SigmaM)))))));
            if (Math.Abs(lambda - before) < 1e-13)
            {
                var uSq = cosSqAlpha * ((a * a) - (b * b)) / (b * b);
                var bigA = 1 + (uSq / 16384 * (4096 + (uSq * (-768 + (uSq * (320 - (175 * uSq)))))));
                var bigB = uSq / 1024 * (256 + (uSq * (-128 + (uSq * (74 - (47 * uSq))))));
                var delta = bigB * sinSigma * (cos2SigmaM + (bigB / 4 * ((cosSigma * (-1 + (2 * cos2SigmaM * cos2SigmaM)))
                    - (bigB / 6 * cos2SigmaM * (-3 + (4 * sinSigma * sinSigma)) * (-3 + (4 * cos2SigmaM * cos2SigmaM))))));
                return b * bigA * (sigma - delta);
            }
        }
    }
}
