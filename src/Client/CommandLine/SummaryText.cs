using CityActors.Client.Meters;
using CityActors.Client.Reports;

namespace CityActors.Client.CommandLine;

/// <summary>Summaries of replays for people.</summary>
internal static class SummaryText
{
    private const int MostAlertsShown = 40;

    public static void Write(CommandOutput output, MetersSummary summary)
    {
        if (summary.Alerts.Count > 0)
        {
            output.Table(["opened (+08:00)", "kind", "home", "meter", "why"], summary.Alerts.Take(MostAlertsShown).Select(Row));
        }

        if (summary.Alerts.Count > MostAlertsShown)
        {
            output.Results.WriteLine($"… and {summary.Alerts.Count - MostAlertsShown} more (--json lists all).");
        }

        output.Figures(
            ("homes × days", $"{summary.Homes} × {summary.Days:0.##}"),
            ("observations", $"{summary.Sent:N0} sent, {summary.Accepted:N0} accepted{Codes(summary.Refused)}"),
            ("left out", Counts(summary.LeftOut)),
            ("alerts", Kinds(summary)),
            ("false alarms", $"{summary.FalseAlarmsPerHomeDay:0.####} inactivity alarms per home and day, all counted as false{(summary.ToldAgain > 0 ? $"; {summary.ToldAgain} more because a silence went on after people had looked" : "")}"),
            ("orders", Counts(summary.OrdersByStatus)),
            ("throughput", $"{summary.ObservationsPerSecond:N0} observations/s over {summary.Sending.TotalSeconds:0.0} s; {summary.Total.TotalSeconds:0.0} s in all"));
    }

    public static void Write(CommandOutput output, ReportsSummary summary) => output.Figures(
        ("rows", $"{summary.Rows:N0}"),
        ("sent", $"{summary.Sent:N0}"),
        ("refused", Counts(summary.Refused)),
        ("orders", $"{summary.Orders:N0}; {summary.Merged} reports joined a known matter"),
        ("duplicates", $"the city labelled {summary.LabelledDuplicates} of those sent; {summary.MergedAndLabelled} of them joined"),
        ("ended", $"{summary.Ended:N0}, of them {summary.EndedOnTime:N0} with no clock run out"),
        ("overdue", $"{summary.Overdue:N0} orders{(summary.OverdueClocks.Count == 0 ? "" : $" ({Counts(summary.OverdueClocks)})")}"),
        ("time", $"{summary.Sending.TotalSeconds:0.0} s sending, {summary.Total.TotalSeconds:0.0} s in all"));

    public static string Codes(IReadOnlyDictionary<string, long> refused) =>
        refused.Count == 0 ? ", none refused" : $", refused: {string.Join(", ", refused.Select(pair => $"{pair.Key} {pair.Value:N0}"))}";

    public static string Counts(IReadOnlyDictionary<string, int> counts) =>
        counts.Count == 0 ? "none" : string.Join(", ", counts.Select(pair => $"{pair.Key} {pair.Value:N0}"));

    private static string[] Row(MeterAlert alert) => [$"{alert.OpenedAt:yyyy-MM-dd HH:mm}", alert.Kind, alert.Home, alert.Meter, alert.Why];

    private static string Kinds(MetersSummary summary)
    {
        var kinds = summary.Alerts.CountBy(alert => alert.Kind, StringComparer.Ordinal).OrderBy(kind => kind.Key, StringComparer.Ordinal);
        return string.Join(", ", kinds.Select(kind => $"{kind.Key} {kind.Value}").DefaultIfEmpty("none"));
    }
}
