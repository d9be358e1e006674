using CityActors.Client.Simulation;
using Spectre.Console;

namespace CityActors.Client.CommandLine;

/// <summary>The report of a simulation for people.</summary>
internal static class SimulationText
{
    public static void Write(Talk talk, SimulationReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("kind", "injected", "found", "missed", "not due yet", "harmless", "false", "false before", "delay min / median / max");
        foreach (var kind in report.Detection)
        {
            table.AddRow(
                Markup.Escape(kind.Kind), $"{kind.Injected}", $"{kind.Found}", $"{kind.Missed}", $"{kind.NotDueYet}", $"{kind.Harmless}", $"{kind.False}", $"{kind.FalseBefore}", Text(kind.DelaySeconds));
        }

        talk.Tables.Write(table);
        SummaryText.Figures(
            talk,
            ("district", $"{report.District}, scale {report.Scale}, seed {report.Seed}: {report.Homes:N0} homes, {report.Cameras:N0} cameras, {report.Terminals:N0} terminals, {report.Cells:N0} cells"),
            ("measured", $"{report.Hours} h after {report.WarmUpDays} days"),
            ("observations", $"{report.ObservationsSent:N0} sent, {report.ObservationsAccepted:N0} accepted{SummaryText.Codes(report.ObservationsRefused)}"),
            ("false alarms", $"{report.FalseAlarmsPerHomeDay} quiet homes by mistake, per home and day"),
            ("response", $"{Text(report.ResponseSeconds)}; within 5 minutes: {report.AnsweredWithinFiveMinutes?.ToString("P1") ?? "none due"}"),
            ("reports", $"{report.Reports.Sent} reports of {report.Reports.Matters} matters: {report.Reports.Orders} orders"),
            ("orders", $"{report.Orders.Opened} opened, {report.Orders.Closed} closed, {report.Orders.ClosedInTime} of them in time; {report.Orders.Overdue} overdue"),
            ("stages", string.Join(" · ", report.Orders.StageSeconds.Select(stage => $"{stage.Key} {Text(stage.Value.Median)}"))),
            ("notifications", SummaryText.Counts(report.Notifications)),
            ("export", $"sha256 {report.ExportHash}"),
            ("time", $"{report.Timing.WallSeconds:0.0} s in all; expand {report.Timing.ExpandSeconds:0.0} s, days before {report.Timing.WarmUpSeconds:0.0} s, measured {report.Timing.MeasuredSeconds:0.0} s; {report.Timing.ObservationsPerSecond:N0} observations/s"));
    }

    private static string Text(Spread? spread) =>
        spread is null ? "–" : $"{Text(spread.Min)} / {Text(spread.Median)} / {Text(spread.Max)}";

    private static string Text(double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        return time switch
        {
            { TotalHours: >= 1 } => $"{(int)time.TotalHours} h {time.Minutes:00} min",
            { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds:00} s",
            _ => $"{time.TotalSeconds:0} s",
        };
    }
}
