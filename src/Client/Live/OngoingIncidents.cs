using CityActors.Client.Api;
using CityActors.Client.Simulation;
using CityActors.Client.Simulation.Scenes;
using CityActors.Places;

namespace CityActors.Client.Live;

/// <summary>What is already happening in the city when a drill begins, so that nothing is planned where the two could be confused.</summary>
/// <param name="Entities">Homes, cameras and terminals with an alert that is open, or opened lately.</param>
/// <param name="Matters">Where matters were reported lately.</param>
internal sealed record OngoingIncidents(IReadOnlySet<string> Entities, IReadOnlyList<GeoPoint> Matters)
{
    private static readonly TimeSpan lately = TimeSpan.FromMinutes(20); // Longer than a camera's cooldown and the time in which reports are one matter.
    private static readonly string[] states = ["open", "acknowledged", "shelved"];

    public static async Task<OngoingIncidents> Look(CityClient client, PackWords words, DateTimeOffset now, CancellationToken cancellation)
    {
        var since = now - lately;
        var entities = await client.Alerts(new AlertFilter { Since = since }, cancellation).Select(alert => alert.Entity).ToHashSetAsync(StringComparer.Ordinal, cancellation);
        foreach (var (kind, state) in words.LiveAlerts.SelectMany(static alert => states.Select(state => (alert, state))))
        {
            await foreach (var alert in client.Alerts(new AlertFilter { Kind = kind, State = state }, cancellation))
            {
                entities.Add(alert.Entity);
            }
        }

        var orders = client.Orders(new OrderFilter { Since = since, Category = MatterPlan.Category }, cancellation);
        return new OngoingIncidents(entities, await orders.Select(order => order.Place).ToListAsync(cancellation));
    }
}
