using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Observations;
using CityActors.Watch;

namespace CityActors.Terminals;

/// <summary>Explains what was decided about a terminal.</summary>
internal static class TerminalTexts
{
    public const string ThresholdRuleName = "threshold";

    public static Explanation Over(KindFacts kind, Turn turn, LevelsRule rule)
    {
        var (unit, limit) = (kind.Unit, rule.Levels[0].From);
        var (held, heldZh) = rule.OnDelay == TimeSpan.Zero ? ("", "") : ($" for {Span(rule.OnDelay)}", $"，持续{SpanZh(rule.OnDelay)}");
        return TurnTexts.Chattering(turn, new(
            $"{kind.Name} reads {turn.Value:0.###} {unit}, at or over the limit of {limit:0.###} {unit}{held}",
            $"{NameZh(kind.Name)}读数{turn.Value:0.###} {unit}，达到限值{limit:0.###} {unit}{heldZh}",
            ThresholdRuleName));
    }

    public static Explanation Back(KindFacts kind, Turn turn, LevelsRule rule)
    {
        var limit = TurnTexts.Figure(turn, "limit") ?? rule.Levels[0].Until;
        var calm = TimeSpan.FromMinutes(TurnTexts.Figure(turn, "calm-minutes") ?? 0);
        var (side, sideZh) = rule.IsDown ? ("above", "高于") : ("below", "低于");
        return new($"{side} {limit:0.###} {kind.Unit} for {Span(calm)}", $"{sideZh}{limit:0.###} {kind.Unit}已{SpanZh(calm)}", ThresholdRuleName);
    }

    public static Explanation Silent(Turn turn, TimeSpan interval, TimeSpan limit)
    {
        var last = $"{turn.Since!.Value.ToOffset(WorkCalendar.Offset):yyyy-MM-dd HH:mm}";
        var (what, whatZh) = TurnTexts.Figure(turn, "leaps") is null ? ("nothing", "无数据") : ("nothing that can follow", "无可信数据");
        return new(
            $"the terminal sends every {Span(interval)}; {what} since {last} for {Span(limit)}",
            $"终端每{SpanZh(interval)}上报一次；自{last}起已{SpanZh(limit)}{whatZh}",
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

    public static string Span(TimeSpan span) => Span(span, " s", " min", " h");

    public static string SpanZh(TimeSpan span) => Span(span, "秒", "分钟", "小时");

    private static string Span(TimeSpan span, string seconds, string minutes, string hours) => span switch
    {
        { TotalMinutes: < 1 } => $"{span.TotalSeconds:0}{seconds}",
        { TotalHours: < 1 } => $"{span.TotalMinutes:0}{minutes}",
        _ => $"{span.TotalHours:0.#}{hours}",
    };
}
