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

        var export = await client.Export((_, _) => ValueTask.CompletedTask, cancellation);
        var notifications = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var state in new[] { "waiting", "delivered", "dead" })
        {
            notifications[state] = await client.Notifications(state, cancellation).CountAsync(cancellation);
        }

        return new CityFigures(
            [.. alerts.OrderBy(alert => alert.Id, StringComparer.Ordinal)],
            [.. orders.OrderBy(view => view.Order.Id, StringComparer.Ordinal)],
            notifications,
            export.Hash);
    }

    /// <summary>Asks every Silo how it is, beside what went through its address while it was sent.</summary>
    /// <param name="sending">How long it was sent.</param>
    public static async Task<IReadOnlyList<SiloFigures>> OfSilos(
        CityClient client, IReadOnlyList<SiloFigures> sent, TimeSpan sending, CancellationToken cancellation)
    {
        var all = new List<SiloFigures>();
        foreach (var silo in sent)
        {
            var status = await client.Status(silo.Url, cancellation);
            var perSecond = Math.Round(silo.Accepted / Math.Max(1, sending.TotalSeconds), 1);
            all.Add(silo with
            {
                AcceptedPerSecond = perSecond,
                Entities = status?.Entities,
                Observations = status?.Observations,
                Waiting = status?.Waiting,
            });
        }

        return all;
    }
}
