namespace CityActors.Deadlines;

/// <summary>Time that stands until it is moved by hand; timers fire on the way.</summary>
internal sealed class HandClock(DateTimeOffset start) : TimeProvider
{
    private readonly List<HandTimer> timers = [];
    private readonly Lock gate = new();
    private DateTimeOffset now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void MoveTo(DateTimeOffset time)
    {
        while (Next(time) is { } timer)
        {
            timer.Fire();
        }
    }

    private HandTimer? Next(DateTimeOffset upTo)
    {
        lock (gate)
        {
            var next = timers.Where(timer => timer.Due <= upTo).MinBy(static timer => timer.Due);
            var at = next?.Due ?? upTo;
            now = at > now ? at : now;
            if (next is not null)
            {
                timers.Remove(next);
            }

            return next;
        }
    }

    private sealed class HandTimer(HandClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock.now + dueTime;
                    clock.timers.Add(this);
                }
            }

            return true;
        }

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
