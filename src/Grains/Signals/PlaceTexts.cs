using System.Globalization;
using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Packs.Format;
using CityActors.Terminals;
using CityActors.Watch;

namespace CityActors.Signals;

/// <summary>Explains what was found in places, in the words of their pack. Of homes it gives numbers only.</summary>
internal static class PlaceTexts
{
    /// <summary>Why an alert is raised.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="spec">The kind of alert.</param>
    /// <param name="code">The area.</param>
    /// <param name="episode">What goes on.</param>
    /// <param name="stands">How the rule stands in the places in which it holds.</param>
    public static Explanation Why(PlaceRule rule, AlertSpec spec, string code, PlaceEpisode episode, List<PlaceStand> stands)
    {
        var (members, holding) = (stands.Sum(static stand => stand.Members), stands.Sum(static stand => stand.Holding));
        string Hole(string name, bool isChinese) => name switch
        {
            "place" => code,
            "thing" => stands.Select(static stand => stand.Thing).FirstOrDefault(static thing => thing.Length > 0) ?? code,
            "members" => Number(members),
            "count" => Number(holding),
            "others" => Number(members - holding),
            "share" => Number(members == 0 ? 0 : Math.Round(100.0 * holding / members)) + " %",
            "since" => $"{episode.Earliest.ToOffset(WorkCalendar.Offset):yyyy-MM-dd HH:mm}",
            "within" => isChinese ? TerminalTexts.SpanZh(rule.Within) : TerminalTexts.Span(rule.Within),
            "value" or "rise" or "fall" => Number(stands.Count == 0 ? 0 : stands[^1].Figure),
            _ => "?",
        };

        return new Explanation(TextHoles.Fill(spec.Text?.En ?? spec.Name.En!, name => Hole(name, false)), TextHoles.Fill(spec.Text?.Zh ?? spec.Name.Zh!, name => Hole(name, true)), rule.Name);
    }

    /// <summary>Why it is over.</summary>
    public static Explanation Over(PlaceRule rule) => new("over", "已恢复", rule.Name);

    private static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
