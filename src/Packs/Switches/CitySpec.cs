using System.Text.Json.Serialization;
using CityActors.Packs.Format;
using CityActors.Packs.Settings;

namespace CityActors.Packs.Switches;

/// <summary>Which packs a new city begins with: <c>seeds/cities/&lt;city&gt;.json</c>. Immutable.</summary>
public sealed record CitySpec
{
    /// <summary>The city's name: that of the file.</summary>
    public required string City { get; init; }

    /// <summary>The packs that are on. One that is not named is installed and off.</summary>
    public required IReadOnlyList<CityPackSpec> On { get; init; }

    /// <summary>For editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>Reads such a file.</summary>
    /// <param name="content">The file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="faults">What is wrong; empty where there is a city.</param>
    public static CitySpec? Read(ReadOnlyMemory<byte> content, string file, out IReadOnlyList<PackFault> faults)
    {
        var found = new List<PackFault>();
        var read = PackReader.ReadFile<CitySpec>(content, file, found);
        faults = found;
        return read;
    }

    /// <summary>What is done with the packs as the city begins.</summary>
    /// <param name="content">The file again, for the lines of faults.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="packs">The packs that there are.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="faults">What is wrong; empty where the lines are good.</param>
    public IReadOnlyList<PackAct> Acts(ReadOnlyMemory<byte> content, string file, PackSet packs, DateTimeOffset now, out IReadOnlyList<PackFault> faults)
    {
        ArgumentNullException.ThrowIfNull(packs);
        var found = new List<PackFault>();
        var acts = new List<PackAct>();
        var (lines, _, _) = JsonPlaces.Of(content.Span);
        void Wrong(string path, string what) => found.Add(new("C1", file, JsonPlaces.LineOf(lines, path), path, what));
        for (var i = 0; i < On.Count; i++)
        {
            var (entry, path) = (On[i], $"$.on[{i}]");
            if (packs.Find(entry.Pack) is not { } pack || (entry.Version is { } wanted && wanted != pack.Manifest.Version))
            {
                Wrong(path, packs.Find(entry.Pack) is { } other ? $"'{entry.Pack}' is there in version {other.Manifest.Version}: write that." : $"There is no pack '{entry.Pack}'; there are {string.Join(", ", packs.All.Select(static known => known.Name))}.");
                continue;
            }

            var from = entry.From ?? DateTimeOffset.MinValue;
            acts.Add(Act(PackActKind.On, pack.Name, from) with { Digest = pack.Digest, Areas = entry.Areas, Order = entry.Order });
            var values = new ParameterValues(pack, []);
            foreach (var (parameter, value) in entry.Set)
            {
                foreach (var area in entry.Areas)
                {
                    if (values.Refuse(new ParameterSetting(parameter, area, value, from, file)) is { } refusal)
                    {
                        Wrong($"{path}.set.{parameter}", refusal.Sentence);
                    }

                    acts.Add(Act(PackActKind.Set, pack.Name, from) with { Parameter = parameter, For = area, Value = value });
                }
            }
        }

        acts.AddRange(packs.All.Where(pack => !On.Any(entry => entry.Pack == pack.Name)).Select(pack => Act(PackActKind.Install, pack.Name, now) with { Digest = pack.Digest }));
        IReadOnlyList<PackAct> numbered = [.. acts.Select(static (act, place) => act with { Number = place + 1 })];
        if (found.Count == 0)
        {
            var book = new PackBook(numbered, packs.All.ToDictionary(static pack => pack.Digest, StringComparer.Ordinal));
            foreach (var act in numbered.Where(static act => act.Act == PackActKind.On))
            {
                if (SwitchRules.WhyNot(book, act, DateTimeOffset.MinValue) is { } refusal)
                {
                    Wrong($"$.on[{On.TakeWhile(entry => entry.Pack != act.Pack).Count()}]", refusal.Sentence);
                }
            }
        }

        faults = found;
        return numbered;

        PackAct Act(PackActKind kind, string pack, DateTimeOffset from) => new(0, kind, pack, from, file, now, "as the city began");
    }
}

/// <summary>A pack that is on as a city begins.</summary>
public sealed record CityPackSpec
{
    /// <summary>The pack.</summary>
    public required string Pack { get; init; }

    /// <summary>Its version; none: the one that is there.</summary>
    public string? Version { get; init; }

    /// <summary>The codes of the areas; none: the whole city.</summary>
    public IReadOnlyList<string> Areas { get; init; } = [""];

    /// <summary>From when; none: always.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Its parameters, for these areas, by name.</summary>
    public IReadOnlyDictionary<string, PackValue> Set { get; init; } = new SortedDictionary<string, PackValue>(StringComparer.Ordinal);

    /// <summary>The order by which it is on, where the pack asks for one.</summary>
    public PackOrder? Order { get; init; }
}
