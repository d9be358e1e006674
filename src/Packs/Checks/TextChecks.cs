using System.Text.RegularExpressions;

namespace CityActors.Packs.Checks;

/// <summary>What people read, in both languages (X1 to X4), and the holes in it (A3).</summary>
internal static partial class TextChecks
{
    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 60;

    /// <summary>The longest text, in characters.</summary>
    public const int LongestText = 300;

    /// <summary>What a text about an alert may have a hole for.</summary>
    private static readonly HashSet<string> Holes = new(
        ["thing", "place", "zone", "kind", "value", "unit", "level", "since", "held", "limit", "rise", "fall", "count", "dwell", "track", "members", "others", "share", "calm", "within"], StringComparer.Ordinal);

    public static void Run(CheckRun run)
    {
        var pack = run.Pack;
        Both(run, "pack.json", "$.name", pack.Manifest.Name, LongestName);
        foreach (var (name, parameter) in pack.Manifest.Parameters)
        {
            Both(run, "pack.json", $"$.parameters.{name}.name", parameter.Name, LongestName);
        }

        Each(run, "pack.json", "basis", "what", pack.Manifest.Basis, static basis => basis.What, LongestText);
        Each(run, "things.json", "observations", "name", pack.Things.Observations, static kind => kind.Name, LongestName);
        Each(run, "things.json", "things", "name", pack.Things.Things, static thing => thing.Name, LongestName);
        Each(run, "catalogue.json", "skills", "name", pack.Catalogue.Skills, static skill => skill.Name, LongestName);
        Each(run, "catalogue.json", "units", "name", pack.Catalogue.Units, static unit => unit.Name, LongestName);
        Each(run, "catalogue.json", "categories", "name", pack.Catalogue.Categories, static category => category.Name, LongestName);
        Each(run, "catalogue.json", "categories", "condition", pack.Catalogue.Categories, static category => category.Condition, LongestText);
        Each(run, "channels.json", "receivers", "name", pack.Channels.Receivers, static receiver => receiver.Name, LongestName);
        Each(run, "watch.json", "alerts", "name", pack.Watch.Alerts, static alert => alert.Name, LongestName);
        for (var i = 0; i < pack.Watch.Alerts.Count; i++)
        {
            var alert = pack.Watch.Alerts[i];
            Filled(run, "watch.json", $"$.alerts[{i}].text", alert.Text ?? new LocalText());
            if (alert.Ticketless is { } why)
            {
                Both(run, "watch.json", $"$.alerts[{i}].ticketless", why, LongestText);
            }
        }

        for (var i = 0; i < pack.Channels.Texts.Count; i++)
        {
            Filled(run, "channels.json", $"$.texts[{i}]", new LocalText(pack.Channels.Texts[i].En, pack.Channels.Texts[i].Zh), CaseTexts.IsHole);
        }
    }

    /// <summary>The holes of a text.</summary>
    public static IEnumerable<string> HolesOf(string? text) => Hole().Matches(text ?? "").Select(static hole => hole.Groups[1].Value);

    private static void Each<T>(CheckRun run, string file, string list, string member, IReadOnlyList<T> items, Func<T, LocalText> get, int longest)
    {
        for (var i = 0; i < items.Count; i++)
        {
            Both(run, file, $"$.{list}[{i}].{member}", get(items[i]), longest);
        }
    }

    private static void Filled(CheckRun run, string file, string path, LocalText text, Func<string, bool>? isFilledElsewhere = null)
    {
        Both(run, file, path, text, LongestText);
        var (en, zh) = (HolesOf(text.En).ToHashSet(StringComparer.Ordinal), HolesOf(text.Zh).ToHashSet(StringComparer.Ordinal));
        run.Holds(en.SetEquals(zh), "X2", file, path, $"The English text has the holes {CheckRun.Join(en)}, the Chinese one {CheckRun.Join(zh)}: give both the same.");
        var unknown = en.Union(zh).Where(hole => !Holes.Contains(hole) && isFilledElsewhere?.Invoke(hole) != true).ToList();
        run.Holds(unknown.Count == 0, "A3", file, path, $"Nothing fills the hole {CheckRun.Join(unknown)}; holes are {CheckRun.Join(Holes)}.");
    }

    /// <summary>Checks a text in both languages.</summary>
    public static void Both(CheckRun run, string file, string path, LocalText text, int longest)
    {
        run.Holds(!string.IsNullOrWhiteSpace(text.En), "X1", file, path, "The English text is missing: give it as 'en'.");
        run.Holds(!string.IsNullOrWhiteSpace(text.Zh), "X1", file, path, "The Chinese text is missing: give it as 'zh'.");
        run.Holds(text.En is not { } en || !en.Any(IsChinese), "X3", file, path, "The English text has Chinese characters.");
        run.Holds(text.Zh is not { Length: > 0 } zh || zh.Any(IsChinese) || !zh.Any(char.IsAsciiLetter), "X3", file, path, "The Chinese text has no Chinese character.");
        run.Holds((text.En?.Length ?? 0) <= longest && (text.Zh?.Length ?? 0) <= longest, "X4", file, path, $"The text is longer than {longest} characters: shorten it.");
    }

    private static bool IsChinese(char c) => c is >= '\u4e00' and <= '\u9fff';

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Hole();
}
