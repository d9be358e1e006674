using System.Net;
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

        var export = await client.Export(Stream.Null, cancellation);
        return new CityFigures(
            [.. alerts.OrderBy(alert => alert.Id, StringComparer.Ordinal)],
            [.. orders.OrderBy(view => view.Order.Id, StringComparer.Ordinal)],
            await Notified(client, cancellation),
            export.Hash);
    }

    // A Silo without an outbox has no such list; the figure is then left out.
    private static async Task<SortedDictionary<string, int>> Notified(CityClient client, CancellationToken cancellation)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        try
        {
            foreach (var state in new[] { "waiting", "delivered", "dead" })
            {
                counts[state] = await client.Notifications(state, cancellation).CountAsync(cancellation);
            }
        }
        catch (CityApiException unknown) when (unknown.Status == HttpStatusCode.NotFound)
        {
            counts.Clear();
        }

        return counts;
    }
}
