using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityActors.Packs.Checks;

namespace CityActors.Packs.Upgrades;

/// <summary>Compares two versions of a pack: what changed, what each change means, and whether the version says so. Pure.</summary>
public static class PackDiff
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Compares two versions of one pack.</summary>
    /// <param name="before">The version that a city runs.</param>
    /// <param name="after">The version that is to follow it.</param>
    /// <exception cref="ArgumentException">They are two different packs.</exception>
    public static PackDifference Between(PackFiles before, PackFiles after)
    {
        if (before.Name != after.Name)
        {
            throw new ArgumentException($"'{before.Name}' and '{after.Name}' are two packs, not two versions of one.", nameof(after));
        }

        var (old, now) = (PackTrees.Of(before), PackTrees.Of(after));
        var changes = old.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .SelectMany(file => PackTrees.Between(old.GetValueOrDefault(file), now.GetValueOrDefault(file)).Where(one => (file, one.ToString()) != ("pack.json", "$.version"))
                .Select(one => new PackChange(ChangeClasses.Of(file, one, before.Manifest, after.Manifest), file, one.ToString(), Tell(one))))
            .Concat(Lists(before, after)).ToList();
        return new(changes, Faults(before, after, changes));
    }

    // Lists are not read by their columns yet: one that is new is more, any other change may mean anything.
    private static IEnumerable<PackChange> Lists(PackFiles before, PackFiles after) =>
        from path in before.Sources.Keys.Union(after.Sources.Keys).Where(static path => path.StartsWith("lists/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        let isOld = before.Sources.TryGetValue(path, out _)
        where !isOld || !after.Sources.TryGetValue(path, out var now) || !now.Span.SequenceEqual(before.Sources[path].Span)
        select new PackChange(isOld ? ChangeClass.Other : ChangeClass.Wider, path, "$", isOld ? "changed or gone" : "new");

    private static List<PackFault> Faults(PackFiles before, PackFiles after, List<PackChange> changes)
    {
        var run = new CheckRun(after, new PackSet([]));
        Version(run, before.Manifest.Version, after.Manifest.Version, changes);
        foreach (var (name, parameter) in after.Manifest.Parameters)
        {
            if (before.Manifest.Parameters.TryGetValue(name, out var old))
            {
                run.Holds((old.Is, old.Unit) == (parameter.Is, parameter.Unit), "U4", "pack.json", $"$.parameters.{name}", $"The type or unit of '{name}' changed, and settings of it would mean something else: give the new one another name.");
            }
        }

        for (var i = 0; i < after.Things.Observations.Count; i++)
        {
            var kind = after.Things.Observations[i];
            var old = before.Things.Observations.FirstOrDefault(other => other.Kind == kind.Kind);
            run.Holds(old is null || (old.Shape, old.Unit) == (kind.Shape, kind.Unit), "U4", "things.json", $"$.observations[{i}]", $"The shape or unit of '{kind.Kind}' changed, and readings in the log would mean something else: give the new kind another name.");
        }

        foreach (var (file, register) in after.Registers)
        {
            var old = before.Registers.GetValueOrDefault(file);
            run.Holds(old is null || old.Key == register.Key, "U4", file, "$.key", $"Records of '{register.Register}' were known by '{old?.Key}', which stands in addresses and histories: keep it.");
            foreach (var (name, field) in register.Fields)
            {
                run.Holds(old?.Fields.GetValueOrDefault(name) is not { } known || known.Is == field.Is, "U4", file, $"$.fields.{name}", $"The type of '{name}' changed, and what stands in records would mean something else: give the new field another name.");
            }
        }

        for (var i = 0; i < after.Things.Things.Count; i++)
        {
            var thing = after.Things.Things[i];
            run.Holds(before.Things.Things.FirstOrDefault(other => other.Kind == thing.Kind)?.Grain is not { } grain || grain == thing.Grain, "N2", "things.json", $"$.things[{i}].grain", $"'{thing.Kind}' was another sort of thing: give the new one another name.");
        }

        for (var i = 0; i < after.Watch.Alerts.Count; i++)
        {
            var alert = after.Watch.Alerts[i].Alert;
            var (old, now) = (Raised(before, alert), Raised(after, alert));
            run.Holds(old.Count == 0 || now.Count == 0 || old.Overlaps(now), "N2", "watch.json", $"$.alerts[{i}].alert", $"'{alert}' was raised by {CheckRun.Join(old)}, now by {CheckRun.Join(now)}, so old and new alerts would mean different things: give the new one another name.");
        }

        for (var i = 0; i < after.Indicators.Indicators.Count; i++)
        {
            var indicator = after.Indicators.Indicators[i];
            var old = before.Indicators.Indicators.FirstOrDefault(other => other.Indicator == indicator.Indicator);
            run.Holds(old is null || indicator.Version > old.Version || MeaningOf(old) == MeaningOf(indicator), "I4", "indicators.json", $"$.indicators[{i}].version", $"What '{indicator.Indicator}' counts changed, so its series would be of two things: give it the version {old?.Version + 1}.");
            run.Holds(old is null || indicator.Version >= old.Version, "I4", "indicators.json", $"$.indicators[{i}].version", $"'{indicator.Indicator}' was in version {old?.Version}: a version never comes again.");
        }

        return [.. run.Faults];
    }

    // Without what it is called, how it is shown, and by what it is broken down.
    private static (Format.IndicatorKind Is, string? Unit, string Over, string When, string? Of, string? Count, string? Value, string? Exempt) MeaningOf(Format.IndicatorSpec spec) =>
        (spec.Is, spec.Unit, spec.Over, spec.When, spec.Of, spec.Count, spec.Value, spec.Exempt);

    private static void Version(CheckRun run, string before, string after, List<PackChange> changes)
    {
        if (!System.Version.TryParse(before, out var old) || !System.Version.TryParse(after, out var now))
        {
            run.Fault("S1", "pack.json", "$.version", $"'{before}' and '{after}' are to be versions, which are 'major.minor', for example \"1.0\".");
            return;
        }

        var others = changes.Count(static change => change.Class == ChangeClass.Other);
        run.Holds(changes.Count == 0 || now > old, "U1", "pack.json", "$.version", $"The files differ, but {after} does not come after {before}: give a new version.");
        run.Holds(others == 0 || now.Major > old.Major, "U1", "pack.json", "$.version", $"{others} of the changes are of the class 'other', so this is the version {old.Major + 1}.0 and not {after}.");
    }

    private static HashSet<string> Raised(PackFiles pack, string alert) =>
    [
        .. pack.Watch.Rules.Where(rule => rule.Finds.Alert == alert).Select(static rule => rule.Of),
        .. pack.Watch.Places.Where(rule => rule.Finds.Alert == alert).SelectMany(static rule => rule.Of),
    ];

    private static string Tell(TreeDifference one) => (one.Before, one.After) switch
    {
        (null, { } now) => $"new: {Short(now)}",
        ({ } old, null) => $"gone: {Short(old)}",
        _ => $"{Short(one.Before)} → {Short(one.After)}",
    };

    private static string Short(JsonNode? node)
    {
        const int most = 100;
        var text = node?.ToJsonString(Readable) ?? "";
        return text.Length <= most ? text : $"{text[..most]}…";
    }
}
