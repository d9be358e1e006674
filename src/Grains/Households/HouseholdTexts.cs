using System.Globalization;
using CityActors.Alerts;

namespace CityActors.Households;

/// <summary>Explains what was decided about a household: what was usual, what was seen, which rule.</summary>
internal static class HouseholdTexts
{
    public const string FloorRule = "electricity-floor";
    public const string RhythmRule = "living-rhythm";
    public const string GapRule = "data-gap";
    public const string StuckRule = "stuck-meter";

    public static readonly Explanation Back = new("readings are back", "数据已恢复", GapRule);

    public static readonly Explanation ActiveAgain = new("active again", "已恢复活动", RhythmRule);

    public static Explanation Silent(string zone, DateTime lastAt, TimeSpan limit, TimeSpan interval)
    {
        var (meter, zh) = zone == HouseholdDetector.PowerZone ? ("electricity", "电表") : ("water", "水表");
        return new(
            Text($"the {meter} meter sends every {Span(interval)}; nothing since {Clock(lastAt)}, for {Span(limit)}"),
            Text($"{zh}每{SpanZh(interval)}上报一次；自{ClockZh(lastAt)}起已{SpanZh(limit)}无数据"),
            GapRule);
    }

    public static Explanation Stuck(LivingRhythm rhythm, DateTime at)
    {
        var run = at - rhythm.SameFrom;
        var before = TimeSpan.FromMinutes(rhythm.SameMinutes);
        return new(
            Text($"the electricity meter repeats {Watts(rhythm.Watts)} W to the last digit for {Span(run)}; never longer than {Span(before)} before"),
            Text($"电表连续{SpanZh(run)}重复同一读数{Watts(rhythm.Watts)} W；此前最长{SpanZh(before)}"),
            StuckRule);
    }

    public static Explanation OutOfRhythm(LivingRhythm rhythm, DateTime at, HouseholdOptions options)
    {
        var (first, last) = UsuallyActive(rhythm);
        var isRestDay = HalfHours.IsRestDay(first);
        var days = Math.Min(isRestDay ? rhythm.RestDays : rhythm.WorkDays, options.MemoryDays);
        var of = (int)Math.Round(days * RhythmDetector.Odds(rhythm, first));
        var quiet = at - rhythm.QuietFrom;
        var (from, to) = (Of(HalfHours.Start(first)), Of(HalfHours.Start(last + 1)));
        var (score, limit) = (rhythm.Score, RhythmDetector.Limit(rhythm, options));
        return new(
            Text($"usually active {from}–{to} on {of} of {days} {(isRestDay ? "weekend days" : "work days")}; nothing for {Span(quiet)} (score {score:0.0}, limit {limit:0.0}){Zero(rhythm)}"),
            Text($"{(isRestDay ? "周末" : "工作日")}{days}天中有{of}天在{from}–{to}有活动；现已{SpanZh(quiet)}无活动（得分{score:0.0}，限值{limit:0.0}）{ZeroZh(rhythm)}"),
            RhythmRule);
    }

    public static Explanation OverFloor(LivingRhythm rhythm, DateTime at, HouseholdOptions options)
    {
        var quiet = at - rhythm.QuietFrom;
        var above = Watts(BaseLoad.ActiveAboveWatts(rhythm, options));
        var days = RhythmDetector.DaysLearnt(rhythm);
        var isLearnt = RhythmDetector.IsLearnt(rhythm, options);
        var seen = rhythm.PowerAt == default
            ? (English: Text($"no water above {options.ActiveAboveLitres:0.#} L"), Chinese: Text($"用水未超过{options.ActiveAboveLitres:0.#} L"))
            : (English: Text($"no power above {above} W (base load {Watts(rhythm.BaseWatts)} W)"), Chinese: Text($"功率未超过{above} W（基础负荷{Watts(rhythm.BaseWatts)} W）"));
        return new(
            Text($"{seen.English} for {Span(quiet)}, since {Clock(rhythm.QuietFrom)}{(isLearnt ? "" : Text($"; {days} of {options.LearningDays} days learnt, so only the fixed floor of {Span(options.QuietFloor)} judges"))}{Zero(rhythm)}"),
            Text($"{seen.Chinese}，自{ClockZh(rhythm.QuietFrom)}起已{SpanZh(quiet)}{(isLearnt ? "" : Text($"；已学习{days}天（需{options.LearningDays}天），目前仅按{SpanZh(options.QuietFloor)}固定下限判断"))}{ZeroZh(rhythm)}"),
            FloorRule);
    }

    // The half hours of this silence in which activity is most usual, widened to their like neighbours.
    private static (int First, int Last) UsuallyActive(LivingRhythm rhythm)
    {
        var from = HalfHours.Of(rhythm.QuietFrom);
        var end = Math.Max(from + 1, rhythm.Slot);
        var best = from;
        for (var slot = from; slot < end; slot++)
        {
            best = RhythmDetector.Odds(rhythm, slot) > RhythmDetector.Odds(rhythm, best) ? slot : best;
        }

        var least = RhythmDetector.Odds(rhythm, best) - 0.02;
        var (first, last) = (best, best);
        while (first - 1 >= from && RhythmDetector.Odds(rhythm, first - 1) >= least)
        {
            first--;
        }

        while (last + 1 < end && RhythmDetector.Odds(rhythm, last + 1) >= least)
        {
            last++;
        }

        return (first, last);
    }

    private static string Zero(LivingRhythm rhythm) =>
        rhythm.PowerAt != default && rhythm.Watts == 0 ? "; the meter reads exactly 0 W: possibly a power cut" : "";

    private static string ZeroZh(LivingRhythm rhythm) =>
        rhythm.PowerAt != default && rhythm.Watts == 0 ? "；电表读数恰为0 W，可能停电" : "";

    private static string Watts(double watts) => watts.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) => (int)span.TotalHours switch
    {
        0 => Text($"{span.Minutes} min"),
        var hours when span.Minutes == 0 => Text($"{hours} h"),
        var hours => Text($"{hours} h {span.Minutes} min"),
    };

    private static string SpanZh(TimeSpan span) => (int)span.TotalHours switch
    {
        0 => Text($"{span.Minutes}分钟"),
        var hours when span.Minutes == 0 => Text($"{hours}小时"),
        var hours => Text($"{hours}小时{span.Minutes}分钟"),
    };

    private static string Of(DateTime utc) => utc.AddHours(8).ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Clock(DateTime utc) => utc.AddHours(8).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string ClockZh(DateTime utc) => utc.AddHours(8).ToString("M月d日HH:mm", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
