using System.Diagnostics.CodeAnalysis;

namespace CityActors.Places;

/// <summary>National area codes: 4 digits city, 6 district, 9 street, 12 community, 15 cell; a prefix is the parent.</summary>
public static class AreaCodes
{
    private const string CellPrefix = "cell-";
    private const string MattersPrefix = "matters-";
    private const string PlacesPrefix = "places-";
    private const string AreaPrefix = "area-";

    /// <summary>Digits of a code of each level, in the order of <see cref="AreaLevel"/>.</summary>
    private static readonly int[] digits = [4, 6, 9, 12, 15];

    /// <summary>The level of a code by its length.</summary>
    /// <exception cref="FormatException">It is no area code.</exception>
    public static AreaLevel Level(string code) =>
        TryLevel(code, out var level)
            ? level
            : throw new FormatException($"'{code}' is no area code; one has 4, 6, 9, 12 or 15 digits.");

    /// <summary>True where the text is an area code; then its level.</summary>
    public static bool TryLevel([NotNullWhen(true)] string? code, out AreaLevel level)
    {
        var at = Array.IndexOf(digits, code?.Length ?? 0);
        level = (AreaLevel)Math.Max(0, at);
        return at >= 0 && !code.AsSpan().ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>The district that a cell, community, street or district lies in.</summary>
    /// <exception cref="FormatException">It is no area code, or a city's.</exception>
    public static string District(string code) =>
        Level(code) != AreaLevel.City ? code[..6] : throw new FormatException($"'{code}' is a city; a district has 6 digits or more.");

    /// <summary>True where the first area is the second or one above it.</summary>
    public static bool Contains(string area, string code) => code.StartsWith(area, StringComparison.Ordinal);

    /// <summary>The key of a cell's grain, for example <c>cell-430103004012001</c>.</summary>
    public static string CellKey(string cell) => CellPrefix + cell;

    /// <summary>The code in the key of a cell's grain.</summary>
    /// <exception cref="FormatException">The key is not a cell's.</exception>
    public static string OfCellKey(string key) =>
        key.StartsWith(CellPrefix, StringComparison.Ordinal) && TryLevel(key[CellPrefix.Length..], out var level) && level == AreaLevel.Cell
            ? key[CellPrefix.Length..]
            : throw new FormatException($"'{key}' is not a cell's key; one looks like 'cell-430103004012001'.");

    /// <summary>The key of the matter index of the district that an area lies in.</summary>
    public static string MattersKey(string code) => MattersPrefix + District(code);

    /// <summary>The district in the key of a matter index.</summary>
    public static string OfMattersKey(string key) => key[MattersPrefix.Length..];

    /// <summary>The key of the grain of the places of the district that an area lies in.</summary>
    public static string PlacesKey(string code) => PlacesPrefix + District(code);

    /// <summary>The digits of a code of a level.</summary>
    public static int Digits(AreaLevel level) => digits[(int)level];

    /// <summary>The id by which alerts name an area or cell.</summary>
    public static string PlaceId(string code) => Level(code) == AreaLevel.Cell ? CellKey(code) : AreaKeys.Of(code);

    /// <summary>The code in the id of an area or cell, or null: it is neither, or larger than a district.</summary>
    public static string? OfPlaceId(string id)
    {
        var code = id.StartsWith(CellPrefix, StringComparison.Ordinal) ? id[CellPrefix.Length..] : id.StartsWith(AreaPrefix, StringComparison.Ordinal) ? id[AreaPrefix.Length..] : null;
        return TryLevel(code, out var level) && level != AreaLevel.City && (level == AreaLevel.Cell) == id.StartsWith(CellPrefix, StringComparison.Ordinal) ? code : null;
    }

    /// <summary>The smallest area that holds all of these, or null: they lie in several districts.</summary>
    public static string? Holding(IReadOnlyCollection<string> codes)
    {
        var first = codes.First();
        var same = codes.Aggregate(first.Length, (length, code) => Math.Min(length, first.AsSpan().CommonPrefixLength(code)));
        var most = digits.LastOrDefault(count => count <= same);
        return most < digits[(int)AreaLevel.District] ? null : first[..most];
    }

    /// <summary>The key of the dispatch grain of the district that an area lies in.</summary>
    public static string DispatchKey(string code) => "dispatch-" + District(code);

    /// <summary>The key of the grain of a pool of the area of a level that an area lies in, for example <c>pool-mediators-430103</c>; null where the area is larger.</summary>
    public static string? PoolKey(string pool, string code, AreaLevel level) => code.Length >= Digits(level) ? $"pool-{pool}-{code[..Digits(level)]}" : null;

    /// <summary>The key of the command desk of the district that an area lies in.</summary>
    public static string DeskKey(string code) => "commands-" + District(code);
}
