using CityActors.Alerts;
using CityActors.Deadlines;

namespace CityActors.Households;

/// <summary>Explains what was decided about a household: what was usual, what was seen, which rule.</summary>
internal static class HouseholdTexts
{
    public const string FloorRule = "electricity-floor";
    public const string RhythmRule = "living-rhythm";
    public const string StuckRule = "stuck-meter";
    public const string ScaleRule = "meter-scale";
    public const string SwapRule = "meters-swapped";

    public const string AgainRule = "still-quiet";
    public const string LeakRule = "leak";
    public const string WaterRule = "water-floor";
    public const string LeapRule = "register-leapt";

    public static readonly Explanation DryAgain = new("two dry hours in a row", "已连续两小时无用水", LeakRule);

    public static readonly Explanation ActiveAgain = new("active again", "已恢复活动", RhythmRule);

    public static Explanation Silent(string zone, DateTime lastAt, TimeSpan limit, TimeSpan interval)
    {
        var (meter, zh) = zone == HouseholdDetector.PowerZone ? ("electricity", "电表") : ("water", "水表");
        return new(
            $"the {meter} meter sends every {Span(interval)}; nothing since {Local(lastAt):yyyy-MM-dd HH:mm}, for {Span(limit)}",
            $"{zh}每{SpanZh(interval)}上报一次；自{Local(lastAt):M月d日HH:mm}起已{SpanZh(limit)}无数据",
            DataGap.Rule);
    }

    public static Explanation Stuck(LivingRhythm rhythm, DateTime at)
    {
        var run = at - rhythm.SameFrom;
        var before = TimeSpan.FromMinutes(rhythm.SameMinutes);
        return new(
            $"the electricity meter repeats {rhythm.Watts:0.#} W to the last digit for {Span(run)}; never longer than {Span(before)} before",
            $"电表连续{SpanZh(run)}重复同一读数{rhythm.Watts:0.#} W；此前最长{SpanZh(before)}",
            StuckRule);
    }

    public static Explanation StuckWater(LivingRhythm rhythm)
    {
        var run = rhythm.WaterRun!;
        var (span, before) = (run.RepeatAt - run.From, TimeSpan.FromMinutes(run.LongestMinutes));
        return new(
            $"the water meter repeats {run.Litres:0.###} L to the last digit for {Span(span)} ({run.Readings} readings); never longer than {Span(before)} before: the meter is stuck, or water runs without end",
            $"水表连续{SpanZh(span)}（{run.Readings}次读数）重复同一读数{run.Litres:0.###} L；此前最长{SpanZh(before)}：水表卡死，或用水不止（漏水）",
            StuckRule);
    }

    public static Explanation Leaks(double litresAnHour, int hours, bool isRepeated)
    {
        var (stuck, stuckZh) = isRepeated ? ("; the meter repeats one value to the last digit, so it may be stuck instead", "；水表重复同一读数，也可能是水表卡死") : ("", "");
        return new(
            $"no hour of the last 24 was dry ({hours} of them read before this one): {litresAnHour:0.#} L/h run without end, {24 * litresAnHour:0} L a day{stuck}",
            $"过去24小时没有一小时停水（此前已读{hours}小时）：持续流量{litresAnHour:0.#} L/h，每天{24 * litresAnHour:0} L{stuckZh}",
            LeakRule);
    }

    public static Explanation Leapt(TimeSpan span, double litres) => new(
        $"the water register leapt by {litres:0} L within {Span(span)}, more than a home's pipe can carry: it was replaced, set anew or has rolled over, or the meter miscounts",
        $"水表读数在{SpanZh(span)}内跳变{litres:0} L，超过入户管道的最大流量：水表已更换、重置或回零，或计量有误",
        LeapRule);

    public static Explanation OffScale(LivingRhythm rhythm)
    {
        var (usual, usualZh) = BaseLoad.IsKnown(rhythm)
            ? ($"this home's base load is {rhythm.BaseWatts:0.#} W", $"该户基础负荷为{rhythm.BaseWatts:0.#} W")
            : ("no home draws that little or that much all day", "没有住户整天如此用电");
        return new(
            $"the electricity meter reads {rhythm.Watts:0.###} W, but {usual}: it counts in another unit, or its transformer's ratio is not set",
            $"电表读数{rhythm.Watts:0.###} W，但{usualZh}：计量单位或互感器倍率设置有误",
            ScaleRule);
    }

    public static Explanation Swapped(LivingRhythm rhythm)
    {
        var swap = rhythm.Swap!;
        return new(
            $"since {Local(swap.From):yyyy-MM-dd HH:mm} the water meter has never stood still ({swap.Wet} readings) and the electricity meter has read nothing {swap.NoPowers} times out of {swap.Powers}: have looked at whether electricity meter and water meter are exchanged",
            $"自{Local(swap.From):M月d日HH:mm}起水表从未停走（{swap.Wet}次读数），电表{swap.Powers}次读数中有{swap.NoPowers}次为零：请检查电表与水表是否接反",
            SwapRule);
    }

    public static Explanation OutOfRhythm(LivingRhythm rhythm, DateTime at, HouseholdOptions options)
    {
        var (first, last) = UsuallyActive(rhythm);
        var isRestDay = HalfHours.IsRestDay(first);
        var (name, nameZh) = isRestDay ? ("weekend days", "周末") : ("work days", "工作日");
        var days = Math.Min(isRestDay ? rhythm.RestDays : rhythm.WorkDays, options.MemoryDays);
        var of = (int)Math.Round(days * RhythmDetector.Odds(rhythm, first));
        var quiet = at - rhythm.QuietFrom;
        var hours = $"{Local(HalfHours.Start(first)):HH:mm}–{Local(HalfHours.Start(last + 1)):HH:mm}";
        var (score, limit) = (rhythm.Score, RhythmDetector.Limit(rhythm, options));
        var (zero, zeroZh) = Zero(rhythm);
        return new(
            $"usually active {hours} on {of} of {days} {name}; nothing for {Span(quiet)} (score {score:0.0}, limit {limit:0.0}){zero}",
            $"{nameZh}{days}天中有{of}天在{hours}有活动；现已{SpanZh(quiet)}无活动（得分{score:0.0}，限值{limit:0.0}）{zeroZh}",
            RhythmRule);
    }

    public static Explanation OverFloor(LivingRhythm rhythm, DateTime at, HouseholdOptions options)
    {
        var quiet = at - rhythm.QuietFrom;
        var (known, above) = ((double)rhythm.BaseWatts, BaseLoad.ActiveAboveWatts(rhythm, options));
        var days = RhythmDetector.DaysLearnt(rhythm);
        var (seen, seenZh) = rhythm.PowerAt == default
            ? ($"no water above {options.ActiveAboveLitres:0.#} L", $"用水未超过{options.ActiveAboveLitres:0.#} L")
            : ($"no power above {above:0.#} W (base load {known:0.#} W)", $"功率未超过{above:0.#} W（基础负荷{known:0.#} W）");
        var (learning, learningZh) = RhythmDetector.IsLearnt(rhythm, options) ? ("", "") : (
            $"; {days} of {options.LearningDays} days learnt, so only the fixed floor of {Span(options.QuietFloor)} judges",
            $"；已学习{days}天（需{options.LearningDays}天），目前仅按{SpanZh(options.QuietFloor)}固定下限判断");
        var (zero, zeroZh) = Zero(rhythm);
        return new(
            $"{seen} for {Span(quiet)}, since {Local(rhythm.QuietFrom):yyyy-MM-dd HH:mm}{learning}{zero}",
            $"{seenZh}，自{Local(rhythm.QuietFrom):M月d日HH:mm}起已{SpanZh(quiet)}{learningZh}{zeroZh}",
            FloorRule);
    }

    public static Explanation StillQuiet(LivingRhythm rhythm, Calm calm) => new(
        $"looked into at {Local(calm.From.UtcDateTime):yyyy-MM-dd HH:mm}; still nothing after {Span(calm.Span)} more, quiet since {Local(rhythm.QuietFrom == default ? rhythm.ActiveAt : rhythm.QuietFrom):yyyy-MM-dd HH:mm}",
        $"{Local(calm.From.UtcDateTime):M月d日HH:mm}已核实；此后{SpanZh(calm.Span)}仍无活动，自{Local(rhythm.QuietFrom == default ? rhythm.ActiveAt : rhythm.QuietFrom):M月d日HH:mm}起安静",
        AgainRule);

    public static Explanation WithoutWater(LivingRhythm rhythm, DateTime at, HouseholdOptions options)
    {
        var (since, before) = (WaterAlone.Since(rhythm), TimeSpan.FromMinutes(rhythm.UsualDryMinutes));
        return new(
            $"the electricity meter tells nothing at present, so the water meter judges alone: no water above {options.ActiveAboveLitres:0.#} L and no other activity for {Span(at - since)}, since {Local(since):yyyy-MM-dd HH:mm}; usually no longer than {Span(before)} without water",
            $"电表目前无法判断，仅按水表判断：用水未超过{options.ActiveAboveLitres:0.#} L且无其他活动已{SpanZh(at - since)}，自{Local(since):M月d日HH:mm}起；平时最长{SpanZh(before)}不用水",
            WaterRule);
    }

    // The half hours of this silence in which activity is most usual, widened to their like neighbours.
    private static (int First, int Last) UsuallyActive(LivingRhythm rhythm)
    {
        var from = HalfHours.Of(rhythm.QuietFrom);
        var end = Math.Max(from + 1, rhythm.Slot);
        var best = Enumerable.Range(from, end - from).MaxBy(slot => RhythmDetector.Odds(rhythm, slot));
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

    private static (string English, string Chinese) Zero(LivingRhythm rhythm) => rhythm.PowerAt != default && rhythm.Watts == 0
        ? ("; the meter reads exactly 0 W: possibly a power cut", "；电表读数恰为0 W，可能停电")
        : ("", "");

    private static string Span(TimeSpan span) => Span(span, " h", " ", " min");

    private static string SpanZh(TimeSpan span) => Span(span, "小时", "", "分钟");

    private static string Span(TimeSpan span, string hours, string between, string minutes) => (int)span.TotalHours switch
    {
        0 => $"{span.Minutes}{minutes}",
        var whole when span.Minutes == 0 => $"{whole}{hours}",
        var whole => $"{whole}{hours}{between}{span.Minutes}{minutes}",
    };

    private static DateTime Local(DateTime utc) => utc + WorkCalendar.Offset;
}
