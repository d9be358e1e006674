using CityActors.Alerts;

namespace CityActors.Client.Simulation;

/// <summary>Incidents of one kind beside the alerts that came of them.</summary>
internal sealed record Detection
{
    public required string Kind { get; init; }

    /// <summary>Incidents that must be found.</summary>
    public required int Injected { get; init; }

    /// <summary>Harmless ones that must not alarm.</summary>
    public required int Harmless { get; init; }

    public required int Found { get; init; }

    /// <summary>Not found though the time for it had passed.</summary>
    public required int Missed { get; init; }

    /// <summary>Not found, and the hours ended before it had to be.</summary>
    public required int NotDueYet { get; init; }

    /// <summary>Alerts in the measured hours that no incident explains.</summary>
    public required int False { get; init; }

    /// <summary>Alerts in the days before, where nothing was made to happen.</summary>
    public required int FalseBefore { get; init; }

    /// <summary>From the incident's beginning to the alert, seconds; null where none was found.</summary>
    public required Spread? DelaySeconds { get; init; }

    /// <summary>Compares what was made to happen with what was said.</summary>
    public static IReadOnlyList<Detection> Compare(SimulationPlan plan, IReadOnlyList<Incident> incidents, IReadOnlyList<Alert> alerts)
    {
        var kinds = incidents.Select(incident => incident.Kind).Concat(alerts.Select(alert => alert.Kind)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. kinds.Select(kind => OfKind(
            plan, kind, [.. incidents.Where(incident => incident.Kind == kind)], [.. alerts.Where(alert => alert.Kind == kind).OrderBy(alert => alert.OpenedAt).ThenBy(alert => alert.Id, StringComparer.Ordinal)]))];
    }

    private static Detection OfKind(SimulationPlan plan, string kind, List<Incident> incidents, List<Alert> alerts)
    {
        var measured = alerts.Where(alert => alert.OpenedAt > plan.Measured).ToList();
        var unexplained = measured.ToList();
        var delays = new List<double>();
        var (missed, notDue) = (0, 0);
        foreach (var incident in incidents.Where(incident => incident.MustAlarm))
        {
            var alert = measured.Find(alert => alert.Entity == incident.Entity && alert.OpenedAt >= incident.At && alert.OpenedAt <= incident.Deadline);
            if (alert is not null)
            {
                unexplained.Remove(alert);
                delays.Add(Math.Round((alert.OpenedAt - incident.At).TotalSeconds));
            }
            else if (incident.Deadline > plan.End)
            {
                notDue++;
            }
            else
            {
                missed++;
            }
        }

        return new Detection
        {
            Kind = kind,
            Injected = incidents.Count(incident => incident.MustAlarm),
            Harmless = incidents.Count(incident => !incident.MustAlarm),
            Found = delays.Count,
            Missed = missed,
            NotDueYet = notDue,
            False = unexplained.Count,
            FalseBefore = alerts.Count - measured.Count,
            DelaySeconds = Spread.Of(delays),
        };
    }
}

/// <summary>The least, the middle and the most of a row of numbers.</summary>
internal sealed record Spread(double Min, double Median, double Max)
{
    public static Spread? Of(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToList();
        return sorted.Count == 0 ? null : new Spread(sorted[0], Middle(sorted), sorted[^1]);
    }

    private static double Middle(List<double> sorted) =>
        sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
}
