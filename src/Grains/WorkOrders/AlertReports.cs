using CityActors.Alerts;
using CityActors.Places;

namespace CityActors.WorkOrders;

/// <summary>An alert as an order sees it, without anything about how a household lives. Those who may know look at the alert.</summary>
internal static class AlertReports
{
    /// <summary>The report that an alert is to become.</summary>
    /// <exception cref="KeyNotFoundException">The catalogue names no category for it.</exception>
    public static OrderReport Of(Alert alert, Privacy privacy, Catalogue catalogue) => new()
    {
        Id = alert.Id,
        Category = catalogue.OfAlert(alert.Kind).Code,
        Channel = ReportChannel.Sensing,
        At = alert.OpenedAt,
        Position = alert.Position,
        Cell = alert.Cell,
        Text = privacy == Privacy.Public ? $"{alert.Explanation.English} {alert.Explanation.Chinese}" : See(alert.Id),
        Alert = alert.Id,
        Drill = alert.Drill,
    };

    /// <summary>Refers to an alert.</summary>
    public static string See(string alert) => $"See alert {alert}. 详见告警 {alert}。";
}
