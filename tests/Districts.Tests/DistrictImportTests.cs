using System.Globalization;
using System.Text;
using CityActors.Districts;
using CityActors.Places;

namespace CityActors.Tests.Districts;

public sealed class DistrictImportTests
{
    private const string Square = "[[112.9,28.0],[113.0,28.0],[113.0,28.1],[112.9,28.1],[112.9,28.0]]";

    private static DistrictSeed Import(string geoJson, string code = "430103", string name = "天心区", PositionDatum datum = PositionDatum.Wgs84) =>
        DistrictImport.Read(Seeds.Text(geoJson), code, name, datum);

    private static string Polygon(string rings) => $$"""{"type":"Polygon","coordinates":[{{rings}}]}""";

    [Theory]
    [InlineData("""{"type":"Polygon","coordinates":[RING]}""")]
    [InlineData("""{"type":"MultiPolygon","coordinates":[[RING]]}""")]
    [InlineData("""{"type":"Feature","properties":null,"geometry":{"type":"Polygon","coordinates":[RING]}}""")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[RING]}}]}""")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"adcode":430102},"geometry":null},{"type":"Feature","properties":{"adcode":430103},"geometry":{"type":"Polygon","coordinates":[RING]}}]}""")]
    public void Import_PolygonInAnyWrapping_GivesASeedThatExpands(string wrapping)
    {
        var seed = Import(wrapping.Replace("RING", Square, StringComparison.Ordinal));

        Assert.Equal(4, seed.Outline.Count);
        Assert.Equal(11, seed.Streets.Count); // 109 km², one street for about 10.
        Assert.True(seed.Approximate);
        var plan = DistrictPlan.Expand(seed, 0.05, 1, drill: true);
        Assert.Equal(1_500, plan.Counts.Households);
        Assert.All(plan.Areas().Where(a => a.Level == AreaLevel.Cell), a => Assert.True(new DistrictOutline(seed.Outline).Contains(a.Centre)));
    }

    [Fact]
    public void Import_TheSameFileTwice_GivesTheSamePlan()
    {
        static string Once() => PlanFingerprint.Of(DistrictPlan.Expand(Import(Polygon(Square)), 0.02, 3, drill: true));

        Assert.Equal(Once(), Once());
    }

    [Fact]
    public void Import_Gcj02_IsConverted()
    {
        var plain = Import(Polygon(Square));
        var shifted = Import(Polygon(Square), datum: PositionDatum.Gcj02);

        var metres = LocalMetres.Between(plain.Outline[0], shifted.Outline[0]);
        Assert.InRange(metres, 300, 800); // The shift in Changsha.
        Assert.Equal("WGS-84", shifted.Datum);
    }

    [Theory]
    [InlineData("not json", DistrictProblems.Malformed)]
    [InlineData("[]", DistrictProblems.NoPolygon)]
    [InlineData("""{"type":"Point","coordinates":[112.9,28.0]}""", DistrictProblems.NoPolygon)]
    [InlineData("""{"type":"FeatureCollection","features":[]}""", DistrictProblems.NoPolygon)]
    [InlineData("""{"type":"Polygon"}""", DistrictProblems.Malformed)]
    [InlineData("""{"type":"Polygon","coordinates":[]}""", DistrictProblems.NoPolygon)]
    [InlineData("""{"type":"Polygon","coordinates":[5]}""", DistrictProblems.Malformed)]
    [InlineData("""{"type":"Polygon","coordinates":[[[112.9,28.0],["x",1],[113,28],[112.9,28.0]]]}""", DistrictProblems.BadPosition)]
    [InlineData("""{"type":"Polygon","coordinates":[[[28.0,112.9],[28.1,112.9],[28.1,113],[28.0,112.9]]]}""", DistrictProblems.BadPosition)]
    [InlineData("""{"type":"Polygon","coordinates":[[[112.9,28.0],[113,28],[112.9,28.0]]]}""", DistrictProblems.TooFewPoints)]
    [InlineData("""{"type":"Polygon","coordinates":[[[112.9,28.0],[113,28],[112.9,28.0],[112.9,28.0]]]}""", DistrictProblems.TooFewPoints)]
    [InlineData("""{"type":"Polygon","coordinates":[[[112.9,28.0],[113,28],[113,28.1],[112.9,28.1]]]}""", DistrictProblems.NotClosed)]
    [InlineData("""{"type":"Polygon","coordinates":[[[112.9,28.0],[113,28.1],[113,28],[112.9,28.1],[112.9,28.0]]]}""", DistrictProblems.CrossesItself)]
    [InlineData("""{"type":"Polygon","coordinates":[[[112.9,28.0],[113,28.0],[112.95,28.0],[112.9,28.1],[112.9,28.0]]]}""", DistrictProblems.CrossesItself)]
    [InlineData("""{"type":"Polygon","coordinates":[[[112.9,28],[113,28],[112.95,28.05],[113,28.1],[112.9,28.1],[112.95,28.05],[112.9,28]]]}""", DistrictProblems.CrossesItself)]
    [InlineData("""{"type":"Polygon","coordinates":[[[112.9,28],[113,28],[113,28.1],[112.95,28],[112.9,28.1],[112.9,28]]]}""", DistrictProblems.CrossesItself)]
    [InlineData("""{"type":"Polygon","coordinates":[[[112.9,28.0],[112.901,28],[112.901,28.001],[112.9,28.0]]]}""", DistrictProblems.TooSmall)]
    [InlineData("""{"type":"Polygon","coordinates":[[[110,28.0],[113,28],[113,30],[110,28.0]]]}""", DistrictProblems.TooLarge)]
    [InlineData("""{"type":"MultiPolygon","coordinates":[[],[]]}""", DistrictProblems.SeveralParts)]
    [InlineData("""{"type":"Polygon","crs":{"type":"name","properties":{"name":"EPSG:2435"}},"coordinates":[]}""", DistrictProblems.WrongDatum)]
    public void Import_WithAFault_IsRefusedByName(string geoJson, string problem)
    {
        Assert.Equal(problem, Assert.Throws<DistrictSeedException>(() => Import(geoJson)).Problem);
    }

    [Fact]
    public void Import_CrossingItself_SaysWhere()
    {
        var refused = Assert.Throws<DistrictSeedException>(() => Import(Polygon("[[112.9,28.0],[113,28.1],[113,28],[112.9,28.1],[112.9,28.0]]")));

        Assert.Contains("crosses or touches itself at 112.95, 28.05.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_WithAHole_IsRefusedByName()
    {
        var refused = Assert.Throws<DistrictSeedException>(() => Import(Polygon($"{Square},{Square}")));

        Assert.Equal(DistrictProblems.HasHoles, refused.Problem);
    }

    [Theory]
    [InlineData("43010", "天心区", DistrictProblems.BadCode)]
    [InlineData("43010x", "天心区", DistrictProblems.BadCode)]
    [InlineData("430103", " ", DistrictProblems.BadName)]
    public void Import_BadOption_IsRefusedByName(string code, string name, string problem)
    {
        var refused = Assert.Throws<DistrictSeedException>(() => Import(Polygon(Square), code, name));

        Assert.Equal(problem, refused.Problem);
    }

    [Theory]
    [InlineData(10_000, null)]
    [InlineData(10_001, DistrictProblems.TooManyPoints)]
    public void Import_ManyPoints_AreReadUpToTheLimit(int count, string? problem)
    {
        var ring = new StringBuilder();
        for (var i = 0; i <= count; i++)
        {
            var angle = i % count * 2 * Math.PI / count;
            ring.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}[{113 + (0.1 * Math.Cos(angle)):0.000000000},{28 + (0.1 * Math.Sin(angle)):0.000000000}]");
        }

        var refused = Record.Exception(() => Import(Polygon($"[{ring}]"))) as DistrictSeedException;

        Assert.Equal(problem, refused?.Problem);
    }

    [Fact]
    public void Datum_UnknownName_IsRefusedByName()
    {
        Assert.Equal(PositionDatum.Gcj02, DistrictImport.ParseDatum("gcj02"));
        Assert.Equal(PositionDatum.Wgs84, DistrictImport.ParseDatum("wgs84"));
        Assert.Equal(DistrictProblems.WrongDatum, Assert.Throws<DistrictSeedException>(() => DistrictImport.ParseDatum("bd09")).Problem);
    }

    [Fact]
    public void Gcj02_InChangsha_ShiftsAsOtherConvertersDo()
    {
        var shown = Gcj02.FromWgs84(new GeoPoint(112.97, 28.19));

        Assert.Equal(112.975534, shown.Longitude, 6); // The well-known formula, computed apart from this code.
        Assert.Equal(28.186562, shown.Latitude, 6);
    }

    [Theory]
    [InlineData(112.97, 28.19)]
    [InlineData(116.39, 39.91)]
    [InlineData(87.6, 43.8)]
    [InlineData(8.54, 47.37)] // Zürich: not shifted.
    public void Gcj02_ThereAndBack_IsTheSamePlace(double longitude, double latitude)
    {
        var here = new GeoPoint(longitude, latitude);

        Assert.InRange(LocalMetres.Between(here, Gcj02.ToWgs84(Gcj02.FromWgs84(here))), 0, 0.01);
    }
}
