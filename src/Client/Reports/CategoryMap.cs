using System.Text.Json;
using CityActors.Client.Api;

namespace CityActors.Client.Reports;

/// <summary>A city's kinds of request to categories of the catalogue: the longest prefix that fits wins. The table is data.</summary>
internal sealed class CategoryMap
{
    private readonly List<KeyValuePair<string, string>> longestFirst;

    private CategoryMap(Dictionary<string, string> prefixes) =>
        longestFirst = [.. prefixes.OrderByDescending(pair => pair.Key.Length).ThenBy(pair => pair.Key, StringComparer.Ordinal)];

    /// <summary>Every category it names.</summary>
    public IEnumerable<string> Categories => longestFirst.Select(pair => pair.Value).Distinct(StringComparer.Ordinal);

    /// <summary>The table for Baltimore 311 that comes with this program.</summary>
    public static CategoryMap Baltimore()
    {
        using var data = typeof(CategoryMap).Assembly.GetManifestResourceStream("baltimore-categories.json")
            ?? throw new InvalidDataException("baltimore-categories.json is not in this program.");
        var table = JsonSerializer.Deserialize<Table>(data, ApiJson.Options);
        return new CategoryMap(table?.Prefixes ?? throw new InvalidDataException("baltimore-categories.json has no prefixes."));
    }

    /// <summary>The category of a kind of request, or null: none fits.</summary>
    public string? Of(string type) => longestFirst.Find(pair => type.StartsWith(pair.Key, StringComparison.Ordinal)).Value;

    private sealed record Table(string Note, Dictionary<string, string> Prefixes);
}
