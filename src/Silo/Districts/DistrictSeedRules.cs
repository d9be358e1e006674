using static CityActors.Districts.DistrictProblems;
using static CityActors.Districts.DistrictSeedException;

namespace CityActors.Districts;

/// <summary>What a seed must be.</summary>
internal static class DistrictSeedRules
{
    private const int MostStreets = 99;

    /// <exception cref="DistrictSeedException">The first rule that does not hold.</exception>
    public static void Check(DistrictSeed seed)
    {
        CheckCode(seed.Code, 6, "");
        CheckCode(seed.City.Code, 4, "");
        ThrowUnless(
            seed.Code.StartsWith(seed.City.Code, StringComparison.Ordinal),
            BadCode,
            $"District {seed.Code} does not lie in city {seed.City.Code}: the first four digits must agree.");
        CheckName(seed.Name, seed.Code);
        CheckName(seed.City.Name, seed.City.Code);
        ThrowUnless(
            seed.Datum == "WGS-84",
            WrongDatum,
            $"The datum is '{seed.Datum}'; a seed holds WGS-84. Import an outline of another datum with --datum.");
        ThrowUnless(Positions.IsOnEarth(seed.City.Centre), BadPosition, "The city's centre is no position.");
        CheckSizes(seed.Sizes);
        CheckStreets(seed.Streets, seed.Code, new DistrictOutline(seed.Outline));
    }

    /// <exception cref="DistrictSeedException">Not so many digits, or not below the parent.</exception>
    public static void CheckCode(string code, int digits, string parent)
    {
        ThrowUnless(code.Length == digits && code.All(char.IsAsciiDigit), BadCode, $"'{code}' is no national code of {digits} digits.");
        ThrowUnless(code.StartsWith(parent, StringComparison.Ordinal), BadCode, $"'{code}' does not lie below '{parent}'.");
    }

    /// <exception cref="DistrictSeedException">Empty or too long.</exception>
    public static void CheckName(string name, string of) =>
        ThrowUnless(!string.IsNullOrWhiteSpace(name) && name.EnumerateRunes().Count() <= 100, BadName, $"The name of {of} is empty or longer than 100 characters.");

    private static void CheckStreets(IReadOnlyList<StreetSeed> streets, string district, DistrictOutline outline)
    {
        ThrowUnless(streets.Count is >= 1 and <= MostStreets, OutOfRange, $"There are {streets.Count} streets; give 1 to {MostStreets}.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var street in streets)
        {
            ThrowUnless(street is not null, Malformed, "A street is null.");
            CheckCode(street.Code, 9, district);
            CheckName(street.Name, street.Code);
            ThrowUnless(seen.Add(street.Code), DuplicateCode, $"Street {street.Code} stands twice.");
            ThrowUnless(Positions.IsOnEarth(street.Centre), BadPosition, $"The centre of street {street.Code} is no position.");
            ThrowUnless(outline.Contains(street.Centre), CentreOutside, $"The centre of street {street.Code} lies outside the district's outline.");
            CheckRange(street.Communities, 1, 50, $"communities of street {street.Code}");
            CheckRange(street.Weight, 0.01, 100, $"weight of street {street.Code}");
        }
    }

    private static void CheckSizes(DistrictSizes sizes)
    {
        CheckRange(sizes.Households, 1, 1_000_000, "sizes.households");
        CheckRange(sizes.Cameras, 1, 50_000, "sizes.cameras");
        CheckRange(sizes.Terminals, 1, 100_000, "sizes.terminals");
        CheckRange(sizes.Responders, 1, 50_000, "sizes.responders");
    }

    private static void CheckRange(double value, double least, double most, string what) =>
        ThrowUnless(value >= least && value <= most, OutOfRange, $"{what} is {value}; give {least} to {most}.");
}
