using CityActors.Alerts;
using CityActors.Client.Api;
using CityActors.Client.Replays;

namespace CityActors.Client.Meters;

/// <summary>What came of a replay of meters.</summary>
internal sealed record MetersSummary
{
    public required int Homes { get; init; }

    public required double Days { get; init; }

    public required long Sent { get; init; }

    public required long Accepted { get; init; }

    public required IReadOnlyDictionary<string, long> Refused { get; init; }

    public required IReadOnlyList<MeterAlert> Alerts { get; init; }

    public required IReadOnlyDictionary<string, int> OrdersByStatus { get; init; }

    public required TimeSpan Sending { get; init; }

    public required TimeSpan Total { get; init; }

    /// <summary>Inactivity alarms for each home and day. These households are no elders in need: every alarm is counted as false.</summary>
    public double FalseAlarmsPerHomeDay => Alerts.Count(alert => alert.Kind == AlertKinds.Inactivity) / (Homes * Days);

    public double ObservationsPerSecond => Sent / Math.Max(Sending.TotalSeconds, 0.001);

    public static async Task<MetersSummary> Collect(
        CityClient client, WindowSender sender, Dictionary<string, string> homes, DateTimeOffset from, (TimeSpan Sending, TimeSpan Total) took, CancellationToken cancellation)
    {
        var meters = homes.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        var alerts = new List<MeterAlert>();
        await foreach (var alert in client.Alerts(new AlertFilter { Since = from }, cancellation))
        {
            if (meters.TryGetValue(alert.Entity, out var meter))
            {
                alerts.Add(new(alert.OpenedAt.ToOffset(ReplayClock.ChinaStandardTime), alert.Kind, alert.Entity, meter, alert.ClearedAt, alert.Explanation.English));
            }
        }

        var orders = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var order in client.Orders(new OrderFilter { Since = from }, cancellation))
        {
            orders[order.Status.ToString()] = orders.GetValueOrDefault(order.Status.ToString()) + 1;
        }

        var now = (await client.Clock(cancellation)).Now;
        return new MetersSummary
        {
            Homes = homes.Count,
            Days = (now - from).TotalDays,
            Sent = sender.Sent,
            Accepted = sender.Accepted,
            Refused = sender.Refused,
            Alerts = [.. alerts.OrderBy(alert => alert.OpenedAt).ThenBy(alert => alert.Home, StringComparer.Ordinal)],
            OrdersByStatus = orders,
            Sending = took.Sending,
            Total = took.Total,
        };
    }
}

/// <summary>An alert with the meter it came from.</summary>
internal sealed record MeterAlert(DateTimeOffset OpenedAt, string Kind, string Home, string Meter, DateTimeOffset? ClearedAt, string Why);
