using System.Globalization;
using System.IO.Compression;
using CityActors.Tests.Households;
using CityActors.Watch;

namespace CityActors.Tests.Watch;

/// <summary>Real series, by time.</summary>
internal static class WatchData
{
    /// <summary>The rows of a file without its heading; skips the test loudly where the data is not there.</summary>
    public static IEnumerable<string[]> Rows(string name, string file)
    {
        var folder = Meters.SharedFolder(name);
        Assert.SkipUnless(folder is not null, $"The folder data/{name} of the shared data is not beside this repository.");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder!, file)), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return line.Split(',');
        }
    }

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static List<Turn> Follow(IReadOnlyList<Sample> samples, params WatchRule[] rules)
    {
        var (watcher, memory, turns) = (new Watcher(rules), WatchMemory.Unknown, new List<Turn>());
        foreach (var (at, value) in samples)
        {
            memory = watcher.Observe(memory, rules[0].Of, at, value, turns);
        }

        return turns;
    }

    /// <summary>What a rule said: time, act and level.</summary>
    public static List<string> Told(IEnumerable<Turn> turns, int rule) =>
        [.. turns.Where(turn => turn.Rule == rule).Select(static turn => $"{turn.At.UtcDateTime:yyyy-MM-dd HH:mm} {turn.Act} {turn.Level}")];

    /// <summary>Says the number of turns, and compares them.</summary>
    public static void AreEqual(string what, IReadOnlyList<string> expected, IReadOnlyList<string> told, int least)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {told.Count} turns, {told.Count(static turn => turn.Contains("Begin", StringComparison.Ordinal) || turn.Contains("Signal", StringComparison.Ordinal))} beginnings");
        Assert.Equal(expected, told);
        Assert.True(told.Count >= least, $"{what} says so little that it shows nothing.");
    }
}

/// <summary>A measured value.</summary>
internal readonly record struct Sample(DateTimeOffset At, double Value);
