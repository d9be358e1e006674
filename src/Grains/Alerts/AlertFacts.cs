using CityActors.Facts;
using CityActors.Places;
using CityActors.WorkOrders;

namespace CityActors.Alerts;

/// <summary>The facts about an alert.</summary>
internal static class AlertFacts
{
    private const string System = "system";

    /// <summary>The facts of a change: the alert as everybody may see it, and for its order that it ended.</summary>
    /// <param name="step">The alert's change.</param>
    /// <param name="privacy">Who may see more than that there is one.</param>
    /// <param name="tellsOrder">False where the order knows, because it ended first.</param>
    public static IEnumerable<CityFact> Of(AlertStep step, Privacy privacy, bool tellsOrder = true)
    {
        var alert = step.Changed!;
        yield return new AlertChanged
        {
            Subject = alert.Id,
            Version = alert.Version,
            At = alert.ChangedAt,
            Area = alert.Cell,
            Alert = ForEverybody(alert),
            Privacy = privacy,
            IsReport = step.IsReport == (alert.Version == 1) ? null : step.IsReport,
            Sends = step.Sends,
        };
        if (tellsOrder && alert.State == AlertState.Cleared && alert.Order.Length > 0)
        {
            yield return Ended(alert, privacy);
        }
    }

    /// <summary>Tells an order of the end of an alert so old that its entity has forgotten it.</summary>
    public static AlertEnded EndedLongAgo(string alert, ReportTaken taken) => Ended(
        alert, 0, taken.At, taken.Area, taken.Subject, new() { Actor = System, At = taken.At, Reason = "Ended long ago. 早已结束。" });

    /// <summary>That it was said what was found, or null: it was not.</summary>
    public static OutcomeGiven? Outcome(Alert? before, Alert after) => after.Outcome is not { } found || before?.Outcome == found ? null : new OutcomeGiven
    {
        Subject = after.Id,
        Version = after.Version,
        At = after.ChangedAt,
        Area = after.Cell,
        Outcome = found,
    };

    // What an officer writes about a home, or found there, is only for those who may look at the alert itself.
    private static Alert ForEverybody(Alert alert) => alert.Actor == System || (alert.Reason.Length == 0 && alert.Outcome is null) ? alert : alert with { Reason = "", Outcome = null };

    // What a detector saw where people live is for those who may look at the alert.
    private static string ForOrder(Alert alert, Privacy privacy) =>
        alert.Outcome is not null || (alert.Actor == System && privacy != Privacy.Public) ? AlertReports.See(alert.Id) : alert.Reason;

    private static AlertEnded Ended(Alert alert, Privacy privacy) => Ended(
        alert.Id,
        alert.Version,
        alert.ChangedAt,
        alert.Cell,
        alert.Order,
        new() { Actor = alert.Actor, At = alert.ClearedAt ?? alert.ChangedAt, Reason = ForOrder(alert, privacy), IsFalseAlarm = alert.IsFalseAlarm });

    private static AlertEnded Ended(
        string alert, long version, DateTimeOffset at, string area, string order, WorkOrderCommand.AlertEnded command) => new()
        {
            Subject = alert,
            Version = version,
            At = at,
            Area = area,
            Order = order,
            Command = command with { CommandId = $"{alert} ended", Alert = alert },
        };
}
