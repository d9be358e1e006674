using System.Text.RegularExpressions;
using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Packs;
using CityActors.Terminals;
using CityActors.Tests.Alerts;

namespace CityActors.Tests.Watch;

/// <summary>A thing of a pack, judged as its grain judges it: by the rules of the files, and stored and read again time after time.</summary>
internal static class PackRun
{
    private const string Id = "term-pack-1";

    /// <summary>The repository's packs, one of which has other defaults.</summary>
    public static PackSet Set(string pack, params (string Parameter, string Value)[] defaults)
    {
        var (files, manifest) = (FilesOf(pack), File.ReadAllText(Path.Combine(SeedFiles.Path($"packs/{pack}"), "pack.json")));
        foreach (var (parameter, value) in defaults)
        {
            var known = new Regex($"(?<=\"{parameter}\": \\{{[^}}]*?\"default\": )[^,]+");
            Assert.Matches(known, manifest);
            manifest = known.Replace(manifest, value, 1);
        }

        return Read(files, "pack.json", manifest);
    }

    /// <summary>The repository's packs, one of which says something else.</summary>
    public static PackSet With(string pack, string file, string said, string instead)
    {
        var files = FilesOf(pack);
        var text = System.Text.Encoding.UTF8.GetString(files[file].Span);
        Assert.Contains(said, text, StringComparison.Ordinal);
        return Read(files, file, text.Replace(said, instead, StringComparison.Ordinal));
    }

    /// <summary>A thing of a kind that has seen nothing yet.</summary>
    public static EntityRun<TerminalState> Thing(string thing, PackSet? packs = null, TimeSpan? interval = null) => new(
        Id,
        SeedThings.Rules(packs ?? SeedThings.Packs),
        new TerminalState { Registration = new TerminalRegistration { Card = EntityRun<TerminalState>.Card(Id, "terminal", thing), Interval = interval } });

    /// <summary>Takes readings in batches of random size, with a restart after each.</summary>
    public static EntityRun<TerminalState> Follow(EntityRun<TerminalState> thing, string kind, IReadOnlyList<Sample> samples)
    {
        var (log, random, first) = (EntityRun<TerminalState>.Logged(samples.Select(sample => new Observation { Entity = Id, Kind = kind, At = sample.At, Value = sample.Value })), new Random(7), 0);
        while (first < log.Count)
        {
            var size = Math.Min(1 + random.Next(200), log.Count - first);
            thing.Observe(new ObserveBatch { Items = log.GetRange(first, size) });
            thing.Restart();
            first += size;
        }

        return thing;
    }

    /// <summary>What became of the alerts of a kind, in the words of the references.</summary>
    public static List<string> Told(EntityRun<TerminalState> thing, string alert, string begins = "Begin") =>
        [.. thing.Facts.OfType<AlertChanged>().Select(static fact => fact.Alert).Where(told => told.Kind == alert).Select(told =>
            $"{told.ChangedAt.UtcDateTime:yyyy-MM-dd HH:mm} {(told.State == AlertState.Cleared ? "End 0" : $"{(told.Version == 1 ? begins : "Level")} {told.Level}")}")];

    private static Dictionary<string, ReadOnlyMemory<byte>> FilesOf(string pack)
    {
        var folder = SeedFiles.Path($"packs/{pack}");
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), static path => (ReadOnlyMemory<byte>)File.ReadAllBytes(path));
    }

    private static PackSet Read(Dictionary<string, ReadOnlyMemory<byte>> files, string changed, string text)
    {
        files[changed] = System.Text.Encoding.UTF8.GetBytes(text);
        var read = PackReader.Read(files, out var faults);
        Assert.Empty(faults);
        Assert.Empty(PackCheck.Run(read!, SeedThings.Packs));
        return SeedThings.Packs.With(read!);
    }
}
