using System.Text.RegularExpressions;

namespace CityActors.Packs.Checks;

/// <summary>Names: those that are given, those that are needed (N2 to N5).</summary>
internal static partial class NameChecks
{
    private static readonly HashSet<string> Reserved = new(["open", "at", "today", "true", "false", "and", "or", "not", "in", "has", "case", "need", "member", "alert", "value", "city", "system", "none", "all"], StringComparer.Ordinal);

    public static void Run(CheckRun run)
    {
        var manifest = run.Pack.Manifest;
        Name(run, "pack.json", "$.pack", manifest.Pack);
        run.Holds(Version().IsMatch(manifest.Version), "S1", "pack.json", "$.version", "A version is 'major.minor', for example \"1.0\".");
        run.Holds(manifest.Format == 1, "S1", "pack.json", "$.format", "This version reads the form 1 of packs.");
        foreach (var name in manifest.Parameters.Keys)
        {
            Name(run, "pack.json", $"$.parameters.{name}", name);
        }

        Needs(run);
        foreach (var list in Lists(run.Pack))
        {
            foreach (var (name, path) in list.Names)
            {
                if (!list.IsCode)
                {
                    Name(run, list.File, path, name);
                }

                run.Holds(list.Names.First(other => other.Name == name).Path == path, "N2", list.File, path, $"'{name}' stands there twice: give the second another name.");
            }
        }

        Taken(run);
    }

    /// <summary>Whether something is formed as a name is.</summary>
    public static bool IsName(string name) => Word().IsMatch(name) && name.Length <= 60;

    /// <summary>Checks a name that is given.</summary>
    public static void Name(CheckRun run, string file, string path, string name)
    {
        run.Holds(IsName(name), "S1", file, path, $"'{name}' is no name: use lower-case letters, digits and hyphens, a letter first, 60 at most.");
        run.Holds(!Reserved.Contains(name), "N5", file, path, $"'{name}' means something already in expressions: choose another name.");
    }

    private static void Needs(CheckRun run)
    {
        foreach (var (need, major) in run.Pack.Manifest.Needs)
        {
            var path = $"$.needs.{need}";
            var known = run.All.Find(need);
            run.Holds(known is not null, "N1", "pack.json", path, $"There is no pack '{need}' beside this one: {CheckRun.ToHave(need)}");
            run.Holds(known is null || known.Major == major, "N4", "pack.json", path, $"'{need}' is there in version {known?.Manifest.Version}, this pack needs {major}.x.");
            run.Holds(known is null || known.Name == run.Pack.Name || !run.All.Reach(known).Any(other => other.Name == run.Pack.Name), "N3", "pack.json", path, $"'{need}' needs this pack, too, directly or not: one of them must do without the other.");
            run.Holds(need != run.Pack.Name, "N3", "pack.json", path, "A pack cannot need itself.");
        }
    }

    // Names are the whole city's, so that a line, an alert and a figure mean the same everywhere.
    private static void Taken(CheckRun run)
    {
        foreach (var other in run.All.All.Where(other => other.Name != run.Pack.Name))
        {
            var theirs = Lists(other).ToDictionary(static list => list.What, static list => list.Names.Select(static name => name.Name).ToHashSet(StringComparer.Ordinal));
            foreach (var list in Lists(run.Pack).Where(static list => list.IsOfCity))
            {
                foreach (var (name, path) in list.Names.Where(name => theirs[list.What].Contains(name.Name)))
                {
                    run.Fault("N2", list.File, path, $"The {list.What} '{name}' is that of the pack '{other.Name}': give it another name, or need that pack and use its.");
                }
            }
        }
    }

    private static IEnumerable<NamedList> Lists(PackFiles pack)
    {
        yield return new("kind of observation", "things.json", [.. pack.Things.Observations.Select(static (kind, i) => (kind.Kind, $"$.observations[{i}].kind"))]);
        yield return new("kind of thing", "things.json", [.. pack.Things.Things.Select(static (thing, i) => (thing.Kind, $"$.things[{i}].kind"))]);
        yield return new("alert", "watch.json", [.. pack.Watch.Alerts.Select(static (alert, i) => (alert.Alert, $"$.alerts[{i}].alert"))]);
        yield return new("rule", "watch.json", [.. pack.Watch.Rules.Select(static (rule, i) => (rule.Rule, $"$.rules[{i}].rule")), .. pack.Watch.Places.Select(static (rule, i) => (rule.Rule, $"$.places[{i}].rule"))]);
        yield return new("category", "catalogue.json", [.. pack.Catalogue.Categories.Select(static (category, i) => (category.Code, $"$.categories[{i}].code"))], IsCode: true);
        yield return new("unit", "catalogue.json", [.. pack.Catalogue.Units.Select(static (unit, i) => (unit.Unit, $"$.units[{i}].unit"))]);
        yield return new("skill", "catalogue.json", [.. pack.Catalogue.Skills.Select(static (skill, i) => (skill.Skill, $"$.skills[{i}].skill"))]);
        yield return new("pool", "pools.json", [.. pack.Pools.Pools.Select(static (pool, i) => (pool.Pool, $"$.pools[{i}].pool"))]);
        yield return new("text", "channels.json", [.. pack.Channels.Texts.Select(static (text, i) => (text.Text, $"$.texts[{i}].text"))], IsOfCity: false);
        yield return new("receiver", "channels.json", [.. pack.Channels.Receivers.Select(static (receiver, i) => (receiver.Receiver, $"$.receivers[{i}].receiver"))]);
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[0-9]{1,4}\.[0-9]{1,4}$")]
    private static partial Regex Version();

    private sealed record NamedList(string What, string File, IReadOnlyList<(string Name, string Path)> Names, bool IsCode = false, bool IsOfCity = true);
}
