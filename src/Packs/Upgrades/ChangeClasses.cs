using System.Text.Json;
using System.Text.Json.Nodes;
using CityActors.Packs.Checks;
using CityActors.Packs.Format;

namespace CityActors.Packs.Upgrades;

/// <summary>What a change means. Whatever is not known to be harmless is <see cref="ChangeClass.Other"/>.</summary>
internal static class ChangeClasses
{
    private static readonly HashSet<string> Stages = new(["accept", "check", "dispatch", "handling", "verify", "close"], StringComparer.Ordinal);

    /// <summary>Lists whose further entries take nothing from the others.</summary>
    private static readonly HashSet<string> Growing = new(
        ["parameters", "observations", "things", "observes", "card", "commands", "rules", "places", "alerts", "categories", "units", "texts", "receivers", "pools", "indicators", "targets", "histories", "roles"], StringComparer.Ordinal);

    public static ChangeClass Of(string file, TreeDifference one, PackManifest before, PackManifest after)
    {
        var isTold = one.Last is "en" or "zh" || (one.Last is "basis" or "invented" && one.Steps.Count == 1) || (file == "watch.json" && one.Last == "text" && one is { Before: null or JsonObject, After: null or JsonObject });
        var isExample = file == "indicators.json" && one.Steps.Any(static step => step.Name is "histories" or "examples");
        if (isTold || isExample || file.StartsWith("scenes/", StringComparison.Ordinal) || file.StartsWith("examples/", StringComparison.Ordinal))
        {
            return ChangeClass.Text;
        }

        if (one.Steps.Count == 0)
        {
            return one.Before is null ? ChangeClass.Wider : ChangeClass.Other; // A type of case or a register that is new, or gone.
        }

        var isWider = (one.Steps[^1].IsOne, one.Before, one.After) switch
        {
            (true, null, { } field) when file.StartsWith("registers/", StringComparison.Ordinal) => one.Steps is [{ Name: "fields" }, _] && field["need"]?.ToString() == "never",
            (true, null, _) => Growing.Contains(one.Steps[^2].Name) || (one.Steps is [{ Name: "skills" }, _] && file == "catalogue.json"),
            (true, _, null) => false,
            _ when one.Steps.Count == 3 && one.Steps[0].Name == "parameters" => IsWiderParameter(one, before.Parameters[one.Steps[1].Name], after.Parameters[one.Steps[1].Name]),
            _ when file == "catalogue.json" && Stages.Contains(one.Last) => IsLonger(one),
            _ when file == "things.json" && one.Last == "range" => IsWiderRange(one),
            _ when file == "watch.json" && one.Last == "ladder" => IsLongerLadder(one),
            _ => false,
        };
        return isWider ? ChangeClass.Wider : ChangeClass.Other;
    }

    private static bool IsWiderParameter(TreeDifference one, ParameterSpec before, ParameterSpec after) => one.Last switch
    {
        "least" => before.Least is { } old && after.Least is { } now && ParameterChecks.Number(after, now) < ParameterChecks.Number(before, old),
        "most" => before.Most is { } old && after.Most is { } now && ParameterChecks.Number(after, now) > ParameterChecks.Number(before, old),
        "set-by" => after.SetBy > before.SetBy,
        _ => false,
    };

    private static bool IsLonger(TreeDifference one) =>
        Span.Parse(one.Before?.ToString()) is { } old && Span.Parse(one.After?.ToString()) is { } now && old.Hours == now.Hours && now.Length > old.Length;

    private static bool IsWiderRange(TreeDifference one) =>
        one.Before.Deserialize<double[]>() is [var least, var most] && one.After.Deserialize<double[]>() is [var from, var to] && from <= least && to >= most;

    // All steps of before are there, in their order, and some more.
    private static bool IsLongerLadder(TreeDifference one)
    {
        if (one is not { Before: JsonArray before, After: JsonArray after })
        {
            return false;
        }

        var next = 0;
        foreach (var step in after)
        {
            next += next < before.Count && JsonNode.DeepEquals(step, before[next]) ? 1 : 0;
        }

        return next == before.Count;
    }
}
