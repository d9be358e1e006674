using CityActors.Places;

namespace CityActors.Districts;

/// <summary>What is known of a district before it is expanded: codes, names, a coarse outline, sizes.</summary>
/// <param name="Code">National code, 6 digits.</param>
/// <param name="Name">The name, in Chinese.</param>
/// <param name="City">The city it belongs to.</param>
/// <param name="Datum">The datum of every position: <c>WGS-84</c>.</param>
/// <param name="Outline">The outer ring without its closing point, 3 to 10,000 points.</param>
/// <param name="Streets">The streets, 1 to 99.</param>
/// <param name="EnglishName">The name in English letters, or empty.</param>
/// <param name="Approximate">True where the outline and the streets' centres are coarse or invented.</param>
public sealed record DistrictSeed(
    string Code,
    string Name,
    CitySeed City,
    string Datum,
    IReadOnlyList<GeoPoint> Outline,
    IReadOnlyList<StreetSeed> Streets,
    string EnglishName = "",
    bool Approximate = false)
{
    /// <summary>Where the data come from and what they are not good for.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How much a full expansion (scale 1) holds.</summary>
    public DistrictSizes Sizes { get; init; } = new();
}

/// <summary>The city of a district.</summary>
/// <param name="Code">National code, 4 digits.</param>
/// <param name="Name">The name, in Chinese.</param>
/// <param name="Centre">Its middle.</param>
/// <param name="EnglishName">The name in English letters, or empty.</param>
public sealed record CitySeed(string Code, string Name, GeoPoint Centre, string EnglishName = "");

/// <summary>A street of a district.</summary>
/// <param name="Code">National code, 9 digits.</param>
/// <param name="Name">The name, in Chinese.</param>
/// <param name="Centre">Its middle, inside the district; every cell belongs to the street with the nearest middle.</param>
/// <param name="EnglishName">The name in English letters, or empty.</param>
/// <param name="Approximate">True where the middle is invented.</param>
/// <param name="Communities">Communities at scale 1, from 1 to 50. Default 5.</param>
/// <param name="Weight">The street's share of people and devices beside the others', from 0.01 to 100. Default 1.</param>
public sealed record StreetSeed(
    string Code, string Name, GeoPoint Centre, string EnglishName = "", bool Approximate = false, int Communities = 5, double Weight = 1);

/// <summary>How much a full expansion (scale 1) holds.</summary>
/// <param name="Households">Monitored households, 1 to 1,000,000. Default 30,000.</param>
/// <param name="Cameras">Cameras, 1 to 50,000. Default 3,000.</param>
/// <param name="Terminals">Terminals, 1 to 100,000. Default 5,000.</param>
/// <param name="Responders">Responders, 1 to 50,000. Default 1,500.</param>
public sealed record DistrictSizes(int Households = 30_000, int Cameras = 3_000, int Terminals = 5_000, int Responders = 1_500);
