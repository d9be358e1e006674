using System.Globalization;
using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Terminals;

namespace CityActors.Watch;

/// <summary>Explains what a rule of a pack found, in the pack's words.</summary>
internal static class TurnTexts
{
    public static Explanation Of(Turn turn, RuleUse use, WatchRule rule, TimeSpan interval) => turn.Act == TurnAct.End ? End(turn, use, rule) : Begin(turn, use, rule, interval);

    private static Explanation Begin(Turn turn, RuleUse use, WatchRule rule, TimeSpan interval) => rule switch
    {
        SilenceRule silence when use.IsOwn => TerminalTexts.Silent(turn, interval, silence.After ?? TimeSpan.Zero),
        LevelsRule levels when use.IsOwn => TerminalTexts.Over(use.Kind, turn, levels),
        _ => Chattering(turn, new Explanation(TextHoles.Fill(use.Alert!.Text!.En!, name => Hole(name, turn, use, isChinese: false)), TextHoles.Fill(use.Alert.Text.Zh!, name => Hole(name, turn, use, isChinese: true)), use.Rule)),
    };

    private static Explanation End(Turn turn, RuleUse use, WatchRule rule) => rule switch
    {
        SilenceRule when use.IsOwn => DataGap.Back,
        SilenceRule => DataGap.Back with { Rule = use.Rule },
        LevelsRule levels => TerminalTexts.Back(use.Kind, turn, levels) with { Rule = use.IsOwn ? TerminalTexts.ThresholdRuleName : use.Rule },
        StuckRule => new("the value changes again", "数值恢复变化", use.Rule),
        RateRule => new("the value no longer changes so fast", "数值变化已趋缓", use.Rule),
        _ => new("no more so many", "已低于数量限值", use.Rule),
    };

    /// <summary>Says why the alert stays, where too many began.</summary>
    public static Explanation Chattering(Turn turn, Explanation why) =>
        Figure(turn, "begun") is not { } begun ? why : new Chatter([.. Enumerable.Repeat(turn.At, (int)begun)], TimeSpan.FromHours(1)).Tell(why);

    /// <summary>A number for a text, or null: it has none of that name.</summary>
    public static double? Figure(Turn turn, string name)
    {
        foreach (var figure in turn.Figures ?? [])
        {
            if (figure.Name == name)
            {
                return figure.Number;
            }
        }

        return null;
    }

    private static string Hole(string name, Turn turn, RuleUse use, bool isChinese) => name switch
    {
        "value" => Number(turn.Value),
        "unit" => use.Kind.Unit,
        "level" => turn.Level.ToString(CultureInfo.InvariantCulture),
        "kind" => isChinese ? use.Name.Zh! : use.Name.En!,
        "zone" => use.Zone,
        "since" => $"{(turn.Since ?? turn.At).ToOffset(WorkCalendar.Offset):yyyy-MM-dd HH:mm}",
        "held" => Held(turn.At - (turn.Since ?? turn.At), isChinese),
        "calm" when Figure(turn, "calm-minutes") is { } minutes => Held(TimeSpan.FromMinutes(minutes), isChinese),
        "count" => Number(turn.Value),
        _ => Figure(turn, name) is { } number ? Number(number) : "?",
    };

    private static string Held(TimeSpan span, bool isChinese) => isChinese ? TerminalTexts.SpanZh(span) : TerminalTexts.Span(span);

    private static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
