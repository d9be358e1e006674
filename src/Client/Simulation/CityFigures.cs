using CityActors.Alerts;
using CityActors.Client.Api;
using CityActors.WorkOrders;

namespace CityActors.Client.Simulation;

/// <summary>What the Silo says happened: alerts of the whole run, orders of the measured hours with their histories.</summary>
internal sealed record CityFigures(
    IReadOnlyList<Alert> Alerts, IReadOnlyList<OrderView> Orders, IReadOnlyDictionary<string, int> Notifications, string ExportHash)
{
    public static async Task<CityFigures> Collect(CityClient client, SimulationPlan plan, CancellationToken cancellation)
    {
        var alerts = await client.Alerts(new AlertFilter { Since = plan.Start }, cancellation).ToListAsync(cancellation);
        var orders = new List<OrderView>();
        foreach (var id in await client.Orders(new OrderFilter { Since = plan.Measured }, cancellation).Select(order => order.Id).ToListAsync(cancellation))
        {
            if (await client.FindOrder(id, cancellation) is { } view)
            {
                orders.Add(view);
            }
        }

        var notifications = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var state in new[] { "waiting", "delivered", "dead" })
        {
            notifications[state] = await client.Notifications(state, cancellation).CountAsync(cancellation);
        }

        var export = await client.Export(Stream.Null, cancellation);
        return new CityFigures(
            [.. alerts.OrderBy(alert => alert.Id, StringComparer.Ordinal)],
            [.. orders.OrderBy(view => view.Order.Id, StringComparer.Ordinal)],
            notifications,
            export.Hash);
    }
}
