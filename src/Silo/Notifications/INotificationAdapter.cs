namespace CityActors.Silo.Notifications;

/// <summary>A way to a receiver outside.</summary>
internal interface INotificationAdapter
{
    /// <summary>Tries once to deliver. May be called for several at a time, and again for one that was delivered.</summary>
    /// <exception cref="OperationCanceledException">The program ends; the attempt does not count.</exception>
    Task<DeliveryAnswer> Deliver(NotificationRow notification, CancellationToken cancellation);
}

/// <summary>What became of an attempt.</summary>
internal abstract record DeliveryAnswer
{
    private DeliveryAnswer()
    {
    }

    /// <summary>The receiver took it.</summary>
    public sealed record Taken : DeliveryAnswer;

    /// <summary>Not this time.</summary>
    /// <param name="Reason">What went wrong.</param>
    /// <param name="RetryAfter">How long the receiver asks not to be called at all, or null.</param>
    public sealed record Failed(string Reason, TimeSpan? RetryAfter = null) : DeliveryAnswer;

    /// <summary>It was not tried, because what it asks for must not be done any more.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record TooLate(string Reason) : DeliveryAnswer;

    /// <summary>The receiver will never take it.</summary>
    /// <param name="Reason">What it said.</param>
    public sealed record Refused(string Reason) : DeliveryAnswer;
}
