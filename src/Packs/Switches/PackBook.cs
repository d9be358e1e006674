using System.Collections.Concurrent;
using CityActors.Packs.Settings;

namespace CityActors.Packs.Switches;

/// <summary>A stretch of time in which one version of a pack is on in a place, or none.</summary>
/// <param name="From">The instant at which it begins, UTC; the first begins before everything.</param>
/// <param name="Digest">The version; null: the pack is off.</param>
public readonly record struct PackSpan(DateTimeOffset From, string? Digest);

/// <summary>Which version of each pack is on where and since when, and how its parameters are set: the fold of what was done. Pure and immutable.</summary>
/// <remarks>
/// Of what was booked for a place, what holds from the latest instant counts, whether it was booked for the city or for a small area; of one instant, what was booked last.
/// What a later line cancels for a place never comes there.
/// </remarks>
public sealed class PackBook
{
    private readonly Dictionary<string, List<PackAct>> switches;
    private readonly HashSet<string> isSet;
    private readonly ConcurrentDictionary<string, ParameterValues> values = new(StringComparer.Ordinal);

    /// <summary>Folds what was done.</summary>
    /// <param name="acts">The lines, in order.</param>
    /// <param name="versions">The versions that they name, by digest.</param>
    public PackBook(IEnumerable<PackAct> acts, IReadOnlyDictionary<string, PackFiles> versions)
    {
        (Acts, Versions) = ([.. acts], versions);
        switches = Acts.Where(static act => act.Act is PackActKind.On or PackActKind.Off).GroupBy(static act => act.Pack, StringComparer.Ordinal)
            .ToDictionary(static same => same.Key, static same => same.ToList(), StringComparer.Ordinal);
        isSet = [.. Acts.Where(static act => act.Act == PackActKind.Set).Select(static act => act.Pack)];
        Packs = new PackSet(Acts.Where(static act => act.Digest is not null).GroupBy(static act => act.Pack, StringComparer.Ordinal)
            .Select(same => (same.LastOrDefault(static act => act.Act == PackActKind.On) ?? same.Last()).Digest!)
            .Where(versions.ContainsKey).Select(digest => versions[digest]));
    }

    /// <summary>All lines, in order.</summary>
    public IReadOnlyList<PackAct> Acts { get; }

    /// <summary>The versions that there are, by digest.</summary>
    public IReadOnlyDictionary<string, PackFiles> Versions { get; }

    /// <summary>The number of the last line; 0: there is none.</summary>
    public long Number => Acts.Count == 0 ? 0 : Acts[^1].Number;

    /// <summary>The packs by whose words the city speaks: of each the version that was last switched on, else the one that was installed last.</summary>
    public PackSet Packs { get; }

    /// <summary>All of the packs, on everywhere and always.</summary>
    public static PackBook AllOn(PackSet packs)
    {
        ArgumentNullException.ThrowIfNull(packs);
        return new PackBook(
            packs.All.Select(static (pack, place) => new PackAct(place + 1, PackActKind.On, pack.Name, DateTimeOffset.MinValue, "", DateTimeOffset.MinValue, "") { Digest = pack.Digest, Areas = [""] }),
            packs.All.ToDictionary(static pack => pack.Digest, StringComparer.Ordinal));
    }

    /// <summary>The book with one more line, and the version that it brings.</summary>
    public PackBook With(PackAct act, PackFiles? version = null) =>
        new([.. Acts, act], version is null || Versions.ContainsKey(version.Digest) ? Versions : new Dictionary<string, PackFiles>(Versions, StringComparer.Ordinal) { [version.Digest] = version });

    /// <summary>Whether a pack was taken out of use, and not installed since.</summary>
    public bool IsRetired(string pack) => Acts.LastOrDefault(act => act.Pack == pack && act.Act is PackActKind.Install or PackActKind.On or PackActKind.Retire)?.Act == PackActKind.Retire;

    /// <summary>What is on in a place, from the beginning to the end of time; two stretches in a row differ.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="area">The code of a cell or of an area; of an area, what holds in all of it.</param>
    public IReadOnlyList<PackSpan> Spans(string pack, string area)
    {
        var spans = new List<PackSpan> { new(DateTimeOffset.MinValue, null) };
        if (!switches.TryGetValue(pack, out var all))
        {
            return spans;
        }

        // The end of an order counts only while that order is what it is on by.
        var steps = all.Where(act => act.Covers(area) && !IsCancelled(all, act, area)).SelectMany(static act => act is { Act: PackActKind.On, Order: { } order } ? [(act, act.From, true), (act, order.Until, false)] : new[] { (Act: act, act.From, IsBeginning: true) })
            .OrderBy(static step => step.From).ThenBy(static step => step.Act.Number);
        PackAct? by = null;
        foreach (var (act, from, isBeginning) in steps)
        {
            if (!isBeginning && !ReferenceEquals(by, act))
            {
                continue;
            }

            by = act;
            var digest = isBeginning && act.Act == PackActKind.On ? act.Digest : null;
            if (spans[^1].From == from)
            {
                spans.RemoveAt(spans.Count - 1);
            }

            if (spans.Count == 0 || spans[^1].Digest != digest)
            {
                spans.Add(new PackSpan(from, digest));
            }
        }

        return spans;
    }

    /// <summary>The version that is on in a place at an instant; null: the pack is off.</summary>
    public string? DigestOn(string pack, string area, DateTimeOffset at) => Spans(pack, area).Last(span => span.From <= at).Digest;

    /// <summary>The codes for which something was booked of a pack, and where a version is on at an instant.</summary>
    public IReadOnlyList<(string Area, string? Digest)> Where(string pack, DateTimeOffset at) => switches.TryGetValue(pack, out var all)
        ? [.. all.SelectMany(static act => act.Areas!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(area => (area, DigestOn(pack, area, at)))]
        : [];

    /// <summary>What was booked of a pack for later than an instant and has not been cancelled everywhere, by time.</summary>
    public IReadOnlyList<BookedSwitch> Booked(string pack, DateTimeOffset after) => switches.TryGetValue(pack, out var all)
        ? [.. all.Where(act => act.From > after).OrderBy(static act => act.From).ThenBy(static act => act.Number).Select(act => Left(all, act)).Where(static booked => booked.Areas.Count > 0)]
        : [];

    /// <summary>A switching off with all that it cancels: what is booked for later in its areas.</summary>
    public PackAct Cancelling(PackAct off)
    {
        ArgumentNullException.ThrowIfNull(off);
        long[] later = [.. Booked(off.Pack, off.From).Where(booked => booked.Touches(off.Areas ?? [])).Select(static booked => booked.Act.Number)];
        return later.Length == 0 ? off : off with { Cancels = later };
    }

    /// <summary>How the parameters of a version are set.</summary>
    public ParameterValues ValuesOf(PackFiles version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return values.GetOrAdd(version.Digest, _ => new ParameterValues(version, SettingsOf(version.Name)));
    }

    /// <summary>Whether any parameter of a pack was set.</summary>
    public bool IsSet(string pack) => isSet.Contains(pack);

    /// <summary>What was set of a pack, in order.</summary>
    public IEnumerable<ParameterSetting> SettingsOf(string pack) =>
        Acts.Where(act => act.Act == PackActKind.Set && act.Pack == pack).Select(static act => new ParameterSetting(act.Parameter!, act.For!, act.Value!.Value, act.From, act.By));

    private static bool IsCancelled(List<PackAct> all, PackAct act, string area) => all.Exists(other => other.Cancels is { } gone && gone.Contains(act.Number) && other.Covers(area));

    private static BookedSwitch Left(List<PackAct> all, PackAct act)
    {
        string[] areas = [.. act.Areas!.Where(area => !IsCancelled(all, act, area))];
        return new(act, areas, [.. all.Where(other => other.Cancels?.Contains(act.Number) == true).SelectMany(static other => other.Areas!)
            .Where(code => Array.Exists(areas, area => code.StartsWith(area, StringComparison.Ordinal))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>All codes below an area for which anything was booked of any pack, and the area itself.</summary>
    internal IEnumerable<string> Within(string area) => Acts.SelectMany(static act => act.Areas ?? []).Where(code => code.StartsWith(area, StringComparison.Ordinal)).Append(area).Distinct(StringComparer.Ordinal);

    /// <summary>An instant, and all later ones at which anything changes.</summary>
    internal IEnumerable<DateTimeOffset> Since(DateTimeOffset from) => Acts.Where(static act => act.Areas is not null)
        .SelectMany(static act => act.Order is { } order ? [act.From, order.Until] : new[] { act.From }).Where(at => at > from).Append(from).Distinct();
}
