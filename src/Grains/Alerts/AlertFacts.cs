using CityActors.Facts;
using CityActors.WorkOrders;

namespace CityActors.Alerts;

/// <summary>What is told of an alert.</summary>
internal static class AlertFacts
{
    private const string System = "system";

    /// <summary>The facts of a change: the alert as everybody may see it, and for its order that it ended.</summary>
    /// <param name="alert">The alert after the change.</param>
    /// <param name="tellsOrder">False where the order knows, because it ended first.</param>
    public static IEnumerable<CityFact> Of(Alert alert, bool tellsOrder = true)
    {
        yield return new AlertChanged { Subject = alert.Id, Version = alert.Version, At = alert.ChangedAt, Area = alert.Cell, Alert = ForEverybody(alert) };
        if (tellsOrder && alert.State == AlertState.Cleared && alert.Order.Length > 0)
        {
            yield return Ended(alert);
        }
    }

    /// <summary>Tells an order of the end of an alert that its entity has forgotten, so long ago it was.</summary>
    public static AlertEnded EndedLongAgo(string alert, ReportTaken taken) => new()
    {
        Subject = alert,
        Version = 0,
        At = taken.At,
        Area = taken.Area,
        Order = taken.Subject,
        Command = new WorkOrderCommand.AlertEnded { CommandId = $"{alert} ended", Actor = System, At = taken.At, Reason = "Ended long ago. 早已结束。", Alert = alert },
    };

    // An officer's words about a home are for those who may look at the alert itself.
    private static Alert ForEverybody(Alert alert) => alert.Actor == System || alert.Reason.Length == 0 ? alert : alert with { Reason = "" };

    private static AlertEnded Ended(Alert alert) => new()
    {
        Subject = alert.Id,
        Version = alert.Version,
        At = alert.ChangedAt,
        Area = alert.Cell,
        Order = alert.Order,
        Command = new WorkOrderCommand.AlertEnded
        {
            CommandId = $"{alert.Id} ended",
            Actor = alert.Actor,
            At = alert.ClearedAt ?? alert.ChangedAt,
            Reason = alert.Reason,
            Alert = alert.Id,
            IsFalseAlarm = alert.IsFalseAlarm,
        },
    };
}
