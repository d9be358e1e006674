using CityActors.Alerts;
using CityActors.Client.Api;
using CityActors.Client.Replays;
using CityActors.Households;

namespace CityActors.Client.Meters;

/// <summary>What came of a replay of meters.</summary>
/// <param name="LeftOut">Rows (a meter's weeks) of which nothing was sent, by reason.</param>
internal sealed record MetersSummary(
    int Homes,
    double Days,
    long Sent,
    long Accepted,
    IReadOnlyDictionary<string, long> Refused,
    IReadOnlyDictionary<string, int> LeftOut,
    IReadOnlyList<MeterAlert> Alerts,
    IReadOnlyDictionary<string, int> OrdersByStatus,
    TimeSpan Sending,
    TimeSpan Total)
{
    /// <summary>Inactivity alarms for each home and day. These households are no elders in need: every silence that was told is counted as false, once.</summary>
    public double FalseAlarmsPerHomeDay => Alerts.Count(alert => alert.Kind == AlertKinds.Inactivity && !alert.IsToldAgain) / (Homes * Days);

    /// <summary>Alarms of silences that went on after people had looked into them.</summary>
    public int ToldAgain => Alerts.Count(static alert => alert.IsToldAgain);

    public double ObservationsPerSecond => Sent / Math.Max(Sending.TotalSeconds, 0.001);

    public static async Task<MetersSummary> Collect(
        CityClient client, WindowSender sender, Dictionary<string, string> homes, IReadOnlyDictionary<string, int> leftOut, DateTimeOffset from, (TimeSpan Sending, TimeSpan Total) took, CancellationToken cancellation)
    {
        var meters = homes.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        var alerts = await client.Alerts(new AlertFilter { Since = from }, cancellation)
            .Where(alert => meters.ContainsKey(alert.Entity))
            .OrderBy(alert => alert.OpenedAt)
            .ThenBy(alert => alert.Entity, StringComparer.Ordinal)
            .Select(alert => new MeterAlert(
                alert.OpenedAt.ToOffset(ReplayClock.ChinaStandardTime),
                alert.Kind,
                alert.Entity,
                meters[alert.Entity],
                alert.ClearedAt,
                alert.Explanation.English,
                alert.Explanation.Rule == HouseholdTexts.AgainRule))
            .ToListAsync(cancellation);
        var orders = await client.Orders(new OrderFilter { Since = from }, cancellation)
            .CountBy(order => ApiJson.NameOf(order.Status))
            .ToDictionaryAsync(cancellationToken: cancellation);
        var now = (await client.Clock(cancellation)).Now;
        return new MetersSummary(
            homes.Count,
            (now - from).TotalDays,
            sender.Sent,
            sender.Accepted,
            sender.Refused,
            leftOut,
            alerts,
            new SortedDictionary<string, int>(orders, StringComparer.Ordinal),
            took.Sending,
            took.Total);
    }
}

/// <summary>An alert with the meter it came from.</summary>
/// <param name="IsToldAgain">Whether it is of a silence that people had looked into, and that went on.</param>
internal sealed record MeterAlert(DateTimeOffset OpenedAt, string Kind, string Home, string Meter, DateTimeOffset? ClearedAt, string Why, bool IsToldAgain = false);
