using CityActors.Client.Api;
using CityActors.Client.Simulation;

namespace CityActors.Client.CommandLine;

/// <summary>The report of a simulation for people.</summary>
internal static class SimulationText
{
    public static void Write(CommandOutput output, SimulationReport report)
    {
        output.Table(
            ["kind", "injected", "found", "missed", "not due yet", "harmless", "false", "false before", "delay min / median / max"],
            report.Detection.Select(Row));
        if (report.Scenes.Count > 0)
        {
            PackRun.Table(output, report.Scenes);
        }

        output.Figures([.. Counts(report), .. report.Live is { } live ? Live(live) : Day(report), .. Times(report)]);
        if (report.Live is not null || report.Silos.Count > 1)
        {
            output.Table(
                [
                    "silo", "requests", "accepted", "accepted/s", "refused", "failures", "429, 503",
                    "ack p50 / p95 / p99", "MB sent", "entities", "in its log",
                ],
                report.Silos.Select(Row));
        }
    }

    private static string[] Row(Detection kind) =>
    [
        kind.Kind, $"{kind.Injected}", $"{kind.Found}", $"{kind.Missed}", $"{kind.NotDueYet}",
        $"{kind.Harmless}", $"{kind.False}", $"{kind.FalseBefore}", Text(kind.DelaySeconds),
    ];

    private static string[] Row(SiloFigures silo) =>
    [
        silo.Url.GetLeftPart(UriPartial.Authority), $"{silo.Requests:N0}", $"{silo.Accepted:N0}", $"{silo.AcceptedPerSecond:N1}",
        $"{silo.Refused:N0}", $"{silo.Failures:N0}", $"{silo.Retries:N0}",
        silo.P50Ms is null ? "–" : $"{silo.P50Ms:0.0} / {silo.P95Ms:0.0} / {silo.P99Ms:0.0} ms", $"{silo.BytesSent / 1e6:N1}",
        silo.Answers ? $"{silo.Entities:N0}" : "no answer", silo.Answers ? $"{silo.Observations:N0}" : "no answer",
    ];

    private static IEnumerable<(string, string)> Counts(SimulationReport report) =>
    [
        ("district", $"{report.District}, scale {report.Scale}, seed {report.Seed}: {report.Homes:N0} homes, {report.Cameras:N0} cameras, {report.Terminals:N0} terminals, {report.Cells:N0} cells"),
        ("measured", report.Live is { } live ? $"{live.Minutes:0.##} minutes live, each home every {Text(live.IntervalSeconds)}{(live.Interrupted ? "; broken off" : "")}" : $"{report.Hours} h after {report.WarmUpDays} days"),
        ("observations", $"{report.ObservationsSent:N0} sent, {report.ObservationsAccepted:N0} accepted{SummaryText.Codes(report.ObservationsRefused)}"),
    ];

    private static IEnumerable<(string, string)> Day(SimulationReport report) =>
    [
        ("false alarms", $"{report.FalseAlarmsPerHomeDay} quiet homes by mistake, per home and day"),
        ("left out", report.LeftOut.Count == 0 ? "nothing" : string.Join("; ", report.LeftOut.Select(static kind => $"{kind.Key} ({kind.Value})"))),
    ];

    private static IEnumerable<(string, string)> Live(LiveFigures live)
    {
        if (live.Load is { } load)
        {
            yield return ("load", $"{load.AskedPerSecond:N0}/s asked, {load.Sent:N0} sent, {load.Accepted:N0} accepted ({load.AcceptedPerSecond:N0}/s){SummaryText.Codes(load.Refused)}, {load.LeftOut:N0} left out because the city was behind");
        }

        yield return ("log", $"grew by {live.LogGrewBy?.ToString("N0") ?? "?"}; {live.StillWaiting:N0} still waited in the end");
        yield return ("told", live.ToldSeconds is { } told ? $"{told.Min:0.00} s / {told.Median:0.00} s / {told.Max:0.00} s from certain to the feed" : "nothing");
        yield return ("not judged", string.Join("; ", live.LeftOut.Select(kind => $"{kind.Key} ({kind.Value})")));
    }

    private static IEnumerable<(string, string)> Times(SimulationReport report) =>
    [
        ("response", $"{Text(report.ResponseSeconds)}; within 5 minutes: {report.AnsweredWithinFiveMinutes?.ToString("P1") ?? "none due"}"),
        ("reports", $"{report.Reports.Sent} reports of {report.Reports.Matters} matters: {report.Reports.Orders} orders"),
        ("orders", $"{report.Orders.Opened} opened, {report.Orders.Closed} closed, {report.Orders.ClosedInTime} of them in time; {report.Orders.Overdue} overdue"),
        ("stages", report.Orders.StageSeconds.Count == 0 ? "none" : string.Join(" · ", report.Orders.StageSeconds.Select(stage => $"{stage.Key} {Text(stage.Value.Median)}"))),
        ("notifications", SummaryText.Counts(report.Notifications)),
        ("export", $"sha256 {report.ExportHash}"),
        ("time", $"{report.Timing.WallSeconds:0.0} s in all; expand {report.Timing.ExpandSeconds:0.0} s, {(report.Live is null ? $"days before {report.Timing.WarmUpSeconds:0.0} s, " : "")}measured {report.Timing.MeasuredSeconds:0.0} s; {report.Timing.ObservationsPerSecond:N0} observations/s"),
    ];

    /// <summary>The least, the middle and the most of times.</summary>
    public static string Text(Spread? spread) =>
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
