namespace CityActors.Engine.Scheduling;

/// <summary>What a loop has done. Written by the loop's thread, except <see cref="SentFromOutside"/>.</summary>
/// <remarks>
/// The engine is idle when as much is done as was sent: items in queues, requests accepted and activations under way
/// count as sent until they are done. Reading all "done" before all "sent" makes the comparison exact.
/// </remarks>
internal sealed class LoopCounters
{
    public long Sent;
    public long Done;
    public long Turns;
    public long LongTurns;
    public long InlineCalls;
    public long QueuedCalls;
    public long Timeouts;
    public long Activated;
    public long ActivationFailures;
    public long Deactivated;
    public long Discarded;
    public int Waiting;
    private long _sentFromOutside;

    public long SentFromOutside => Volatile.Read(ref _sentFromOutside);

    public void SendFromOutside() => Interlocked.Increment(ref _sentFromOutside);
}
