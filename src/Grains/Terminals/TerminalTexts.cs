using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Observations;

namespace CityActors.Terminals;

/// <summary>Explains what was decided about a terminal.</summary>
internal static class TerminalTexts
{
    private const string ThresholdRuleName = "threshold";

    public static Explanation Over(KindFacts kind, LevelState state, ThresholdRule rule)
    {
        var unit = kind.Unit;
        var (held, heldZh) = rule.OnDelay == TimeSpan.Zero ? ("", "") : ($" for {Span(rule.OnDelay)}", $"，持续{SpanZh(rule.OnDelay)}");
        return new(
            $"{kind.Name} reads {state.Peak:0.###} {unit}, at or over the limit of {rule.Threshold:0.###} {unit}{held}",
            $"{NameZh(kind.Name)}读数{state.Peak:0.###} {unit}，达到限值{rule.Threshold:0.###} {unit}{heldZh}",
            ThresholdRuleName);
    }

    public static Explanation Below(KindFacts kind, ThresholdRule rule, TimeSpan offDelay) => new(
        $"below {rule.Threshold - rule.DeadBand:0.###} {kind.Unit} for {Span(offDelay)}",
        $"低于{rule.Threshold - rule.DeadBand:0.###} {kind.Unit}已{SpanZh(offDelay)}",
        ThresholdRuleName);

    public static Explanation Silent(LevelState state, ThresholdRule rule, TimeSpan limit)
    {
        var last = $"{state.At!.Value.ToOffset(WorkCalendar.Offset):yyyy-MM-dd HH:mm}";
        var (what, whatZh) = state.Leap is null ? ("nothing", "无数据") : ("nothing that can follow", "无可信数据");
        return new(
            $"the terminal sends every {Span(rule.Interval)}; {what} since {last} for {Span(limit)}",
            $"终端每{SpanZh(rule.Interval)}上报一次；自{last}起已{SpanZh(limit)}{whatZh}",
            DataGap.Rule);
    }

    private static string NameZh(string kind) => kind switch
    {
        ObservationKinds.SmokeLevel => "烟雾浓度",
        ObservationKinds.GasLevel => "可燃气体浓度",
        ObservationKinds.WaterLevel => "水位",
        ObservationKinds.Rain => "小时雨量",
        _ => kind,
    };

    private static string Span(TimeSpan span) => Span(span, " s", " min", " h");

    private static string SpanZh(TimeSpan span) => Span(span, "秒", "分钟", "小时");

    private static string Span(TimeSpan span, string seconds, string minutes, string hours) => span switch
    {
        { TotalMinutes: < 1 } => $"{span.TotalSeconds:0}{seconds}",
        { TotalHours: < 1 } => $"{span.TotalMinutes:0}{minutes}",
        _ => $"{span.TotalHours:0.#}{hours}",
    };
}
