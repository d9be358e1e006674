using System.Globalization;
using CityActors.Alerts;
using CityActors.Client.Replays;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>Compares what a scene says must be found with the alerts that came.</summary>
internal static class SceneJudge
{
    /// <summary>Judges a scene.</summary>
    /// <param name="plan">What was played.</param>
    /// <param name="all">The alerts of the city.</param>
    public static SceneVerdict Of(ScenePlan plan, IReadOnlyList<AlertStory> all)
    {
        var things = plan.Things;
        var within = all.Where(story => story.Alert.OpenedAt > plan.Stage.From && story.Alert.OpenedAt <= plan.Stage.To).ToList();
        var own = within.FindAll(story => things.Contains(story.Alert.Entity));
        var truths = plan.Truths.ToList();
        var judged = truths.FindAll(static truth => truth.IsJudged);
        var toBeFound = judged.FindAll(static truth => truth.MustAlarm);
        var answers = toBeFound.ConvertAll(truth => (Truth: truth, Answer: Answer(truth, within)));
        var found = answers.FindAll(static answer => answer.Answer.Wrong is null);
        var isLate = (SceneTruth truth) => truth.Deadline > plan.Stage.To;
        var missed = answers.FindAll(answer => answer.Answer.Wrong is not null && !isLate(answer.Truth));
        var unexplained = own.FindAll(story => !plan.IsUnconfirmed(story.Alert.Kind) && !truths.Exists(truth => truth.Explains(story.Alert)));
        var never = plan.Spec.Never.SelectMany((never, i) => Never(plan, never, i, within)).ToList();
        return new SceneVerdict(
            plan.Stage.Pack, plan.Spec.Scene,
            Injected: toBeFound.Count,
            Harmless: judged.Count - toBeFound.Count,
            Found: found.Count,
            Missed: missed.Count,
            NotDueYet: answers.Count - found.Count - missed.Count,
            NotJudged: truths.Count - judged.Count,
            False: unexplained.Count,
            DelaySeconds: Spread.Of(found.SelectMany(static answer => answer.Answer.Alerts.Select(story => Math.Round((story.Alert.OpenedAt - answer.Truth.Happened.At).TotalSeconds)))),
            Level: own.Select(static story => story.Level).DefaultIfEmpty().Max(),
            Orders: own.Select(static story => story.Alert.Order).Where(static order => order.Length > 0).Distinct(StringComparer.Ordinal).Count())
        {
            Faults =
            [
                .. missed.Select(static answer => new SceneFaultFound(answer.Truth.Path, answer.Answer.Wrong!, IsWrong: answer.Answer.Alerts.Count > 0)),
                .. unexplained.Select(story => Unexplained(truths, story.Alert)),
                .. never,
            ],
            Raised = own.Select(story => (plan.KindOf(story.Alert.Entity), story.Alert.Kind)).ToHashSet(),
        };
    }

    /// <summary>The alerts that answer a truth, and what is wrong with them.</summary>
    private static (IReadOnlyList<AlertStory> Alerts, string? Wrong) Answer(SceneTruth truth, List<AlertStory> all)
    {
        var answers = all.FindAll(story => truth.Is(story.Alert) && story.Alert.OpenedAt >= truth.Happened.At && story.Alert.OpenedAt <= truth.Deadline);
        var things = truth.Happened.Things;
        var without = truth.Spec.Each ? things.Where(thing => !answers.Exists(story => story.Alert.Entity == thing)).ToList() : [];
        var tooMild = truth.Spec.Level is { } level ? answers.FindAll(story => story.Level < level) : [];
        var orders = answers.Select(static story => story.Alert.Order).Where(static order => order.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var wrong = answers.Count switch
        {
            0 => $"{Expected(truth)}; none came{Instead(truth, all)}.",
            var count when truth.Spec.Count is { } wanted && count != wanted => $"{Expected(truth)}; {count} came: {Join(answers)}.",
            _ when without.Count > 0 => $"{Expected(truth)}; none came on {string.Join(", ", without)}.",
            _ when tooMild.Count > 0 => $"{Expected(truth)}; {Join(tooMild)} reached level {tooMild.Max(static story => story.Level)} only.",
            _ when truth.Spec.Case is { } wanted && orders.Count != wanted => $"{Expected(truth)}; {orders.Count} orders followed{(orders.Count > 0 ? $": {string.Join(", ", orders)}" : "")}.",
            _ => null,
        };
        return (answers, wrong);
    }

    private static IEnumerable<SceneFaultFound> Never(ScenePlan plan, CityActors.Packs.Format.NeverSpec never, int number, List<AlertStory> all)
    {
        var things = never.Of is { } of ? plan.Named(of).ToHashSet(StringComparer.Ordinal) : plan.Things;
        return all.Where(story => story.Alert.Kind == never.Alert && things.Contains(story.Alert.Entity))
            .Select(story => new SceneFaultFound($"$.never[{number}]", $"There must never be {never.Alert}{(never.Of is null ? "" : $" on {never.Of}")}; {Told(story.Alert)} came.", IsWrong: true));
    }

    private static SceneFaultFound Unexplained(List<SceneTruth> truths, Alert alert) => truths.Find(truth => truth.Is(alert) && alert.OpenedAt >= truth.Happened.At && !truth.MustAlarm) is { } harmless
        ? new(harmless.Path, $"Nothing must come of it; {Told(alert)} came.", IsWrong: false)
        : new("$.happens", $"Nothing explains {Told(alert)}: {alert.Explanation.English}", IsWrong: false);

    private static string Expected(SceneTruth truth)
    {
        var spec = truth.Spec;
        return $"{spec.Alert}{(spec.Level is { } level ? $" of level {level}" : "")} was expected on {Of(truth)} from {Time(truth.Happened.At)} to {Time(truth.Deadline)}"
            + $"{(spec.Count is { } count ? $", {count} times" : "")}{(spec.Case is { } orders ? $", with {orders} orders" : "")}";
    }

    private static string Of(SceneTruth truth) => truth.Happened.Things.Count switch
    {
        0 => truth.Happened.Spec.Of,
        1 => truth.Happened.Things[0],
        _ => $"{(truth.Spec.Each ? "each of " : "")}{truth.Happened.Things[0]} to {truth.Happened.Things[^1]}",
    };

    private static string Instead(SceneTruth truth, List<AlertStory> all) =>
        all.FindAll(story => truth.Happened.Things.Contains(story.Alert.Entity)) is { Count: > 0 } others ? $"; there were {Join(others)}" : "";

    private static string Join(List<AlertStory> stories) => string.Join(", ", stories.Take(5).Select(static story => Told(story.Alert))) + (stories.Count > 5 ? " and others" : "");

    private static string Told(Alert alert) => $"{alert.Kind} on {alert.Entity} at {Time(alert.OpenedAt)}";

    public static string Time(DateTimeOffset at) => at.ToOffset(ReplayClock.ChinaStandardTime).ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
