using System.Text.RegularExpressions;
using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>Alerts and categories: what follows from each (A1, A2, A3, A5), and that they name what there is (N1).</summary>
internal static partial class AlertChecks
{
    private const string File = "watch.json";
    private static readonly TimeSpan longestMerge = TimeSpan.FromDays(3);

    /// <summary>Whom every city can tell.</summary>
    private static readonly HashSet<string> Everywhere = new(["home-call", "family", "grid-officer", "community", "duty-officer"], StringComparer.Ordinal);

    public static void Run(CheckRun run)
    {
        for (var i = 0; i < run.Pack.Watch.Alerts.Count; i++)
        {
            Alert(run, run.Pack.Watch.Alerts[i], $"$.alerts[{i}]");
        }

        for (var i = 0; i < run.Pack.Catalogue.Categories.Count; i++)
        {
            Category(run, run.Pack.Catalogue.Categories[i], $"$.categories[{i}]");
        }
    }

    private static void Alert(CheckRun run, AlertSpec alert, string path)
    {
        var hasOrder = alert.Category is not null || run.Categories.Values.Any(category => category.Alerts.Contains(alert.Alert));
        run.Holds(hasOrder || alert.Ticketless is not null, "A1", File, path, "Nobody would follow this alert: name a 'category', or say in 'ticketless' why no order follows.");
        run.Holds(!hasOrder || alert.Ticketless is null, "A1", File, path, "It has a category and says that no order follows: take one of them out.");
        run.Holds(alert.Category is null || run.Categories.ContainsKey(alert.Category), "N1", File, $"{path}.category", $"There is no category '{alert.Category}' in this pack or those that it needs.");
        run.Holds(!alert.Priority.Values.Contains("high") || alert.Ladder.Count > 0, "A2", File, path, "A high priority needs a 'ladder': who is told, and when, while nobody takes it on.");
        for (var i = 0; i < alert.Ladder.Count; i++)
        {
            var (step, at) = (alert.Ladder[i], $"{path}.ladder[{i}]");
            run.Holds(run.Receivers.ContainsKey(step.Tell) || Everywhere.Contains(step.Tell), "A3", File, $"{at}.tell", $"There is no receiver '{step.Tell}': add it to channels.json, or name one of {CheckRun.Join(Everywhere)}.");
            run.Holds(step.Text is null || run.Texts.ContainsKey(step.Text), "A3", File, $"{at}.text", $"There is no text '{step.Text}' in channels.json.");
            var receiver = run.Receivers.GetValueOrDefault(step.Tell);
            var text = step.Text is null ? null : run.Texts.GetValueOrDefault(step.Text);
            run.Holds(text is null || !TextChecks.HolesOf(text.En).Any(CaseTexts.IsHole), "A3", File, $"{at}.text", $"The text '{step.Text}' has holes that only a case fills.");
            run.Holds(text is null || text.Class <= (receiver?.Class ?? PrivacyClass.Internal), "P3", File, $"{at}.text", $"The text is {text?.Class}, the receiver may read what is {receiver?.Class ?? PrivacyClass.Internal} at most.");
        }

        var uses = run.Pack.Watch.Rules.Where(rule => rule.Finds.Alert == alert.Alert).Select(static rule => (rule.GetType(), rule.Of.Split('.')[0])).ToList();
        run.Holds(uses.Select(static use => use.Item1).Distinct().Count() <= 1, "A5", File, path, "Rules of different detectors raise this alert: give each its own.");
    }

    /// <summary>What responders of every city may have: the skills of a generated district, and the inspector's.</summary>
    internal static readonly string[] SkillsEverywhere = ["cleaner", "ecology-inspector", "fire", "grid-officer", "medic", "patrol", "repair-crew", "sanitation-vehicle", "technician"];

    private static void Category(CheckRun run, CategorySpec category, string path)
    {
        const string catalogue = "catalogue.json";
        run.Holds(Code().IsMatch(category.Code), "S1", catalogue, $"{path}.code", "A code is type.class.subclass, with the type part, event or service.");
        run.Holds(category.Case == "order", "N1", catalogue, $"{path}.case", "The only type of case is 'order'.");
        run.Holds(run.Units.ContainsKey(category.Unit) || run.All.All.Any(static pack => pack.Catalogue.Units.Count > 0) is false, "N1", catalogue, $"{path}.unit", $"There is no unit '{category.Unit}'; there are {CheckRun.Join(run.Units.Keys)}.");
        run.Holds(category.Skills.Count > 0 && category.Skills.Distinct(StringComparer.Ordinal).Count() == category.Skills.Count, "S1", catalogue, $"{path}.skills", "Name at least one skill, and none twice.");
        for (var i = 0; i < category.Skills.Count; i++)
        {
            run.Holds(SkillsEverywhere.Contains(category.Skills[i]) || run.Skills.ContainsKey(category.Skills[i]), PackFault.UnknownSkill, catalogue, $"{path}.skills[{i}]",
                $"There is no skill '{category.Skills[i]}', so it would find nobody; there are {CheckRun.Join(SkillsEverywhere.Concat(run.Skills.Keys))}. One that only your city has is declared in 'skills' of catalogue.json.");
        }

        foreach (var (name, limit) in ((string, string?)[])[("accept", category.Accept), ("check", category.Check), ("dispatch", category.Dispatch), ("handling", category.Handling), ("verify", category.Verify), ("close", category.Close)])
        {
            run.Holds(limit is null || Span.Parse(limit) is { Amount: > 0 and <= 10_000 }, "T2", catalogue, $"{path}.{name}", "A limit looks like \"4 working-hours\".");
        }

        run.Holds(category.Handling is not null, "S1", catalogue, path, "A category has a limit for its handling.");
        run.Holds(category.Merge is null or { Metres: > 0 and <= 100_000 }, "S1", catalogue, $"{path}.merge", "Merge within 1 to 100,000 metres.");
        run.Holds(category.Merge is null || category.MayMerge, "S1", catalogue, $"{path}.merge", "With \"mayMerge\": false nothing merges: leave one of the two out.");
        run.Holds(category.Merge is null || Span.Parse(category.Merge.Within) is { Amount: > 0, Hours: SpanHours.All or SpanHours.Urgent or SpanHours.Natural } within && within.Length <= longestMerge, "T2", catalogue, $"{path}.merge.within",
            "Give a length of time of which every minute counts, at most 3 days, for example \"6 hours\".");
        for (var i = 0; i < category.Rings.Count; i++)
        {
            run.Holds(Span.Parse(category.Rings[i]) is { Amount: > 0 }, "T2", catalogue, $"{path}.rings[{i}]", "Give a length of time, for example \"3 minutes\".");
        }

        for (var i = 0; i < category.Alerts.Count; i++)
        {
            run.Holds(run.Alerts.ContainsKey(category.Alerts[i]), "N1", catalogue, $"{path}.alerts[{i}]", $"There is no alert '{category.Alerts[i]}'.");
        }
    }

    [GeneratedRegex(@"^(part|event|service)\.[a-z0-9-]+\.[a-z0-9-]+$")]
    private static partial Regex Code();
}
