using System.Globalization;
using CityActors.Client.Api;
using CityActors.Client.Evaluation;
using CityActors.Client.Evaluation.Silences;

namespace CityActors.Client.CommandLine;

/// <summary>The figures of an evaluation for people.</summary>
internal static class EvaluationText
{
    private static readonly string[] columns =
        ["meters", "detector", "homes", "from day", "home-days", "alarms a home and day", "without long quiet", "silence", "of them", "in 3 h", "6 h", "12 h", "24 h", "median", "90 %", "by chance"];

    public static void Write(CommandOutput output, EvaluationFigures figures)
    {
        output.Table(columns, figures.Groups.SelectMany(Rows));
        output.Figures(
            ("counted", $"after day {figures.AfterDay} of each home, {figures.Onsets} silences for each home and protocol, seed {figures.Seed}, homes of part {figures.Fold}{(figures.Hole > TimeSpan.Zero ? $", the last {figures.Hole} of every six hours of a silence not read" : "")}"),
            ("too short", Counts(figures.TooShort, "homes for")),
            ("other intervals", Counts(figures.OtherInterval, "homes cannot be brought to")));
    }

    private static string Counts(IReadOnlyDictionary<string, int> counts, string what) =>
        counts.Count == 0 ? "none" : string.Join(", ", counts.Select(pair => $"{pair.Value} {what} {pair.Key}"));

    private static IEnumerable<string[]> Rows(DetectorFigures group) => new[] { ("all", group.All) }.Concat(group.Classes.Select(static one => (ApiJson.NameOf(one.Key), one.Value)))
        .SelectMany(homes => homes.Item2.Protocols.Select(silence => Row(group, homes.Item1, homes.Item2, silence.Key, silence.Value)));

    private static string[] Row(DetectorFigures group, string which, HomesFigures homes, QuietProtocol protocol, SilenceFigures silence) =>
    [
        $"{ApiJson.NameOf(group.Quantity)} {group.Interval}",
        group.Detector,
        $"{homes.Homes} {which}",
        Text($"{group.FromDay}"),
        Text($"{homes.HomeDays:0}"),
        Text($"{homes.AlarmsPerHomeDay:0.0000}"),
        Text($"{homes.OthersPerHomeDay:0.0000}"),
        ApiJson.NameOf(protocol),
        Text($"{homes.Silences}"),
        Percent(silence.Share(3)),
        Percent(silence.Share(6)),
        Percent(silence.Share(12)),
        Percent(silence.Share(24)),
        Hours(silence.MedianHours),
        Hours(silence.NinetiethHours),
        Percent(homes.ByChance),
    ];

    /// <summary>A share as percent.</summary>
    public static string Percent(double share) => Text($"{100 * share:0.0} %");

    /// <summary>A delay; one that is infinite is more than a day.</summary>
    public static string Hours(double? hours) => hours is { } some ? Text($"{some:0.0#} h") : "> 24 h";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
