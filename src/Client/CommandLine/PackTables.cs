using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityActors.Packs;
using CityActors.Packs.Format;
using CityActors.Packs.Settings;

namespace CityActors.Client.CommandLine;

/// <summary>What is in a pack, as tables for people.</summary>
internal static class PackTables
{
    private static readonly HashSet<string> shownElsewhere = new(["rule", "of", "uses", "at", "finds", "during"], StringComparer.Ordinal);

    public static ExitCode Write(CommandOutput output, PackFiles pack)
    {
        var manifest = pack.Manifest;
        output.Figures(
            ("pack", $"{pack.Name} {manifest.Version}: {manifest.Name.En}, {manifest.Name.Zh}"),
            ("digest", pack.Digest),
            ("needs", manifest.Needs.Count == 0 ? "nothing" : string.Join(", ", manifest.Needs.Select(static need => $"{need.Key} {need.Value}.x"))),
            ("switched on", manifest.Switch == SwitchMode.Order ? "by a recorded order" : "freely"));
        Things(output, pack);
        Rules(output, pack);
        Alerts(output, pack);
        Show(output, ["parameter", "default", "range", "set by", "en", "zh"], manifest.Parameters.Select(static one => new[]
        {
            $"${one.Key}", $"{one.Value.Default} {one.Value.Unit}", $"{one.Value.Least} to {one.Value.Most}", Word(one.Value.SetBy), one.Value.Name.En ?? "", one.Value.Name.Zh ?? "",
        }));
        Show(output, ["category", "unit", "handling", "en", "zh", "when"], pack.Catalogue.Categories.Select(static one => new[]
        {
            one.Code, one.Unit, one.Handling ?? "", one.Name.En ?? "", one.Name.Zh ?? "", $"{one.Condition.En}\n{one.Condition.Zh}",
        }));
        Show(output, ["basis", "source", "gives"], manifest.Basis.Select(static one => new[] { $"{one.What.En}\n{one.What.Zh}", one.Source, string.Join(", ", one.Gives) }));
        output.Figures(("invented", manifest.Invented.Count == 0 ? "nothing" : string.Join(", ", manifest.Invented)));
        return ExitCode.Ok;
    }

    private static void Things(CommandOutput output, PackFiles pack)
    {
        Show(output, ["kind", "shape", "unit", "range", "class", "en", "zh"], pack.Things.Observations.Select(static one => new[]
        {
            one.Kind, one.Derived ? $"{Word(one.Shape)}, derived" : Word(one.Shape), one.Unit, one.Range is [var least, var most] ? $"{least} to {most}" : "", Word(one.Class), one.Name.En ?? "", one.Name.Zh ?? "",
        }));
        Show(output, ["thing", "grain", "observes", "every", "en", "zh"], pack.Things.Things.Select(static one => new[]
        {
            one.Kind, Word(one.Grain), string.Join(", ", one.Observes), one.Every?.ToString() ?? "", one.Name.En ?? "", one.Name.Zh ?? "",
        }));
    }

    private static void Rules(CommandOutput output, PackFiles pack)
    {
        Show(output, ["rule", "of", "how", "during", "then"], pack.Watch.Rules.Select(rule =>
        {
            var members = JsonSerializer.SerializeToNode(rule, PackJson.Options)!.AsObject();
            return new[] { rule.Rule, rule.Of, $"{members["uses"]}: {Text(members, pack.Manifest)}", rule.During ?? "", Then(rule.Finds) };
        }));
        Show(output, ["place rule", "at", "how", "during", "then"], pack.Watch.Places.Select(rule =>
        {
            var members = JsonSerializer.SerializeToNode(rule, PackJson.Options)!.AsObject();
            return new[] { rule.Rule, rule.At, $"{Word(rule.Uses)} of {string.Join(", ", rule.Of)}: {Text(members, pack.Manifest)}", rule.During ?? "", Then(rule.Finds) };
        }));
    }

    private static void Alerts(CommandOutput output, PackFiles pack)
    {
        Show(output, ["alert", "priority", "order", "en", "zh", "text"], pack.Watch.Alerts.Select(static one => new[]
        {
            one.Alert, string.Join(", ", one.Priority.Select(static level => level.Key == 0 ? level.Value : $"{level.Key} {level.Value}")),
            one.Category is null ? one.Ticketless?.En ?? "by its category" : one.FromLevel > 1 ? $"{one.Category} from level {one.FromLevel}" : one.Category, one.Name.En ?? "", one.Name.Zh ?? "", $"{one.Text?.En}\n{one.Text?.Zh}",
        }));
        Show(output, ["alert", "after", "tells", "if"], pack.Watch.Alerts.SelectMany(static one => one.Ladder.Select(step => new[] { one.Alert, step.After.ToString(), step.Tell, step.If ?? "" })));
    }

    private static string Then(FindsSpec finds) => string.Join(", ", new[]
    {
        finds.Alert is null ? null : $"alert {finds.Alert}",
        finds.Signal is null ? null : $"signal {finds.Signal}",
        finds.Observe is null ? null : $"derives {finds.Observe}",
        finds.Send is null ? null : $"sends {finds.Send.Command} to {finds.Send.To}",
        finds.Mutes.Count == 0 ? null : $"mutes {string.Join(" ", finds.Mutes)}",
    }.OfType<string>());

    /// <summary>The options of a rule, parameters with their defaults: <c>from 115 ($light)</c>.</summary>
    private static string Text(JsonObject members, PackManifest manifest) => string.Join(", ", members.Where(one => !shownElsewhere.Contains(one.Key) && one.Value is not JsonArray { Count: 0 })
        .Select(one => one.Value!.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? one.Value.GetValue<bool>() ? one.Key : null : $"{one.Key} {Text(one.Value!, manifest)}").OfType<string>());

    private static string Text(JsonNode value, PackManifest manifest) => value switch
    {
        JsonArray list => string.Join("; ", list.Select(one => Text(one!, manifest))),
        JsonObject members => string.Join(" ", members.Select(one => $"{one.Key} {Text(one.Value!, manifest)}")),
        _ => Figure(value.ToString(), manifest),
    };

    private static string Figure(string written, PackManifest manifest)
    {
        var known = !written.Contains('$', StringComparison.Ordinal) ? null
            : manifest.Parameters.TryGetValue(written[1..], out var parameter) ? parameter.Default?.ToString()
            : new RuleValues(manifest).Number(new PackValue(null, written))?.ToString(CultureInfo.InvariantCulture);
        return known is null ? written : $"{known} ({written})";
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static void Show(CommandOutput output, string[] columns, IEnumerable<string[]> rows)
    {
        if (rows.ToList() is { Count: > 0 } some)
        {
            output.Table(columns, some);
        }
    }
}
