namespace CityActors.Notifications.Tests;

/// <summary>A clock that stands until it is moved, and says who waits for it.</summary>
internal sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> waiting = [];
    private TaskCompletionSource changed = NewSignal();
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
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when somebody waits for the clock to stand at about this time.</summary>
    public async Task SomebodyWaitsFor(DateTimeOffset due, CancellationToken cancellation)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                // Timers count whole milliseconds.
                if (waiting.Any(timer => (timer.Due - due).Duration() <= TimeSpan.FromMilliseconds(1)))
                {
                    return;
                }

                next = changed.Task;
            }

            await next.WaitAsync(cancellation);
        }
    }

    /// <summary>Moves the clock on and fires what fell due, in order.</summary>
    public void MoveTo(DateTimeOffset time)
    {
        List<ManualTimer> due;
        lock (gate)
        {
            now = time;
            due = [.. waiting.Where(timer => timer.Due <= now).OrderBy(timer => timer.Due)];
            waiting.RemoveAll(due.Contains);
        }

        due.ForEach(timer => timer.Fire());
    }

    public void Advance(TimeSpan by) => MoveTo(GetUtcNow() + by);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Set(ManualTimer timer, TimeSpan wait)
    {
        lock (gate)
        {
            waiting.Remove(timer);
            if (wait >= TimeSpan.Zero)
            {
                timer.Due = now + wait;
                waiting.Add(timer);
            }

            changed.SetResult();
            changed = NewSignal();
        }
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Set(this, dueTime);
            return true;
        }

        public void Dispose() => clock.Set(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
