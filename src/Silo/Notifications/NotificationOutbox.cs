using CityActors.Alerts;
using CityActors.Cases;
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
    ICaseTexts texts,
    TimeProvider time,
    ILogger<NotificationOutbox> logger) : BackgroundService
{
    private const int PageSize = 500;

    /// <summary>Facts passed over without a notification before the position is stored again: reading them twice costs less than a sync for each.</summary>
    private const long PositionEvery = 10_000;

    // An alert that somebody took on takes back what is still on its way. In a replay all is handed over when it is due by its clock: how far the outbox is behind
    // is this machine's doing, and must not show in what comes of the replay.
    private readonly FactFilter onlyWhatMatters = silo.IsReplay ? new(Type: "notification") { Internal = "case-told" } : new(Type: "notification") { OrType = "alert", Internal = "case-told" };

    // The log is always there, and in a replay every way leads into it: nothing is sent outside.
    private readonly Dictionary<string, DeliveryWorker> workers = settings.Receivers
        .Append(ReceiverSetting.Log(NotificationSettings.LogReceiver)).DistinctBy(receiver => receiver.Name)
        .Select(receiver => new DeliveryWorker(
            receiver.Name,
            receiver.Url is null || silo.IsReplay ? log : new WebhookAdapter(receiver, settings, rosters, time),
            texts, store, settings, meter, time, logger))
        .ToDictionary(worker => worker.Name, StringComparer.Ordinal);

    private long position;
    private long storedPosition;

    /// <summary>Lets a dead letter wait again, with all its attempts.</summary>
    /// <returns>It as it stands now, or null where it was not dead.</returns>
    public async Task<NotificationRow?> Retry(NotificationRow dead)
    {
        var revived = await store.Revive(dead.Id, ChannelOf(dead.Receiver, dead.Text is not null), time.GetUtcNow());
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
        await CatchUp(stoppingToken);
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

    /// <summary>Before anything is delivered after a stop, it must be known what nobody needs any more.</summary>
    private async Task CatchUp(CancellationToken stop)
    {
        for (var end = await Patiently(_ => facts.LastSequence(), stop); position < end;)
        {
            await Patiently(TakePage, stop);
        }
    }

    /// <summary>The way to somebody named in a notification; a name that is not configured takes the default's, or the log's, but what a case tells goes to nobody else.</summary>
    private string ChannelOf(string receiver, bool isOfCase) =>
        new[] { receiver.ToLowerInvariant(), isOfCase ? NotificationSettings.LogReceiver : NotificationSettings.DefaultReceiver, NotificationSettings.LogReceiver }.First(workers.ContainsKey);

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
        var page = await facts.Read(position, PageSize, onlyWhatMatters, stop);
        var wanted = ListProjector.Readable(page.Facts, logger, "the outbox").SelectMany(ItemsOf).ToList();
        if (wanted.Count > 0 || page.NextAfter - storedPosition >= PositionEvery)
        {
            var (added, withdrawn) = await store.Take(wanted, page.NextAfter, time.GetUtcNow());
            storedPosition = page.NextAfter;
            withdrawn.ForEach(meter.Withdrew);
            added.ForEach(meter.Took);
            added.Distinct().ToList().ForEach(channel => workers[channel].Wake());
        }

        return position = page.NextAfter;
    }

    private IEnumerable<OutboxItem> ItemsOf(CityFact fact) => fact switch
    {
        NotificationWanted { Notification: var wanted } => [new OutboxItem(wanted, fact.Area, ChannelOf(wanted.Receiver, isOfCase: false), "")],
        AlertChanged { Alert: { State: AlertState.Cleared } or { AcknowledgedAt: not null } } changed => [new OutboxItem(null, "", "", changed.Alert.Id)],
        CaseTold told => OutboxItem.Of(told, receiver => ChannelOf(receiver, isOfCase: true)),
        _ => [],
    };

    private Task<long> Patiently(Func<CancellationToken, Task<long>> action, CancellationToken stop) =>
        RetryUntilStored.Until(action, logger, "The outbox", stop);
}
