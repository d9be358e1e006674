using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CityActors.Silo.Notifications;

/// <summary>
/// Counts which notifications were delivered and which were not. The label <c>receiver</c> is a configured receiver, never free text.
/// </summary>
internal sealed class NotificationMeter : IDisposable
{
    private readonly Meter meter;
    private readonly ConcurrentDictionary<string, long> waiting = new(StringComparer.Ordinal);
    private readonly Counter<long> delivered;
    private readonly Counter<long> failed;
    private readonly Counter<long> dead;

    /// <summary>Creates the counters and the gauge.</summary>
    public NotificationMeter()
    {
        meter = new Meter(new MeterOptions("CityActors.Notifications") { Scope = this });
        delivered = meter.CreateCounter<long>("city_notifications_delivered", "{notification}", "Notifications taken by their receiver.");
        failed = meter.CreateCounter<long>("city_notifications_failed", "{attempt}", "Attempts that failed and will be repeated.");
        dead = meter.CreateCounter<long>("city_notifications_dead", "{notification}", "Notifications given up.");
        meter.CreateObservableGauge("city_notifications_waiting", Waiting, "{notification}", "Notifications to be delivered.");
    }

    /// <summary>So many wait at the start.</summary>
    public void Begin(string channel, long count) => waiting[channel] = count;

    /// <summary>One more waits.</summary>
    public void Took(string channel) => waiting.AddOrUpdate(channel, 1, (_, count) => count + 1);

    /// <summary>One that waited is not needed any more.</summary>
    public void Withdrew(string channel) => waiting.AddOrUpdate(channel, 0, (_, count) => count - 1);

    /// <summary>An attempt ended so.</summary>
    public void Attempted(NotificationRow after)
    {
        var counter = after.State switch
        {
            NotificationState.Delivered => delivered,
            NotificationState.Dead => dead,
            _ => failed,
        };
        if (after.State != NotificationState.Waiting)
        {
            waiting.AddOrUpdate(after.Channel, 0, (_, count) => count - 1);
        }

        counter.Add(1, new KeyValuePair<string, object?>("receiver", after.Channel));
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<long>> Waiting() =>
        waiting.Select(entry => new Measurement<long>(entry.Value, new KeyValuePair<string, object?>("receiver", entry.Key)));
}
