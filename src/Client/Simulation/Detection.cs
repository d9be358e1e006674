using System.Text.Json.Serialization;
using CityActors.Alerts;

namespace CityActors.Client.Simulation;

/// <summary>Incidents of one kind beside the alerts that came of them.</summary>
/// <param name="Kind">The alert's kind.</param>
/// <param name="Injected">Incidents that must be found.</param>
/// <param name="Harmless">Harmless ones that must not alarm.</param>
/// <param name="Found">Those found in time.</param>
/// <param name="Missed">Not found though the time for it had passed.</param>
/// <param name="NotDueYet">Not found, and the hours ended before it had to be.</param>
/// <param name="False">Alerts in the measured hours that no incident explains.</param>
/// <param name="FalseBefore">Alerts in the days before, where nothing was made to happen.</param>
/// <param name="DelaySeconds">From the incident's beginning to the alert, seconds; null where none was found.</param>
internal sealed record Detection(
    string Kind, int Injected, int Harmless, int Found, int Missed, int NotDueYet, int False, int FalseBefore, Spread? DelaySeconds)
{
    // The same silence again, long after somebody looked into it: it counts with its first alert.
    private const string StillQuiet = "still-quiet";

    /// <summary>What the alerts are on that no incident explains.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> FalseOn { get; init; } = [];

    /// <summary>Compares what was made to happen with what was said.</summary>
    public static IReadOnlyList<Detection> Compare(SimulationPlan plan, IReadOnlyList<Incident> incidents, IReadOnlyList<Alert> alerts)
    {
        var kinds = incidents.Select(incident => incident.Kind).Concat(alerts.Select(alert => alert.Kind)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. kinds.Select(kind => OfKind(
            plan, kind, [.. incidents.Where(incident => incident.Kind == kind)], [.. alerts.Where(alert => alert.Kind == kind).OrderBy(alert => alert.OpenedAt).ThenBy(alert => alert.Id, StringComparer.Ordinal)]))];
    }

    private static Detection OfKind(SimulationPlan plan, string kind, List<Incident> incidents, List<Alert> alerts)
    {
        var toBeFound = incidents.FindAll(incident => incident.MustAlarm);
        var answers = toBeFound.ConvertAll(incident => (Incident: incident, Alert: alerts.Find(alert => IsOf(alert, incident))));
        var found = answers.FindAll(answer => answer.Alert is not null);
        var unexplained = alerts.Except(found.Select(static answer => answer.Alert!)).Where(static alert => alert.Explanation.Rule != StillQuiet).ToLookup(alert => alert.OpenedAt > plan.Measured);
        var notDue = answers.Count(answer => answer.Alert is null && answer.Incident.Deadline > plan.End);
        return new Detection(
            kind,
            Injected: toBeFound.Count,
            Harmless: incidents.Count - toBeFound.Count,
            Found: found.Count,
            Missed: toBeFound.Count - found.Count - notDue,
            NotDueYet: notDue,
            False: unexplained[true].Count(),
            FalseBefore: unexplained[false].Count(),
            DelaySeconds: Spread.Of(found.Select(answer => Math.Round((answer.Alert!.OpenedAt - answer.Incident.At).TotalSeconds))))
        {
            FalseOn = [.. unexplained[true].Select(static alert => alert.Entity)],
        };
    }

    private static bool IsOf(Alert alert, Incident incident) =>
        (incident.IsOfPlace || incident.Things.Contains(alert.Entity)) && alert.OpenedAt >= incident.At && alert.OpenedAt <= incident.Deadline;
}

/// <summary>The least, the middle and the most of a row of numbers.</summary>
internal sealed record Spread(double Min, double Median, double Max)
{
    public static Spread? Of(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToList();
        return sorted.Count == 0 ? null : new Spread(sorted[0], (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2, sorted[^1]);
    }
}
