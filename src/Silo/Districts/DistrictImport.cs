using CityActors.Places;

namespace CityActors.Districts;

/// <summary>The datum of positions given from outside.</summary>
public enum PositionDatum
{
    /// <summary>The datum of satellite positioning and of GeoJSON.</summary>
    Wgs84,

    /// <summary>The shifted datum of maps published in China; converted on reading.</summary>
    Gcj02,
}

/// <summary>Makes a district's seed from an outline in GeoJSON.</summary>
public static class DistrictImport
{
    private const double StreetSquareMetres = 10e6; // About the size of Tianxin's streets.
    private const int MostStreets = 20;

    /// <summary>The datum named on the command line.</summary>
    /// <exception cref="DistrictSeedException">Neither <c>wgs84</c> nor <c>gcj02</c>.</exception>
    public static PositionDatum ParseDatum(string name) => name switch
    {
        "wgs84" => PositionDatum.Wgs84,
        "gcj02" => PositionDatum.Gcj02,
        _ => throw new DistrictSeedException(DistrictProblems.WrongDatum, $"'{name}' is no datum known here; give wgs84 or gcj02."),
    };

    /// <summary>
    /// Reads a Polygon (or a MultiPolygon of one part), bare, in a Feature, or in a FeatureCollection: there the feature whose
    /// <c>adcode</c> is the code, or the only one. Streets are invented, one for about 10 km², at most 20, and named so.
    /// </summary>
    /// <param name="geoJson">The file.</param>
    /// <param name="code">National code of the district, 6 digits.</param>
    /// <param name="name">The name, in Chinese.</param>
    /// <param name="datum">The datum of the file.</param>
    /// <exception cref="DistrictSeedException">The file, the code or the name cannot be used; the problem is named.</exception>
    public static DistrictSeed Read(Stream geoJson, string code, string name, PositionDatum datum)
    {
        DistrictSeedRules.CheckCode(code, 6, "");
        DistrictSeedRules.CheckName(name, code);
        var ring = GeoJsonRing.Read(geoJson, code);
        var points = datum == PositionDatum.Gcj02 ? [.. ring.Select(Gcj02.ToWgs84).Select(Rounded)] : ring;
        var outline = new DistrictOutline(points);
        var city = new CitySeed(code[..4], Name: code[..4], outline.Centre);
        var seed = new DistrictSeed(code, name, city, "WGS-84", points, Streets(outline, code), Approximate: true)
        {
            Notes = [$"Imported outline ({datum}). Streets and everything below them are invented."],
        };
        DistrictSeedRules.Check(seed);
        return seed;
    }

    private static List<StreetSeed> Streets(DistrictOutline outline, string code)
    {
        var lattice = new CellLattice(outline);
        var cells = lattice.CellsInside();
        DistrictSeedException.ThrowUnless(cells.Count > 0, DistrictProblems.TooSmall, "No cell of 100 m has its middle inside the outline.");
        var count = Math.Clamp((int)Math.Round(outline.SquareMetres / StreetSquareMetres), 1, MostStreets);
        var groups = CellGroups.Spread(cells, count, new NamedRandom(0, $"streets/{code}"));
        return [.. groups.Select((group, i) => new StreetSeed(
            $"{code}{i + 1:000}", $"虚拟街道{i + 1:00}", lattice.Centre(group.Centre), $"Invented street {i + 1:00}", Approximate: true))];
    }

    private static GeoPoint Rounded(GeoPoint point) => new(Math.Round(point.Longitude, 6), Math.Round(point.Latitude, 6));
}
