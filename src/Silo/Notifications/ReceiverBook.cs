namespace CityActors.Silo.Notifications;

/// <summary>Which way leads to whom. The ways are fixed at the start; a name that is not configured takes the default's, or the log's.</summary>
internal sealed class ReceiverBook : IDisposable
{
    private readonly SortedDictionary<string, INotificationAdapter> adapters = new(StringComparer.Ordinal);

    /// <param name="notifications">The receivers configured.</param>
    /// <param name="silo">In a replay every way leads into the log: nothing leaves the house.</param>
    /// <param name="log">The log's adapter.</param>
    /// <param name="time">For the webhooks.</param>
    /// <param name="logger">Where a replay says so.</param>
    public ReceiverBook(NotificationSettings notifications, SiloSettings silo, LogAdapter log, TimeProvider time, ILogger<ReceiverBook> logger)
    {
        adapters[NotificationSettings.LogReceiver] = log;
        foreach (var receiver in notifications.Receivers)
        {
            adapters[receiver.Name] = receiver.Url is null || silo.IsReplay ? log : new WebhookAdapter(receiver, notifications, time);
        }

        if (silo.IsReplay && notifications.Receivers.Any(receiver => receiver.Url is not null))
        {
            logger.LogInformation("This is a replay: notifications go into the log, no webhook is called.");
        }
    }

    /// <summary>The ways, by the name of their receiver.</summary>
    public IReadOnlyDictionary<string, INotificationAdapter> Channels => adapters;

    /// <summary>The way to somebody named in a notification.</summary>
    public string ChannelOf(string receiver) =>
        new[] { receiver.ToLowerInvariant(), NotificationSettings.DefaultReceiver, NotificationSettings.LogReceiver }.First(adapters.ContainsKey);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var webhook in adapters.Values.OfType<IDisposable>())
        {
            webhook.Dispose();
        }
    }
}
