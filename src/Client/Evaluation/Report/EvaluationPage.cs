using System.Globalization;
using System.Text;
using CityActors.Client.Api;
using CityActors.Client.CommandLine;
using CityActors.Client.Evaluation.Silences;
using static System.FormattableString;

namespace CityActors.Client.Evaluation.Report;

/// <summary>Writes the figures of an evaluation into a page, between two marks, and its pictures beside the page.</summary>
internal static class EvaluationPage
{
    /// <summary>Where the figures begin.</summary>
    public const string Begin = "<!-- figures -->";

    /// <summary>Where they end.</summary>
    public const string End = "<!-- end of figures -->";

    private const string Folder = "pictures";
    private const double Budget = 0.0144;

    /// <summary>Writes page and pictures.</summary>
    /// <exception cref="InvalidDataException">The page has no such marks.</exception>
    public static async Task Write(string page, EvaluationFigures figures, EvaluationFigures settings, CancellationToken cancellation)
    {
        var text = await File.ReadAllTextAsync(page, cancellation);
        var written = Replaced(text, page, Fragment(figures, settings));
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(page))!, Folder)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "evaluation-delays.svg"), EvaluationPlots.Delays(figures), cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "evaluation-alarms.svg"), EvaluationPlots.Prices(figures, settings), cancellation);
        await File.WriteAllTextAsync(page, written, cancellation);
    }

    /// <summary>A page with other figures between its marks.</summary>
    /// <exception cref="InvalidDataException">The page has no such marks.</exception>
    internal static string Replaced(string text, string page, string fragment)
    {
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        return from >= 0 && to > from
            ? $"{text[..(from + Begin.Length)]}\n{fragment}{text[to..]}"
            : throw new InvalidDataException($"{page} has no place for figures: put the lines '{Begin}' and '{End}' where they belong.");
    }

    /// <summary>The figures as Markdown.</summary>
    internal static string Fragment(EvaluationFigures figures, EvaluationFigures settings)
    {
        var text = new StringBuilder();
        Line(text, $"{figures.Onsets} silences for each home and protocol, seed {figures.Seed}, counted after day {figures.AfterDay} (`from day` where a detector needs more).");
        Line(text, $"");
        Line(text, $"| meters | detector | from day | homes | home-days | alarms a home and day | without long quiet | found by chance |");
        Line(text, $"|---|---|---|---|---|---|---|---|");
        foreach (var group in figures.Groups)
        {
            Line(text, $"| {Set(group)} | {group.Detector}, {group.Setting} | {group.FromDay} | {group.All.Homes} | {group.All.HomeDays:0} | {group.All.AlarmsPerHomeDay:0.0000} | {group.All.OthersPerHomeDay:0.0000} | {EvaluationText.Percent(group.All.ByChance)} |");
        }

        Line(text, $"");
        Found(text, figures);
        Line(text, $"");
        Line(text, $"![Share of silences found, by hours](pictures/evaluation-delays.svg)");
        Line(text, $"");
        Line(text, $"![Share of silences found within a day, by false alarms](pictures/evaluation-alarms.svg)");
        Line(text, $"");
        Line(text, $"Each detector at the most eager of its settings that has no more than {Budget} alarms a home and day, found within 24 h and median:");
        Line(text, $"");
        Settings(text, settings);
        Line(text, $"");
        Line(text, $"By class of homes, each detector as it is usually set:");
        Line(text, $"");
        Classes(text, figures);
        return text.ToString();
    }

    private static void Found(StringBuilder text, EvaluationFigures figures)
    {
        Line(text, $"| meters | detector | silence | of them | within 3 h | 6 h | 12 h | 24 h | median | 90th percentile |");
        Line(text, $"|---|---|---|---|---|---|---|---|---|---|");
        foreach (var group in figures.Groups)
        {
            foreach (var (protocol, found) in group.All.Protocols)
            {
                var shares = string.Join(" | ", new[] { 3, 6, 12, 24 }.Select(hours => EvaluationText.Percent(found.Share(hours))));
                Line(text, $"| {Set(group)} | {group.Detector} | {ApiJson.NameOf(protocol)} | {group.All.Silences} | {shares} | {EvaluationText.Hours(found.MedianHours)} | {EvaluationText.Hours(found.NinetiethHours)} |");
            }
        }
    }

    private static void Classes(StringBuilder text, EvaluationFigures figures)
    {
        var protocols = Protocols(figures);
        Line(text, $"| meters | detector | class | homes | home-days | alarms a home and day | {string.Join(" | ", protocols.Select(static one => $"{ApiJson.NameOf(one)} in 24 h | median"))} |");
        Line(text, $"|---|---|---|---|---|---|{string.Concat(protocols.Select(static _ => "---|---|"))}");
        foreach (var group in figures.Groups)
        {
            foreach (var (name, homes) in group.Classes)
            {
                var found = protocols.Select(one => $"{EvaluationText.Percent(homes.Protocols[one].Share(24))} | {EvaluationText.Hours(homes.Protocols[one].MedianHours)}");
                Line(text, $"| {Set(group)} | {group.Detector} | {ApiJson.NameOf(name)} | {homes.Homes} | {homes.HomeDays:0} | {homes.AlarmsPerHomeDay:0.0000} | {string.Join(" | ", found)} |");
            }
        }
    }

    private static void Settings(StringBuilder text, EvaluationFigures settings)
    {
        var protocols = Protocols(settings);
        Line(text, $"| meters | detector | setting | alarms a home and day | {string.Join(" | ", protocols.Select(static one => $"{ApiJson.NameOf(one)} in 24 h | median"))} |");
        Line(text, $"|---|---|---|---|{string.Concat(protocols.Select(static _ => "---|---|"))}");
        foreach (var tried in settings.Groups.GroupBy(static group => (Set(group), group.Detector)))
        {
            var found = tried.Where(static one => one.All.AlarmsPerHomeDay <= Budget).MaxBy(static one => one.All.AlarmsPerHomeDay);
            var shares = protocols.Select(one => found is null ? "– | –" : $"{EvaluationText.Percent(found.All.Protocols[one].Share(24))} | {EvaluationText.Hours(found.All.Protocols[one].MedianHours)}");
            var alarms = found is null ? Invariant($"at least {tried.Min(static one => one.All.AlarmsPerHomeDay):0.0000}") : Invariant($"{found.All.AlarmsPerHomeDay:0.0000}");
            Line(text, $"| {tried.Key.Item1} | {tried.Key.Detector} | {found?.Setting ?? "none"} | {alarms} | {string.Join(" | ", shares)} |");
        }
    }

    private static List<QuietProtocol> Protocols(EvaluationFigures figures) => [.. figures.Groups.SelectMany(static group => group.All.Protocols.Keys).Distinct().Order()];

    private static string Set(DetectorFigures group) => RhythmEvaluation.Name(group.Quantity, group.Interval);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
