using CityActors.Alerts;

namespace CityActors.Households;

/// <summary>Water that runs without end: no hour of the last 24 was dry. What runs away by itself is nobody's doing, so it hides no silence.</summary>
/// <remarks>
/// Pure. Registers count whole litres, so an hour with less than one is dry; a leak of less than a litre an hour is not found. At least 80 % of the hours must have been read.
/// The leak ends with the second dry hour in a row, so that a cistern that pauses now and then does not end and begin in turn.
/// </remarks>
internal static class LeakDetector
{
    private const int LeastRead = 20;
    private const int DryToEnd = 2;
    private const double WholeLitre = 1;
    private const double LeastDifference = 0.3;
    private const double LeastShare = 0.02;
    private const int FewHours = 6;
    private const int OddHours = 2;

    /// <summary>Whether a leak is told of.</summary>
    public static bool IsLeak(LivingRhythm rhythm) => rhythm.Hours is { LeakFrom: var from } && from != default;

    /// <summary>How much of a reading is more than what runs away by itself, litres.</summary>
    /// <param name="rhythm">What is remembered of before the reading.</param>
    /// <param name="at">The reading, UTC.</param>
    /// <param name="litres">What it tells.</param>
    /// <param name="interval">How often the home's meters report.</param>
    /// <param name="runsAway">What runs away in an hour.</param>
    public static double Above(LivingRhythm rhythm, DateTime at, double litres, TimeSpan interval, double runsAway)
    {
        if (runsAway == 0)
        {
            return litres;
        }

        // A register of whole litres rounds what runs evenly; half a litre counts for nothing anyhow.
        var expected = runsAway * Hours(rhythm, at, interval);
        return Math.Max(0, litres - expected - Math.Clamp(LeastShare * expected, WholeLitre / 2, WholeLitre));
    }

    /// <summary>Whether a reading is what is known to run away, and nothing besides: if that repeats to the last digit, no meter is stuck.</summary>
    public static bool IsAlone(LivingRhythm rhythm, DateTime at, double litres, TimeSpan interval) => RunsAway(rhythm) is var known && known > 0
        && Math.Abs(litres - (known * Hours(rhythm, at, interval))) <= Math.Max(LeastDifference, LeastShare * litres);

    /// <summary>What is known to run away in an hour, litres, or 0.</summary>
    public static double RunsAway(LivingRhythm rhythm) => rhythm.Hours?.LeakLitres ?? 0;

    /// <summary>What may be running away in an hour, litres, or 0: what was least in the last 6 hours, if none of them was dry.</summary>
    public static double MayRunAway(LivingRhythm rhythm)
    {
        if (rhythm.Hours is not { } hours || RunsAway(rhythm) is var known && known > 0)
        {
            return RunsAway(rhythm);
        }

        var flows = FlowsBefore(hours, FewHours);
        return flows.Count < FewHours - 1 || flows[0] < WaterHours.DryBelowLitres ? 0 : flows[0];
    }

    /// <summary>Follows a reading that is later than all before.</summary>
    public static LivingRhythm Follow(LivingRhythm rhythm, DateTime lastAt, DateTime at, double litres, TimeSpan interval, ref List<Finding>? findings)
    {
        var before = rhythm.Hours;
        var hours = WaterHours.Follow(before, lastAt, at, interval, litres);
        var isOver = before is not null && hours.Hour > before.Hour;
        if (isOver)
        {
            hours = Ended(rhythm, hours, before!.Hour, at, ref findings);
        }

        var mayTell = !MeterSwapDetector.MayBe(rhythm) && (isOver || (hours.Litres >= WaterHours.DryBelowLitres && hours.Litres - litres < WaterHours.DryBelowLitres));
        return rhythm with { Hours = mayTell && hours.LeakFrom == default && Leaks(hours) is { Count: > 0 } flows ? Found(rhythm, hours, flows, at, ref findings) : hours };
    }

    // An hour is over: it may be dry, and what runs away may have changed. The lowest two hours may be read badly.
    private static WaterHours Ended(LivingRhythm rhythm, WaterHours hours, int hour, DateTime at, ref List<Finding>? findings)
    {
        if (hours.LeakFrom == default || hours.Flow(hour) is not { } flow)
        {
            return hours;
        }

        if (flow >= WaterHours.DryBelowLitres)
        {
            var lowest = Lowest(FlowsBefore(hours, WaterHours.Span));
            return hours with { Dry = 0, LeakLitres = lowest > hours.LeakLitres && StuckWaterDetector.IsRun(rhythm) ? hours.LeakLitres : lowest };
        }

        if (hours.Dry + 1 < DryToEnd)
        {
            return hours with { Dry = (byte)(hours.Dry + 1) };
        }

        (findings ??= []).Add(new Finding(AlertKinds.Leak, HouseholdDetector.WaterZone, FindingAct.Clear, Utc(at), HouseholdTexts.DryAgain));
        return hours with { Dry = 0, LeakLitres = 0, LeakFrom = default };
    }

    // The flows of the last 24 hours if it is a leak, or none. The present hour counts as soon as it is not dry; what was before the first reading is not known.
    private static List<double> Leaks(WaterHours hours)
    {
        var isWet = hours.Litres >= WaterHours.DryBelowLitres;
        var most = isWet ? WaterHours.Span - 1 : WaterHours.Span;
        if (hours.Flow(hours.Hour - most) is null)
        {
            return [];
        }

        var flows = FlowsBefore(hours, most);
        return flows.Count + (isWet ? 1 : 0) >= LeastRead && flows[0] >= WaterHours.DryBelowLitres ? flows : [];
    }

    private static WaterHours Found(LivingRhythm rhythm, WaterHours hours, List<double> flows, DateTime at, ref List<Finding>? findings)
    {
        var since = WaterHours.Start(hours.Hour - (WaterHours.Span - 1));
        (findings ??= []).Add(new Finding(
            AlertKinds.Leak, HouseholdDetector.WaterZone, FindingAct.Open, Utc(at), HouseholdTexts.Leaks(Lowest(flows), flows.Count, StuckWaterDetector.IsLongRun(rhythm)), Since: Utc(since)));
        return hours with { LeakFrom = since, LeakLitres = StuckWaterDetector.IsRun(rhythm) ? 0 : Lowest(flows), Dry = 0 };
    }

    private static float Lowest(List<double> flows) => flows.Count == 0 ? 0 : (float)flows[Math.Min(OddHours, flows.Count - 1)];

    // What was drawn in each hour before the present one that was read, least first.
    private static List<double> FlowsBefore(WaterHours hours, int most)
    {
        var flows = new List<double>(most);
        for (var hour = hours.Hour - most; hour < hours.Hour; hour++)
        {
            if (hours.Flow(hour) is { } flow)
            {
                flows.Add(flow);
            }
        }

        flows.Sort();
        return flows;
    }

    // How long a reading tells of, hours.
    private static double Hours(LivingRhythm rhythm, DateTime at, TimeSpan interval)
    {
        var since = rhythm.WaterAt == default || at <= rhythm.WaterAt ? interval : at - rhythm.WaterAt;
        return Math.Min(WaterHours.Span, (since > interval ? since : interval).TotalHours);
    }

    private static DateTimeOffset Utc(DateTime at) => new(at, TimeSpan.Zero);
}
