using System.Net;
using CityActors.Alerts;
using CityActors.Client.Api;
using CityActors.WorkOrders;

namespace CityActors.Client.Simulation;

/// <summary>What the city says happened: alerts of the whole run, orders of the measured time with their histories.</summary>
internal sealed record CityFigures(
    IReadOnlyList<Alert> Alerts, IReadOnlyList<OrderView> Orders, IReadOnlyDictionary<string, int> Notifications, string ExportHash)
{
    /// <summary>Reads it.</summary>
    /// <param name="only">The drill's district where others may live in the city, too; null: all there is.</param>
    public static async Task<CityFigures> Collect(CityClient client, SimulationPlan plan, DrillDistrict? only, CancellationToken cancellation)
    {
        var own = only?.Ids;
        var alerts = await client.Alerts(new AlertFilter { Since = plan.Start }, cancellation).Where(alert => own?.Contains(alert.Entity) ?? true).ToListAsync(cancellation);
        var orders = new List<OrderView>();
        var since = client.Orders(new OrderFilter { Since = plan.Measured }, cancellation).Where(order => own is null || order.Drill);
        foreach (var id in await since.Select(order => order.Id).ToListAsync(cancellation))
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
