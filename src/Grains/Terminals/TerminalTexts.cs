using System.Globalization;
using CityActors.Alerts;
using CityActors.Observations;

namespace CityActors.Terminals;

/// <summary>Explains what was decided about a terminal.</summary>
internal static class TerminalTexts
{
    private const string ThresholdRuleName = "threshold";
    private const string GapRuleName = "data-gap";

    public static readonly Explanation Back = new("readings are back", "数据已恢复", GapRuleName);

    public static Explanation Over(string kind, LevelState state, ThresholdRule rule)
    {
        var unit = UnitOf(kind);
        var held = rule.OnDelay == TimeSpan.Zero ? ("", "") : (Text($" for {Span(rule.OnDelay)}"), Text($"，持续{SpanZh(rule.OnDelay)}"));
        return new(
            Text($"{kind} reads {state.Peak:0.###} {unit}, at or over the limit of {rule.Threshold:0.###} {unit}{held.Item1}"),
            Text($"{NameZh(kind)}读数{state.Peak:0.###} {unit}，达到限值{rule.Threshold:0.###} {unit}{held.Item2}"),
            ThresholdRuleName);
    }

    public static Explanation Below(string kind, ThresholdRule rule) => new(
        Text($"below {rule.Threshold - rule.DeadBand:0.###} {UnitOf(kind)} for {Span(rule.OffDelay)}"),
        Text($"低于{rule.Threshold - rule.DeadBand:0.###} {UnitOf(kind)}已{SpanZh(rule.OffDelay)}"),
        ThresholdRuleName);

    public static Explanation Silent(LevelState state, ThresholdRule rule, TimeSpan limit) => new(
        Text($"the terminal sends every {Span(rule.Interval)}; nothing since {Clock(state)} for {Span(limit)}"),
        Text($"终端每{SpanZh(rule.Interval)}上报一次；自{Clock(state)}起已{SpanZh(limit)}无数据"),
        GapRuleName);

    private static string UnitOf(string kind) => KindTable.NumberOf(kind) is var number and >= 0 ? KindTable.Of(number).Unit : "";

    private static string NameZh(string kind) => kind switch
    {
        ObservationKinds.SmokeLevel => "烟雾浓度",
        ObservationKinds.GasLevel => "可燃气体浓度",
        ObservationKinds.WaterLevel => "水位",
        ObservationKinds.Rain => "小时雨量",
        _ => kind,
    };

    private static string Span(TimeSpan span) => span < TimeSpan.FromMinutes(1)
        ? Text($"{span.TotalSeconds:0} s")
        : span < TimeSpan.FromHours(1) ? Text($"{span.TotalMinutes:0} min") : Text($"{span.TotalHours:0.#} h");

    private static string SpanZh(TimeSpan span) => span < TimeSpan.FromMinutes(1)
        ? Text($"{span.TotalSeconds:0}秒")
        : span < TimeSpan.FromHours(1) ? Text($"{span.TotalMinutes:0}分钟") : Text($"{span.TotalHours:0.#}小时");

    private static string Clock(LevelState state) =>
        state.At!.Value.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
