using System.Text.Json;
using CityActors.Facts;
using CityActors.Storage;

namespace CityActors.Silo.Notifications;

/// <summary>Follows the fact log into the outbox and lets a worker for each receiver deliver, at least once.</summary>
internal sealed class NotificationOutbox : BackgroundService
{
    private const int PageSize = 500;

    /// <summary>Facts passed over without a notification before the position is stored again: reading them twice costs less than a sync for each.</summary>
    private const long PositionEvery = 10_000;

    private static readonly TimeSpan DiskPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);
    private static readonly FactFilter OnlyNotifications = new(Type: "notification");

    private readonly IFactLog facts;
    private readonly NotificationStore store;
    private readonly ReceiverBook receivers;
    private readonly NotificationMeter meter;
    private readonly TimeProvider time;
    private readonly ILogger<NotificationOutbox> logger;
    private readonly SortedDictionary<string, DeliveryWorker> workers = new(StringComparer.Ordinal);
    private long position;
    private long storedPosition;

    /// <summary>Creates the outbox and its workers.</summary>
    public NotificationOutbox(
        IFactLog facts,
        NotificationStore store,
        ReceiverBook receivers,
        NotificationSettings settings,
        NotificationMeter meter,
        TimeProvider time,
        ILogger<NotificationOutbox> logger)
    {
        (this.facts, this.store, this.receivers, this.meter, this.time, this.logger) = (facts, store, receivers, meter, time, logger);
        foreach (var (channel, adapter) in receivers.Channels)
        {
            workers.Add(channel, new DeliveryWorker(channel, adapter, store, settings, meter, time, logger));
        }
    }

    /// <summary>Lets a dead letter wait again, with all its attempts.</summary>
    /// <returns>It as it stands now, or null where it was not dead.</returns>
    public async Task<NotificationRow?> Retry(NotificationRow dead)
    {
        var revived = await store.Revive(dead.Id, receivers.ChannelOf(dead.Receiver), time.GetUtcNow());
        if (revived is not null)
        {
            meter.Took(revived.Channel);
            workers[revived.Channel].Wake();
        }

        return revived;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Patiently(Open, stoppingToken);
            await Task.WhenAll(workers.Values.Select(worker => worker.Run(stoppingToken)).Append(Follow(stoppingToken)).Append(LookAround(stoppingToken)));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            logger.LogCritical(fault, "The outbox stopped; notifications are kept and go out after the next start.");
            throw;
        }
    }

    private async Task Follow(CancellationToken stop)
    {
        while (true)
        {
            await facts.WaitBeyond(position, stop);
            await Patiently(() => TakePage(stop), stop);
        }
    }

    /// <summary>A dead letter may be revived at another Silo of the city: its worker is here.</summary>
    private async Task LookAround(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(BetweenLooks);
        while (await timer.WaitForNextTickAsync(stop))
        {
            foreach (var worker in workers.Values)
            {
                worker.Wake();
            }
        }
    }

    private async Task Open()
    {
        position = storedPosition = await store.ReadPosition();
        var waiting = (await store.Reroute(receivers.ChannelOf)).ToDictionary(entry => entry.Channel, entry => entry.Count);
        foreach (var channel in workers.Keys)
        {
            meter.Begin(channel, waiting.GetValueOrDefault(channel));
        }
    }

    private async Task TakePage(CancellationToken stop)
    {
        var page = await facts.Read(position, PageSize, OnlyNotifications, stop);
        var wanted = page.Facts.Select(TryRead).OfType<NotificationWanted>()
            .Select(fact => (fact, receivers.ChannelOf(fact.Notification.Receiver))).ToList();
        if (wanted.Count > 0 || page.NextAfter - storedPosition >= PositionEvery)
        {
            var added = await store.Take(wanted, page.NextAfter, time.GetUtcNow());
            storedPosition = page.NextAfter;
            added.ForEach(meter.Took);
            added.Distinct().ToList().ForEach(channel => workers[channel].Wake());
        }

        position = page.NextAfter;
    }

    /// <summary>One fact that cannot be read must not hold back all later ones; it stays in the log.</summary>
    private CityFact? TryRead(FactRecord record)
    {
        try
        {
            return FactRecords.Read(record);
        }
        catch (JsonException fault)
        {
            logger.LogError(fault, "Fact {Sequence} ({Id}) wants a notification that cannot be read; it is passed over.", record.Sequence, record.Id);
            return null;
        }
    }

    private async Task Patiently(Func<Task> action, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await action();
                return;
            }
            catch (StorageUnavailableException fault)
            {
                logger.LogWarning(fault, "The outbox waits for the disk.");
                await Task.Delay(DiskPause, stop);
            }
        }
    }
}
