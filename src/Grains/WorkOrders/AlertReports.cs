using CityActors.Alerts;

namespace CityActors.WorkOrders;

/// <summary>An alert as an order sees it, without anything about how a household lives. Those who may know look at the alert.</summary>
internal static class AlertReports
{
    private const string Household = "home-";

    /// <summary>The report that an alert is to become.</summary>
    /// <exception cref="KeyNotFoundException">The catalogue names no category for it.</exception>
    public static OrderReport Of(Alert alert, Catalogue catalogue) => new()
    {
        Id = alert.Id,
        Category = catalogue.OfAlert(alert.Kind).Code,
        Channel = ReportChannel.Sensing,
        At = alert.OpenedAt,
        Position = alert.Position,
        Cell = alert.Cell,
        Text = IsPrivate(alert.Entity) ? See(alert.Id) : $"{alert.Explanation.English} {alert.Explanation.Chinese}",
        Alert = alert.Id,
        Drill = alert.Drill,
    };

    /// <summary>Whether an entity or its alert shows how people live.</summary>
    public static bool IsPrivate(string id) => id.StartsWith(Household, StringComparison.Ordinal);

    /// <summary>Refers to an alert.</summary>
    public static string See(string alert) => $"See alert {alert}. 详见告警 {alert}。";
}
