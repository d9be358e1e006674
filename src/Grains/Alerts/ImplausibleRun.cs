using CityActors.Observations;

namespace CityActors.Alerts;

/// <summary>How a device that sends what cannot be true goes on: three such readings in a row are a device ticket, three true ones end it. Pure.</summary>
/// <param name="Kind">The kind of observation.</param>
/// <param name="Implausible">How many in a row could not be true, up to 3.</param>
/// <param name="Plausible">How many in a row could be, since.</param>
/// <param name="LastAt">The time of the last of them, UTC.</param>
[GenerateSerializer, Immutable, Alias("implausible-run")]
public sealed record ImplausibleRun(
    [property: Id(0)] string Kind,
    [property: Id(1)] int Implausible,
    [property: Id(2)] int Plausible,
    [property: Id(3)] DateTimeOffset LastAt)
{
    /// <summary>So many in a row say how the device is.</summary>
    public const int Certain = 3;

    private const string Rule = "implausible";
    private static readonly Explanation Back = new($"{Certain} plausible readings in a row", $"已连续{Certain}次读数可信", Rule);

    /// <summary>Follows a reading; one that is not later than the last was counted before, or came too late to count.</summary>
    /// <param name="runs">The runs of a device, or null: all is well.</param>
    /// <param name="seen">A reading, plausible or not.</param>
    /// <param name="now">What the clock shows, UTC, or null: a replay's, which is never behind.</param>
    /// <returns>The runs from now on, and what was found, or null.</returns>
    internal static (IReadOnlyList<ImplausibleRun>? Runs, Finding? Found) Follow(IReadOnlyList<ImplausibleRun>? runs, Observation seen, DateTimeOffset? now)
    {
        var run = runs?.FirstOrDefault(known => known.Kind == seen.Kind);
        if (seen.At <= run?.LastAt || (run is null && !seen.IsImplausible))
        {
            return (runs, null);
        }

        var at = now < seen.At ? now.Value : seen.At;
        if (seen.IsImplausible)
        {
            var next = new ImplausibleRun(seen.Kind, Math.Min(Certain, (run?.Implausible ?? 0) + 1), 0, seen.At);
            var isCertain = next.Implausible == Certain && run!.Implausible < Certain;
            return (Replaced(runs, run, next), isCertain ? new Finding(AlertKinds.Implausible, ZoneOf(seen), FindingAct.Open, at, Why(seen)) : null);
        }

        var isOver = run!.Implausible < Certain || run.Plausible + 1 == Certain;
        var isBack = isOver && run.Implausible == Certain;
        return (
            Replaced(runs, run, isOver ? null : run with { Plausible = run.Plausible + 1, LastAt = seen.At }),
            isBack ? new Finding(AlertKinds.Implausible, ZoneOf(seen), FindingAct.Clear, at, Back) : null);
    }

    // A home has two meters, a terminal measures one thing.
    private static string ZoneOf(Observation seen) => KindTable.Of(KindTable.NumberOf(seen.Kind)).EntityPrefix == "home-" ? seen.Kind : "main";

    private static Explanation Why(Observation seen)
    {
        var (value, unit) = (FormattableString.Invariant($"{seen.Value:R}"), KindTable.Of(KindTable.NumberOf(seen.Kind)).Unit);
        return new(
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
