namespace CityActors.Silo.Notifications;

/// <summary>What follows from an attempt.</summary>
internal static class DeliveryRules
{
    /// <summary>A notification after an attempt.</summary>
    /// <param name="before">It as it was tried.</param>
    /// <param name="answer">What became of the attempt.</param>
    /// <param name="now">When the attempt ended.</param>
    /// <param name="mostAttempts">With this many it is given up.</param>
    public static NotificationRow After(NotificationRow before, DeliveryAnswer answer, DateTimeOffset now, int mostAttempts)
    {
        if (answer is DeliveryAnswer.TooLate late)
        {
            return before with { State = NotificationState.Dead, LastError = before.LastError is { } last ? $"{late.Reason} The last attempt: {last}" : late.Reason };
        }

        var tried = before with { Attempts = before.Attempts + 1 };
        return answer switch
        {
            DeliveryAnswer.Taken => tried with { State = NotificationState.Delivered, DeliveredAt = now },
            DeliveryAnswer.Refused refused => tried with { State = NotificationState.Dead, LastError = refused.Reason },
            DeliveryAnswer.Failed failed when tried.Attempts >= mostAttempts => tried with
            {
                State = NotificationState.Dead,
                LastError = $"Given up after {tried.Attempts} attempts; the last: {failed.Reason}",
            },
            DeliveryAnswer.Failed failed => tried with
            {
                NextAt = now + BackOff.Pause(tried.Attempts, tried.Id, failed.RetryAfter),
                LastError = failed.Reason,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "This answer is not known here."),
        };
    }
}
