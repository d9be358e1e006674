using CityActors.Alerts;
using CityActors.Client.Api;
using CityActors.Client.Replays;

namespace CityActors.Client.Simulation;

/// <summary>What came of a simulated district-day or a live drill. Of a day all but <see cref="Timing"/> and <see cref="Silos"/> is the same for the same seed.</summary>
internal sealed record SimulationReport
{
    private static readonly string[] mustNotBeFalse = [AlertKinds.FireLaneBlocked, AlertKinds.SmokeSeen, AlertKinds.Smoke, AlertKinds.Gas, AlertKinds.HighWater];

    public required string District { get; init; }

    public required double Scale { get; init; }

    public required int Seed { get; init; }

    public required int Hours { get; init; }

    public required int WarmUpDays { get; init; }

    public required int Homes { get; init; }

    public required int Cameras { get; init; }

    public required int Terminals { get; init; }

    public required int Cells { get; init; }

    public required long ObservationsSent { get; init; }

    public required long ObservationsAccepted { get; init; }

    public required IReadOnlyDictionary<string, long> ObservationsRefused { get; init; }

    public required IReadOnlyList<Detection> Detection { get; init; }

    /// <summary>Inactivity alarms without an incident in the measured hours, for each home and day.</summary>
    public required double FalseAlarmsPerHomeDay { get; init; }

    /// <summary>From an alert to somebody on site, virtual seconds.</summary>
    public required Spread? ResponseSeconds { get; init; }

    /// <summary>Alerts of high priority answered within five minutes, of those that could be.</summary>
    public required double? AnsweredWithinFiveMinutes { get; init; }

    public required ReportFigures Reports { get; init; }

    public required OrderFigures Orders { get; init; }

    public required IReadOnlyDictionary<string, int> Notifications { get; init; }

    public required string ExportHash { get; init; }

    /// <summary>What only a live drill has; null of a day.</summary>
    public LiveFigures? Live { get; init; }

    public SimulationTiming Timing { get; init; } = new();

    /// <summary>What went through each address.</summary>
    public IReadOnlyList<SiloReport> Silos { get; init; } = [];

    /// <summary>What was to be true and is not, each in a sentence; empty when all is well.</summary>
    public required IReadOnlyList<string> Broken { get; init; }

    public static SimulationReport Of(
        SimulationPlan plan, DrillDistrict district, WindowSender sender, IReadOnlyList<Incident> incidents, MatterPlan matters,
        IReadOnlyDictionary<string, NewOrderReceipt> receipts, CityFigures figures)
    {
        var detection = Simulation.Detection.Compare(plan, incidents, figures.Alerts);
        var reports = ReportFigures.Of(matters.All, receipts);
        var high = figures.Alerts.Where(alert => alert.Priority == AlertPriority.High && alert.OpenedAt > plan.Measured).ToList();
        var urgent = high.Where(alert => alert.OpenedAt.AddMinutes(5) <= plan.End).ToList();
        var answered = plan.Live is null ? urgent : high; // Minutes are too few to leave any out.
        var falseQuiet = detection.Where(kind => kind.Kind == AlertKinds.Inactivity).Sum(kind => kind.False);
        return new SimulationReport
        {
            District = plan.District,
            Scale = plan.Scale,
            Seed = plan.Seed,
            Hours = plan.Hours,
            WarmUpDays = plan.WarmUpDays,
            Homes = district.Homes.Count,
            Cameras = district.Cameras.Count,
            Terminals = district.Terminals.Count,
            Cells = district.Cells.Count,
            ObservationsSent = sender.Sent,
            ObservationsAccepted = sender.Accepted,
            ObservationsRefused = sender.Refused,
            Detection = detection,
            FalseAlarmsPerHomeDay = Math.Round(falseQuiet / (district.Homes.Count * plan.Lasts.TotalDays), 5),
            ResponseSeconds = Spread.Of(answered.Where(alert => alert.RespondedAt is not null).Select(alert => Math.Round((alert.RespondedAt!.Value - alert.OpenedAt).TotalSeconds))),
            AnsweredWithinFiveMinutes = urgent.Count == 0 ? null : Math.Round(urgent.Count(alert => alert.RespondedAt <= alert.OpenedAt.AddMinutes(5)) / (double)urgent.Count, 4),
            Reports = reports,
            Orders = OrderFigures.Of(figures.Orders),
            Notifications = figures.Notifications,
            ExportHash = figures.ExportHash,
            Broken = [.. Faults(sender, detection, reports)],
        };
    }

    private static IEnumerable<string> Faults(WindowSender sender, IReadOnlyList<Detection> detection, ReportFigures reports)
    {
        foreach (var kind in detection)
        {
            if (kind.Missed > 0)
            {
                yield return $"{kind.Missed} of {kind.Injected} {kind.Kind} were missed.";
            }

            if (kind.False > 0 && mustNotBeFalse.Contains(kind.Kind))
            {
                yield return $"{kind.False} {kind.Kind} alerts have no cause.";
            }
        }

        if (sender.Accepted != sender.Sent)
        {
            yield return $"{sender.Sent - sender.Accepted} observations were refused.";
        }

        if (reports.TornApart > 0 || reports.MixedUp > 0)
        {
            yield return $"Of {reports.Matters} reported matters {reports.TornApart} got several orders and {reports.MixedUp} share one.";
        }
    }
}

/// <summary>How long it took: differs from run to run.</summary>
internal sealed record SimulationTiming
{
    public double ExpandSeconds { get; init; }

    public double WarmUpSeconds { get; init; }

    public double MeasuredSeconds { get; init; }

    public double WallSeconds { get; init; }

    public double ObservationsPerSecond { get; init; }

    public long Retries { get; init; }

    public int Restarts { get; init; }
}
