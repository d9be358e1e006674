using System.Globalization;
using System.Text;
using CityActors.Client.Api;
using CityActors.Client.Evaluation.Silences;

namespace CityActors.Client.Evaluation.Report;

/// <summary>The two pictures of an evaluation: how soon silences are found, and how many at which price in false alarms. A row of plots for each kind of meter, a column for each protocol.</summary>
internal static class EvaluationPlots
{
    private static readonly string[] colours = ["#c0392b", "#2471a3", "#7d8a2e", "#8e44ad", "#ca6f1e", "#148f77"];

    private static readonly SvgAxis share = new("share found", 0, 1, false, [.. new[] { 0, 25, 50, 75, 100 }.Select(static percent => (percent / 100.0, $"{percent} %"))]);

    private static readonly SvgAxis hours = new("hours since nobody did anything any more", 0, 24, false, [.. new[] { 0, 3, 6, 12, 18, 24 }.Select(static hour => ((double)hour, hour.ToString(CultureInfo.InvariantCulture)))]);

    private static readonly SvgAxis alarms = new("false alarms a home and day", 0.001, 1, true, [(0.001, "≤ 0.001"), (0.0144, "0.0144"), (0.1, "0.1"), (1, "≥ 1")]);

    /// <summary>Share found by hours of silence, each detector as it is usually set.</summary>
    public static string Delays(EvaluationFigures figures) => Picture(figures, (set, protocol, names) => Panel(set, protocol, hours, set.Select(group =>
        new SvgLine(ColourOf(names, group.Detector), [(0, 0, 0), .. group.All.Protocols[protocol].Within.Select(static (found, index) => (index + 1.0, found, 0.0))]))));

    /// <summary>Share found within 24 hours by false alarms, each detector at each of its settings; the usual one has the large dot.</summary>
    public static string Prices(EvaluationFigures figures, EvaluationFigures settings) => Picture(settings, (set, protocol, names) => Panel(set, protocol, alarms, set.GroupBy(static group => group.Detector).Select(detector =>
        new SvgLine(ColourOf(names, detector.Key), [.. detector
            .Select(one => (one.All.AlarmsPerHomeDay, one.All.Protocols[protocol].Share(24), figures.Groups.Any(usual => usual.Detector == one.Detector && usual.Setting == one.Setting) ? 4.5 : 2.0))]))));

    private static SvgPanel Panel(IGrouping<string, DetectorFigures> set, QuietProtocol protocol, SvgAxis across, IEnumerable<SvgLine> lines) =>
        new($"{set.Key}, {ApiJson.NameOf(protocol)}", across, share, [.. lines]);

    private static string Picture(EvaluationFigures figures, Func<IGrouping<string, DetectorFigures>, QuietProtocol, List<string>, SvgPanel> panel)
    {
        var sets = figures.Groups.GroupBy(static group => RhythmEvaluation.Name(group.Quantity, group.Interval), StringComparer.Ordinal).ToList();
        var names = figures.Groups.Select(static group => group.Detector).Distinct(StringComparer.Ordinal).ToList();
        var protocols = figures.Groups.SelectMany(static group => group.All.Protocols.Keys).Distinct().Order().ToList();
        var (width, height) = (Math.Max(1, protocols.Count) * SvgPanel.Width, (sets.Count * SvgPanel.Height) + 30);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#222\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n");
        for (var index = 0; index < names.Count; index++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{60 + (130 * index)}\" cy=\"16\" r=\"4.5\" fill=\"{ColourOf(names, names[index])}\"/><text x=\"{70 + (130 * index)}\" y=\"20\">{names[index]}</text>\n");
        }

        for (var row = 0; row < sets.Count; row++)
        {
            for (var column = 0; column < protocols.Count; column++)
            {
                panel(sets[row], protocols[column], names).Draw(svg, column * SvgPanel.Width, 30 + (row * SvgPanel.Height));
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string ColourOf(List<string> names, string name) => colours[names.IndexOf(name) % colours.Length];
}
