namespace CityActors.Silo.Notifications;

/// <summary>
/// Spares a receiver that fails again and again: it is probed with one notification at a time, less and less often, until it takes one.
/// </summary>
/// <remarks>Kept in memory: after a restart a dead receiver is recognised again within a few attempts.</remarks>
internal sealed class ReceiverCircuit(string channel, int opensAfter)
{
    private readonly Lock gate = new();
    private volatile Standing standing = new(0, default);

    /// <summary>Whether the receiver is only probed.</summary>
    public bool IsOpen => standing.Failures >= opensAfter;

    /// <summary>The receiver is not called before.</summary>
    public DateTimeOffset NotBefore => standing.NotBefore;

    /// <summary>Notes what became of an attempt. A refusal is an answer too: the receiver is alive.</summary>
    public void Note(DeliveryAnswer answer, DateTimeOffset now)
    {
        if (answer is DeliveryAnswer.TooLate)
        {
            return; // Nobody was asked.
        }

        lock (gate)
        {
            standing = answer is DeliveryAnswer.Failed failed ? After(failed, now) : new Standing(0, default);
        }
    }

    private Standing After(DeliveryAnswer.Failed failed, DateTimeOffset now)
    {
        var failures = standing.Failures + 1;
        var pause = failures < opensAfter ? BackOff.Within(failed.RetryAfter) : BackOff.Pause(failures - opensAfter + 1, channel, failed.RetryAfter);
        var until = now + pause;
        return new Standing(failures, until > standing.NotBefore ? until : standing.NotBefore);
    }

    private sealed record Standing(int Failures, DateTimeOffset NotBefore);
}
