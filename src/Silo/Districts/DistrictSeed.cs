using CityActors.Places;

namespace CityActors.Districts;

/// <summary>What is known of a district before it is expanded: codes, names, a coarse outline, sizes.</summary>
public sealed record DistrictSeed
{
    /// <summary>National code, 6 digits.</summary>
    public required string Code { get; init; }

    /// <summary>The name, in Chinese.</summary>
    public required string Name { get; init; }

    /// <summary>The name in English letters, or empty.</summary>
    public string EnglishName { get; init; } = "";

    /// <summary>The city it belongs to.</summary>
    public required CitySeed City { get; init; }

    /// <summary>True where the outline and the streets' centres are coarse or invented.</summary>
    public bool Approximate { get; init; }

    /// <summary>The datum of every position: <c>WGS-84</c>.</summary>
    public required string Datum { get; init; }

    /// <summary>Where the data come from and what they are not good for.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How much a full expansion (scale 1) holds.</summary>
    public DistrictSizes Sizes { get; init; } = new();

    /// <summary>The outer ring without its closing point, 3 to 10,000 points.</summary>
    public required IReadOnlyList<GeoPoint> Outline { get; init; }

    /// <summary>The streets, 1 to 99.</summary>
    public required IReadOnlyList<StreetSeed> Streets { get; init; }
}

/// <summary>The city of a district.</summary>
public sealed record CitySeed
{
    /// <summary>National code, 4 digits.</summary>
    public required string Code { get; init; }

    /// <summary>The name, in Chinese.</summary>
    public required string Name { get; init; }

    /// <summary>The name in English letters, or empty.</summary>
    public string EnglishName { get; init; } = "";

    /// <summary>Its middle.</summary>
    public required GeoPoint Centre { get; init; }
}

/// <summary>A street of a district.</summary>
public sealed record StreetSeed
{
    /// <summary>National code, 9 digits.</summary>
    public required string Code { get; init; }

    /// <summary>The name, in Chinese.</summary>
    public required string Name { get; init; }

    /// <summary>The name in English letters, or empty.</summary>
    public string EnglishName { get; init; } = "";

    /// <summary>Its middle, inside the district; every cell belongs to the street with the nearest middle.</summary>
    public required GeoPoint Centre { get; init; }

    /// <summary>True where the middle is invented.</summary>
    public bool Approximate { get; init; }

    /// <summary>Communities at scale 1, from 1 to 50. Default 5.</summary>
    public int Communities { get; init; } = 5;

    /// <summary>The street's share of people and devices beside the others', from 0.01 to 100. Default 1.</summary>
    public double Weight { get; init; } = 1;
}

/// <summary>How much a full expansion (scale 1) holds.</summary>
public sealed record DistrictSizes
{
    /// <summary>Monitored households, 1 to 1,000,000. Default 30,000.</summary>
    public int Households { get; init; } = 30_000;

    /// <summary>Cameras, 1 to 50,000. Default 3,000.</summary>
    public int Cameras { get; init; } = 3_000;

    /// <summary>Terminals, 1 to 100,000. Default 5,000.</summary>
    public int Terminals { get; init; } = 5_000;

    /// <summary>Responders, 1 to 50,000. Default 1,500.</summary>
    public int Responders { get; init; } = 1_500;
}
