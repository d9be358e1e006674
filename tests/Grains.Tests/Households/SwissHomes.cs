using System.Globalization;
using System.IO.Compression;

namespace CityActors.Tests.Households;

/// <summary>268 Swiss homes with quarter-hourly electricity meters, weeks 44 to 47 of 2018.</summary>
internal static class SwissHomes
{
    public const int Days = 28;

    /// <summary>The power of each home, watts; the test is skipped where the data is not there.</summary>
    public static List<double[]> Read()
    {
        var folder = Meters.SharedFolder("swiss_15min");
        Assert.SkipUnless(folder is not null, "The folder data/swiss_15min of the shared data is not beside this repository.");
        var homes = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        foreach (var week in (string[])["w44", "w45", "w46", "w47"])
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder!, $"elcons_15min_{week}.csv.gz")), CompressionMode.Decompress));
            reader.ReadLine();
            while (reader.ReadLine() is { } line)
            {
                var parts = line.Split(',');
                (homes.TryGetValue(parts[0], out var all) ? all : homes[parts[0]] = []).AddRange(parts[1..].Select(static part => double.Parse(part, CultureInfo.InvariantCulture) * 4000));
            }
        }

        return [.. homes.Values.Select(static home => home.ToArray())];
    }
}
