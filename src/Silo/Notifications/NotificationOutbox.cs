using CityActors.Facts;
using CityActors.Silo.Lists;
using CityActors.Silo.Rosters;

namespace CityActors.Silo.Notifications;

/// <summary>Follows the fact log into the outbox and lets a worker for each receiver deliver, at least once.</summary>
internal sealed class NotificationOutbox(
    IFactLog facts,
    NotificationStore store,
    NotificationSettings settings,
    SiloSettings silo,
    LogAdapter log,
    NotificationMeter meter,
    RosterTable rosters,
    TimeProvider time,
    ILogger<NotificationOutbox> logger) : BackgroundService
{
    private const int PageSize = 500;

    /// <summary>Facts passed over without a notification before the position is stored again: reading them twice costs less than a sync for each.</summary>
    private const long PositionEvery = 10_000;

    private static readonly FactFilter OnlyNotifications = new(Type: "notification");

    // The log is always there, and in a replay every way leads into it: nothing is sent outside.
    private readonly Dictionary<string, DeliveryWorker> workers = settings.Receivers
        .Append(new ReceiverSetting(NotificationSettings.LogReceiver, null, "")).DistinctBy(receiver => receiver.Name)
        .Select(receiver => new DeliveryWorker(
            receiver.Name,
            receiver.Url is null || silo.IsReplay ? log : new WebhookAdapter(receiver, settings, rosters, time),
            store, settings, meter, time, logger))
        .ToDictionary(worker => worker.Name, StringComparer.Ordinal);

    private long position;
    private long storedPosition;

    /// <summary>Lets a dead letter wait again, with all its attempts.</summary>
    /// <returns>It as it stands now, or null where it was not dead.</returns>
    public async Task<NotificationRow?> Retry(NotificationRow dead)
    {
        var revived = await store.Revive(dead.Id, ChannelOf(dead.Receiver), time.GetUtcNow());
        if (revived is not null)
        {
            meter.Took(revived.Channel);
            workers[revived.Channel].Wake();
        }

        return revived;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        foreach (var worker in workers.Values)
        {
            worker.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (silo.IsReplay && settings.Receivers.Any(receiver => receiver.Url is not null))
        {
            logger.LogInformation("This is a replay: notifications go to the log, no webhook is called.");
        }

        await Patiently(Open, stoppingToken);
        await Task.WhenAll([.. workers.Values.Select(worker => worker.Run(stoppingToken)), Follow(stoppingToken)]);
    }

    private async Task Follow(CancellationToken stop)
    {
        while (true)
        {
            await facts.WaitBeyond(position, stop);
            await Patiently(TakePage, stop);
        }
    }

    /// <summary>The way to somebody named in a notification; a name that is not configured takes the default's, or the log's.</summary>
    private string ChannelOf(string receiver) =>
        new[] { receiver.ToLowerInvariant(), NotificationSettings.DefaultReceiver, NotificationSettings.LogReceiver }.First(workers.ContainsKey);

    private async Task<long> Open(CancellationToken stop)
    {
        position = storedPosition = await store.ReadPosition();
        var waiting = (await store.Reroute(ChannelOf)).ToDictionary(entry => entry.Channel, entry => entry.Count);
        foreach (var channel in workers.Keys)
        {
            meter.Begin(channel, waiting.GetValueOrDefault(channel));
        }

        return position;
    }

    private async Task<long> TakePage(CancellationToken stop)
    {
        var page = await facts.Read(position, PageSize, OnlyNotifications, stop);
        var wanted = ListProjector.Readable(page.Facts, logger, "the outbox").OfType<NotificationWanted>()
            .Select(fact => (fact, ChannelOf(fact.Notification.Receiver))).ToList();
        if (wanted.Count > 0 || page.NextAfter - storedPosition >= PositionEvery)
        {
            var added = await store.Take(wanted, page.NextAfter, time.GetUtcNow());
            storedPosition = page.NextAfter;
            added.ForEach(meter.Took);
            added.Distinct().ToList().ForEach(channel => workers[channel].Wake());
        }

        return position = page.NextAfter;
    }

    private Task<long> Patiently(Func<CancellationToken, Task<long>> action, CancellationToken stop) =>
        RetryUntilStored.Until(action, logger, "The outbox", stop);
}
