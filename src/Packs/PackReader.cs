using System.Text;
using System.Text.Json;
using CityActors.Packs.Format;

namespace CityActors.Packs;

/// <summary>Reads the files of a pack. Pure: whoever calls it has read them from wherever they are.</summary>
public static class PackReader
{
    private const int MostBytes = 2 << 20;
    private const int MostListBytes = 64 << 20;

    private const int MostUnknown = 50; // Of one file: what is more is one mistake that was made often.

    private static readonly string[] NotBuilt =
        ["dictionary.json", "campaigns.json", "books.json", "pages.json"];

    /// <summary>Reads a pack.</summary>
    /// <param name="files">Its files by path within the folder, with slashes.</param>
    /// <param name="faults">What is wrong; empty where there is a pack.</param>
    /// <returns>The pack, or null.</returns>
    public static PackFiles? Read(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, out IReadOnlyList<PackFault> faults)
    {
        var found = new List<PackFault>();
        faults = found;
        CheckFolder(files, found);
        var manifest = Section<PackManifest>(files, "pack.json", found);
        var things = Section<ThingsSection>(files, "things.json", found);
        var watch = Section<WatchSection>(files, "watch.json", found);
        var catalogue = Section<CatalogueSection>(files, "catalogue.json", found);
        var channels = Section<ChannelsSection>(files, "channels.json", found);
        var roles = Section<RolesSection>(files, "roles.json", found);
        var pools = Section<PoolsSection>(files, "pools.json", found);
        var indicators = Section<IndicatorsSection>(files, "indicators.json", found);
        var scenes = Folder<SceneSpec>(files, "scenes/", found);
        var examples = Folder<ExampleFile>(files, "examples/", found);
        var cases = Folder<CaseSpec>(files, "cases/", found);
        var registers = Folder<RegisterSpec>(files, "registers/", found);
        return found.Count > 0 || manifest is null ? null : new PackFiles
        {
            Manifest = manifest,
            Things = things ?? new(),
            Watch = watch ?? new(),
            Catalogue = catalogue ?? new(),
            Channels = channels ?? new(),
            Roles = roles ?? new(),
            Pools = pools ?? new(),
            Indicators = indicators ?? new(),
            Scenes = scenes,
            Examples = examples,
            Cases = cases,
            Registers = registers,
            Sources = files,
            Digest = PackDigest.Of(files),
        };
    }

    private static void CheckFolder(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, List<PackFault> faults)
    {
        if (!files.ContainsKey("pack.json"))
        {
            faults.Add(new("S1", "pack.json", 0, "$", "The folder has no pack.json, so it is no pack."));
        }

        foreach (var path in files.Keys.Order(StringComparer.Ordinal).Where(static path => !IsKnown(path)))
        {
            var section = Array.Find(NotBuilt, name => name.EndsWith('/') ? path.StartsWith(name, StringComparison.Ordinal) : path == name);
            faults.Add(section is null
                ? new("S4", path, 0, "$", "No section of a pack has such a file: take it out, or see docs/packs.md for the names that there are.")
                : new("S5", path, 0, "$", $"'{section}' belongs to a capability that this version does not have: take it out of the pack."));
        }

        foreach (var (limit, isList) in ((int, bool)[])[(MostBytes, false), (MostListBytes, true)])
        {
            var bytes = files.Where(file => IsList(file.Key) == isList).Sum(static file => (long)file.Value.Length);
            if (bytes > limit)
            {
                faults.Add(new("S3", isList ? "lists/" : "pack.json", 0, "$", $"The files have {bytes} bytes; at most {limit} are read. Split the pack."));
            }
        }
    }

    private static bool IsKnown(string path) =>
        path is "pack.json" or "things.json" or "watch.json" or "catalogue.json" or "channels.json" or "roles.json" or "pools.json" or "indicators.json" || IsList(path) || IsIn("scenes/", path) || IsIn("examples/", path) || IsIn("cases/", path) || IsIn("registers/", path);

    private static bool IsList(string path) => path.StartsWith("lists/", StringComparison.Ordinal) && path.EndsWith(".csv", StringComparison.Ordinal);

    private static bool IsIn(string folder, string path) =>
        path.StartsWith(folder, StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal) && !path[folder.Length..].Contains('/', StringComparison.Ordinal);

    private static SortedDictionary<string, TFile> Folder<TFile>(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string folder, List<PackFault> faults)
        where TFile : class
    {
        var read = new SortedDictionary<string, TFile>(StringComparer.Ordinal);
        foreach (var path in files.Keys.Where(path => IsIn(folder, path)).Order(StringComparer.Ordinal))
        {
            if (Section<TFile>(files, path, faults) is { } file)
            {
                read[path] = file;
            }
        }

        return read;
    }

    private static TFile? Section<TFile>(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string path, List<PackFault> faults)
        where TFile : class
    {
        return files.TryGetValue(path, out var content) ? ReadFile<TFile>(content, path, faults) : null;
    }

    /// <summary>Reads one file strictly; what is wrong is told by line and path.</summary>
    internal static TFile? ReadFile<TFile>(ReadOnlyMemory<byte> content, string path, List<PackFault> faults)
        where TFile : class
    {
        if (content.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            content = content[Encoding.UTF8.Preamble.Length..];
        }

        Dictionary<string, int> lines;
        try
        {
            (lines, var twice, var nothing) = JsonPlaces.Of(content.Span);
            if (twice is var (name, line))
            {
                faults.Add(new("N2", path, line, name, "The name stands twice in one object: take one of them out."));
                return null;
            }

            if (nothing is var (at, where))
            {
                faults.Add(new("S1", path, where, at, "null says nothing: leave the member or the entry out."));
                return null;
            }
        }
        catch (JsonException fault)
        {
            faults.Add(new("S1", path, (int)(fault.LineNumber ?? -1) + 1, "$", $"It is not JSON: {JsonFaults.FirstSentence(fault.Message)}"));
            return null;
        }

        var unknown = JsonWords.Unknown<TFile>(content).Take(MostUnknown).ToList();
        faults.AddRange(unknown.Select(word => new PackFault(JsonFaults.UnknownWord, path, JsonPlaces.LineOf(lines, word.Path), word.Path, word.What)));
        try
        {
            return JsonSerializer.Deserialize<TFile>(content.Span, PackJson.Options) ?? throw new JsonException("it is null");
        }
        catch (JsonException fault)
        {
            var at = fault.Path ?? "$";
            var (code, what) = JsonFaults.Tell(fault);
            if (unknown.Count == 0 || code != JsonFaults.UnknownWord)
            {
                faults.Add(new(code, path, JsonPlaces.LineOf(lines, at), at, what));
            }

            return null;
        }
        catch (NotSupportedException fault)
        {
            faults.Add(new("S1", path, 0, "$", JsonFaults.FirstSentence(fault.Message)));
            return null;
        }
    }
}
