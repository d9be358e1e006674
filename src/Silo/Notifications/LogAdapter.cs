namespace CityActors.Silo.Notifications;

/// <summary>Delivers into the program's log: for receivers not configured, and for everything in a replay.</summary>
internal sealed class LogAdapter(ILogger<LogAdapter> logger) : INotificationAdapter
{
    /// <inheritdoc/>
    public Task<DeliveryAnswer> Deliver(NotificationRow notification, CancellationToken cancellation)
    {
        if (notification.Text is { } text)
        {
            // Words of a case are for those whom it tells them, and no log is.
            logger.LogInformation("Notification to {Receiver}, wanted at {WantedAt:O}: the text {Text} of {Subject}.", notification.Receiver, notification.WantedAt, text, notification.Subject);
            return Task.FromResult<DeliveryAnswer>(new DeliveryAnswer.Taken());
        }

        logger.LogInformation(
            "Notification {Id} to {Receiver}, wanted at {WantedAt:O}: {English} {Chinese}",
            notification.Id, notification.Receiver, notification.WantedAt, notification.English, notification.Chinese);
        return Task.FromResult<DeliveryAnswer>(new DeliveryAnswer.Taken());
    }
}
