using CityActors.Alerts;
using CityActors.Client.Api;
using CityActors.Client.Replays;
using CityActors.Client.Simulation.Scenes;

namespace CityActors.Client.Simulation;

/// <summary>What came of a simulated district-day or a live drill. Of a day all but <see cref="Timing"/> and <see cref="Silos"/> is the same for the same seed.</summary>
/// <param name="Scenes">What came of each scene; empty of a live drill.</param>
/// <param name="LeftOut">What the time was too short for, each with the reason.</param>
/// <param name="FalseAlarmsPerHomeDay">Inactivity alarms without an incident in the measured hours, for each home and day.</param>
/// <param name="ResponseSeconds">From an alert to somebody on site, virtual seconds.</param>
/// <param name="AnsweredWithinFiveMinutes">Alerts of high priority answered within five minutes, of those that could be.</param>
/// <param name="Live">What only a live drill has; null of a day.</param>
/// <param name="Timing">How long it took.</param>
/// <param name="Silos">What went through each address.</param>
/// <param name="Broken">What was to be true and is not, each in a sentence; empty when all is well.</param>
internal sealed record SimulationReport(
    string District, double Scale, int Seed, int Hours, int WarmUpDays, int Homes, int Cameras, int Terminals, int Cells,
    long ObservationsSent, long ObservationsAccepted, IReadOnlyDictionary<string, long> ObservationsRefused,
    IReadOnlyList<Detection> Detection, IReadOnlyList<SceneVerdict> Scenes, IReadOnlyDictionary<string, string> LeftOut, double FalseAlarmsPerHomeDay, Spread? ResponseSeconds, double? AnsweredWithinFiveMinutes,
    ReportFigures Reports, OrderFigures Orders, IReadOnlyDictionary<string, int> Notifications, string ExportHash,
    LiveFigures? Live, SimulationTiming Timing, IReadOnlyList<SiloFigures> Silos, IReadOnlyList<string> Broken)
{
    public static SimulationReport Of(
        SimulationPlan plan, DrillDistrict district, WindowSender sender, IReadOnlyList<Incident> incidents, DistrictScenes scenes, IReadOnlyList<SceneVerdict> verdicts, MatterPlan matters,
        IReadOnlyDictionary<string, NewOrderReceipt> receipts, CityFigures figures, SimulationTiming timing, IReadOnlyList<SiloFigures> silos)
    {
        var detection = Simulation.Detection.Compare(plan, incidents, [.. figures.Alerts.Where(alert => !scenes.Unconfirmed.Contains(alert.Kind))]);
        var reports = ReportFigures.Of(matters.All, receipts);
        var high = figures.Alerts.Where(alert => alert.Priority == AlertPriority.High && alert.OpenedAt > plan.Measured).ToList();
        var urgent = high.FindAll(alert => alert.OpenedAt.AddMinutes(5) <= plan.End);
        var inTime = urgent.Count(alert => alert.RespondedAt <= alert.OpenedAt.AddMinutes(5));
        var answered = plan.Live is null ? urgent : high; // Minutes are too few to leave any out.
        var responses = answered.Select(alert => alert.RespondedAt - alert.OpenedAt).OfType<TimeSpan>();
        var falseQuiet = detection.Where(kind => kind.Kind == AlertKinds.Inactivity).Sum(kind => kind.False);
        return new SimulationReport(
            plan.District, plan.Scale, plan.Seed, plan.Hours, plan.WarmUpDays,
            Homes: district.Homes.Count, Cameras: district.Cameras.Count, Terminals: district.Terminals.Count, Cells: district.Cells.Count,
            ObservationsSent: sender.Sent, ObservationsAccepted: sender.Accepted, ObservationsRefused: sender.Refused,
            detection, verdicts, scenes.LeftOut,
            FalseAlarmsPerHomeDay: Math.Round(falseQuiet / (district.Homes.Count * plan.Lasts.TotalDays), 5),
            ResponseSeconds: Spread.Of(responses.Select(time => Math.Round(time.TotalSeconds))),
            AnsweredWithinFiveMinutes: urgent.Count == 0 ? null : Math.Round(inTime / (double)urgent.Count, 4),
            reports, OrderFigures.Of(figures.Orders), figures.Notifications, figures.ExportHash,
            Live: null, timing, silos, [.. Faults(sender, detection, reports, district.Homes.Select(static home => home.Id).ToHashSet(StringComparer.Ordinal), scenes.HasRepeats), .. verdicts.SelectMany(static scene => scene.Faults.Where(static fault => fault.IsWrong).Select(fault => $"{scene.Pack}/{scene.Scene} {fault.Path}: {fault.What}"))]);
    }

    private static IEnumerable<string> Faults(WindowSender sender, IReadOnlyList<Detection> detection, ReportFigures reports, HashSet<string> homes, bool hasRepeats)
    {
        foreach (var kind in detection)
        {
            if (kind.Missed > 0)
            {
                yield return $"{kind.Missed} of {kind.Injected} {kind.Kind} were missed.";
            }

            if (kind.FalseOn.Where(thing => !homes.Contains(thing)).ToList() is { Count: > 0 } devices)
            {
                yield return $"{devices.Count} {kind.Kind} alerts have no cause: {string.Join(", ", devices.Take(5))}.";
            }
        }

        if (sender.Refused.Where(code => !hasRepeats || code.Key != "duplicate").Sum(static code => code.Value) is > 0 and var refused)
        {
            yield return $"{refused} observations were refused.";
        }

        if (reports.TornApart > 0 || reports.MixedUp > 0)
        {
            yield return $"Of {reports.Matters} reported matters {reports.TornApart} got several orders and {reports.MixedUp} share one.";
        }
    }
}

/// <summary>How long it took, and what was in the way: differs from run to run.</summary>
internal sealed record SimulationTiming(
    double ExpandSeconds, double WarmUpSeconds, double MeasuredSeconds, double WallSeconds, double ObservationsPerSecond,
    long Retries, int Restarts = 0);
