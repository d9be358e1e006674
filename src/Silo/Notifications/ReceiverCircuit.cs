namespace CityActors.Silo.Notifications;

/// <summary>Spares a receiver that fails again and again: it is then probed by one notification at a time, ever more seldom, until it takes one.</summary>
/// <remarks>Kept in memory: after a restart a dead receiver is found out again within a few attempts.</remarks>
internal sealed class ReceiverCircuit(string channel, int opensAfter)
{
    private readonly Lock gate = new();
    private int failures;
    private DateTimeOffset notBefore;

    /// <summary>Whether the receiver is only probed.</summary>
    public bool IsOpen
    {
        get
        {
            lock (gate)
            {
                return failures >= opensAfter;
            }
        }
    }

    /// <summary>The receiver is not called before.</summary>
    public DateTimeOffset NotBefore
    {
        get
        {
            lock (gate)
            {
                return notBefore;
            }
        }
    }

    /// <summary>Notes what became of an attempt. A refusal is an answer too: the receiver is alive.</summary>
    public void Note(DeliveryAnswer answer, DateTimeOffset now)
    {
        lock (gate)
        {
            if (answer is not DeliveryAnswer.Failed failed)
            {
                (failures, notBefore) = (0, default);
                return;
            }

            failures++;
            var until = now + BackOff.Within(failed.RetryAfter ?? TimeSpan.Zero);
            if (failures >= opensAfter && now + BackOff.Pause(failures - opensAfter + 1, channel) is var probe && probe > until)
            {
                until = probe;
            }

            notBefore = until > notBefore ? until : notBefore;
        }
    }
}
