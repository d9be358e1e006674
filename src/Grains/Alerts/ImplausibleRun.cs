using System.Text.Json.Serialization;
using CityActors.Observations;

namespace CityActors.Alerts;

/// <summary>How a device that sends what cannot be true goes on: three such readings in a row are a device ticket, three true ones end it. Pure.</summary>
/// <param name="Kind">The kind of observation.</param>
/// <param name="Implausible">How many in a row could not be true, up to 3.</param>
/// <param name="Plausible">How many in a row could be, since.</param>
/// <param name="LastAt">The time of the last of them, UTC.</param>
/// <param name="IsBackwards">Whether all that could not be true were counted backwards. Then a zero tells nothing: it is zero either way round.</param>
[GenerateSerializer, Immutable, Alias("implausible-run")]
public sealed record ImplausibleRun(
    [property: Id(0)] string Kind,
    [property: Id(1)] int Implausible,
    [property: Id(2)] int Plausible,
    [property: Id(3)] DateTimeOffset LastAt,
    [property: Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsBackwards = false)
{
    /// <summary>So many in a row say how the device is.</summary>
    public const int Certain = 3;

    private const string Rule = "implausible";
    private const string ReversedRule = "meter-reversed";
    private static readonly Explanation Back = new($"{Certain} plausible readings in a row", $"已连续{Certain}次读数可信", Rule);

    /// <summary>Follows a reading; one that is not later than the last was counted before, or came too late to count.</summary>
    /// <param name="runs">The runs of a device, or null: all is well.</param>
    /// <param name="seen">A reading, plausible or not.</param>
    /// <param name="kinds">The kinds of observation.</param>
    /// <param name="now">What the clock shows, UTC, or null: a replay's, which is never behind.</param>
    /// <returns>The runs from now on, and what was found, or null.</returns>
    internal static (IReadOnlyList<ImplausibleRun>? Runs, Finding? Found) Follow(IReadOnlyList<ImplausibleRun>? runs, Observation seen, Kinds kinds, DateTimeOffset? now)
    {
        var facts = kinds.Of(kinds.NumberOf(seen.Kind));
        var run = runs?.FirstOrDefault(known => known.Kind == seen.Kind);
        var tellsNothing = run is null || (run.IsBackwards && seen.Value == 0);
        if (seen.At <= run?.LastAt || (tellsNothing && !seen.IsImplausible))
        {
            return (runs, null);
        }

        var at = now < seen.At ? now.Value : seen.At;
        if (seen.IsImplausible)
        {
            var isBackwards = (run?.IsBackwards ?? true) && facts.IsBackwards(seen.Value);
            var next = new ImplausibleRun(seen.Kind, Math.Min(Certain, (run?.Implausible ?? 0) + 1), 0, seen.At, isBackwards);
            var isCertain = next.Implausible == Certain && run!.Implausible < Certain;
            return (Replaced(runs, run, next), isCertain ? new Finding(AlertKinds.Implausible, ZoneOf(facts), FindingAct.Open, at, Why(seen, facts.Unit, isBackwards)) : null);
        }

        var isOver = run!.Implausible < Certain || run.Plausible + 1 == Certain;
        var isBack = isOver && run.Implausible == Certain;
        return (
            Replaced(runs, run, isOver ? null : run with { Plausible = run.Plausible + 1, LastAt = seen.At }),
            isBack ? new Finding(AlertKinds.Implausible, ZoneOf(facts), FindingAct.Clear, at, Back) : null);
    }

    // A home has two meters, a terminal measures one thing.
    private static string ZoneOf(KindFacts facts) => facts.EntityPrefix == "home-" ? facts.Name : "main";

    private static Explanation Why(Observation seen, string unit, bool isBackwards)
    {
        var value = FormattableString.Invariant($"{seen.Value:R}");
        return isBackwards ? new(
            $"{Certain} readings below zero and none above between them, the last {value} {unit}: the meter counts backwards; have looked at whether it is fitted or wired the wrong way round",
            $"已有{Certain}次读数为负且其间无正读数，最近一次为{value} {unit}：表计反向计量，请检查是否装反或接反",
            ReversedRule) : new(
            $"{Certain} readings in a row that cannot be true, the last {value} {unit}: have unit, sign and state of the device looked at",
            $"连续{Certain}次读数不可能为真，最近一次为{value} {unit}：请检查设备的单位、正负号和状态",
            Rule);
    }

    private static List<ImplausibleRun>? Replaced(IReadOnlyList<ImplausibleRun>? runs, ImplausibleRun? before, ImplausibleRun? after)
    {
        var next = (runs ?? []).Where(run => run != before).ToList();
        if (after is not null)
        {
            next.Add(after);
        }

        return next.Count == 0 ? null : next;
    }
}
