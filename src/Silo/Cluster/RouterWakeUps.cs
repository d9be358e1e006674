using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Observations;
using CityActors.Reactions;

namespace CityActors.Silo.Cluster;

/// <summary>Wakes the routers concerned, with at most one call to each at a time; whatever comes during a call leads to one more.</summary>
public sealed class RouterWakeUps(IGrainFactory grains, ILogger<RouterWakeUps> logger) : IWakeUps
{
    private static readonly long Never = DateTimeOffset.MaxValue.UtcTicks;
    private readonly Bell[] observations = Bells();
    private readonly Bell[] reactions = Bells();
    private readonly long[] due = [.. Enumerable.Repeat(Never, Partitions.Count)];
    private readonly Bell[] deadlines = Bells();

    /// <inheritdoc/>
    public void Observed(IEnumerable<int> partitions)
    {
        foreach (var partition in partitions)
        {
            Ring(observations[partition], () => grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(partition)).Wake());
        }
    }

    /// <inheritdoc/>
    public void Committed(CommitNews news)
    {
        var partition = news.Partition;
        if (news.Facts.Count > 0)
        {
            Ring(reactions[partition], () => grains.GetGrain<IReactionRouterGrain>(Partitions.ReactionsKey(partition)).Wake());
        }

        var soonest = news.Deadlines.Min(static deadline => deadline.Due);
        if (soonest is { } at)
        {
            Lower(ref due[partition], at.UtcTicks);
            Ring(deadlines[partition], () => grains.GetGrain<IDeadlineGrain>(Partitions.DeadlinesKey(partition))
                .WakeBy(new DateTimeOffset(Interlocked.Exchange(ref due[partition], Never), TimeSpan.Zero)));
        }
    }

    private static Bell[] Bells() => [.. Enumerable.Range(0, Partitions.Count).Select(static _ => new Bell())];

    private static void Lower(ref long value, long to)
    {
        for (var known = Volatile.Read(ref value); to < known;)
        {
            var seen = Interlocked.CompareExchange(ref value, to, known);
            known = seen == known ? to : seen;
        }
    }

    private void Ring(Bell bell, Func<Task> call)
    {
        if (bell.Ring())
        {
            _ = Task.Run(() => Call(bell, call)); // Not on the thread that callers wait for.
        }
    }

    private async Task Call(Bell bell, Func<Task> call)
    {
        do
        {
            bell.Begin();
            try
            {
                await call();
            }
#pragma warning disable CA1031 // Whatever a wake-up failed on, each of them looks by itself every second.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                logger.LogDebug(fault, "A partition was not woken; it checks by itself every second.");
            }
        }
        while (bell.RangAgain());
    }

    /// <summary>Whether somebody is being called, and whether to call once more.</summary>
    private sealed class Bell
    {
        private const int Idle = 0;
        private const int Called = 1;
        private const int Rung = 2; // Since the call began.
        private int state;

        public bool Ring() => Interlocked.Exchange(ref state, Rung) == Idle;

        public void Begin() => Volatile.Write(ref state, Called);

        public bool RangAgain() => Interlocked.CompareExchange(ref state, Idle, Called) == Rung;
    }
}
