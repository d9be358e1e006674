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

/// <summary>What the caller says about an outline to import.</summary>
public sealed record DistrictImportOptions
{
    /// <summary>National code of the district, 6 digits.</summary>
    public required string Code { get; init; }

    /// <summary>The name, in Chinese.</summary>
    public required string Name { get; init; }

    /// <summary>The name in English letters, or empty.</summary>
    public string EnglishName { get; init; } = "";

    /// <summary>The city's name; empty: its code stands for it.</summary>
    public string CityName { get; init; } = "";

    /// <summary>The datum of the file. Default WGS-84.</summary>
    public PositionDatum Datum { get; init; } = PositionDatum.Wgs84;

    /// <summary>How much a full expansion holds.</summary>
    public DistrictSizes Sizes { get; init; } = new();
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
    /// <exception cref="DistrictSeedException">The file or an option cannot be used; the problem is named.</exception>
    public static DistrictSeed Read(Stream geoJson, DistrictImportOptions options)
    {
        DistrictSeedRules.CheckCode(options.Code, 6, "");
        DistrictSeedRules.CheckName(options.Name, options.Code);
        var ring = GeoJsonRing.Read(geoJson, options);
        var points = options.Datum == PositionDatum.Gcj02 ? [.. ring.Select(Gcj02.ToWgs84).Select(Rounded)] : ring;
        var outline = new DistrictOutline(points);
        var seed = new DistrictSeed
        {
            Code = options.Code,
            Name = options.Name,
            EnglishName = options.EnglishName,
            City = new CitySeed
            {
                Code = options.Code[..4],
                Name = options.CityName.Length > 0 ? options.CityName : options.Code[..4],
                Centre = outline.Centre,
            },
            Approximate = true,
            Datum = "WGS-84",
            Notes = [$"Imported outline ({options.Datum}). Streets and everything below them are invented."],
            Sizes = options.Sizes,
            Outline = points,
            Streets = Streets(outline, options.Code),
        };
        DistrictSeedRules.Check(seed);
        return seed;
    }

    private static List<StreetSeed> Streets(DistrictOutline outline, string code)
    {
        var lattice = new CellLattice(outline);
        var cells = lattice.CellsInside();
        if (cells.Count == 0)
        {
            throw new DistrictSeedException(DistrictProblems.TooSmall, "No cell of 100 m has its middle inside the outline.");
        }

        var count = Math.Clamp((int)Math.Round(outline.SquareMetres / StreetSquareMetres), 1, MostStreets);
        var groups = CellGroups.Spread(cells, count, new NamedRandom(0, $"streets/{code}"));
        return [.. groups.Select((group, i) => new StreetSeed
        {
            Code = $"{code}{i + 1:000}",
            Name = $"虚拟街道{i + 1:00}",
            EnglishName = $"Invented street {i + 1:00}",
            Centre = lattice.Centre(group.Centre),
            Approximate = true,
        })];
    }

    private static GeoPoint Rounded(GeoPoint point) => new(Math.Round(point.Longitude, 6), Math.Round(point.Latitude, 6));
}
