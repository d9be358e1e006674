namespace CityActors.Silo.Clock;

/// <summary>Time that stands still until it is moved: the declared clock of a replay.</summary>
/// <remarks>Timers fire in the order of their times, ties in the order in which they were set, and only from <see cref="FireDue"/>.</remarks>
public sealed class ReplayClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<ReplayTimer, (DateTimeOffset Due, long Order)> timers = new();
    private DateTimeOffset now;
    private long order;

    /// <summary>Creates a clock.</summary>
    /// <param name="start">Where it stands.</param>
    public ReplayClock(DateTimeOffset start) => now = start;

    /// <summary>Called when a timer is due at once; quick, must not throw.</summary>
    public Action? DueNow { get; set; }

    /// <summary>When the next timer is due, or null.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (gate)
            {
                while (timers.TryPeek(out var timer, out var place))
                {
                    if (timer.Stamp == place.Order)
                    {
                        return place.Due;
                    }

                    timers.Dequeue(); // Changed or ended since.
                }

                return null;
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ReplayTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock; it never goes back. Fires nothing.</summary>
    public void MoveTo(DateTimeOffset time)
    {
        lock (gate)
        {
            now = time > now ? time : now;
        }
    }

    /// <summary>Fires the timers that are due now, one time at a time.</summary>
    /// <returns>False where none was due.</returns>
    public bool FireDue()
    {
        var fired = false;
        while (NextDue is { } due && due <= GetUtcNow())
        {
            ReplayTimer timer;
            lock (gate)
            {
                timer = timers.Dequeue();
            }

            timer.Fire();
            fired = true;
        }

        return fired;
    }

    private long Schedule(ReplayTimer timer, TimeSpan wait)
    {
        long stamp;
        lock (gate)
        {
            stamp = ++order;
            timer.Stamp = stamp;
            timers.Enqueue(timer, (now + wait, stamp));
        }

        if (wait <= TimeSpan.Zero)
        {
            DueNow?.Invoke();
        }

        return stamp;
    }

    private sealed class ReplayTimer(ReplayClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public long Stamp { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            this.period = period;
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                Stamp = -1;
            }
            else
            {
                clock.Schedule(this, dueTime);
            }

            return true;
        }

        public void Fire()
        {
            Stamp = -1;
            if (period > TimeSpan.Zero)
            {
                clock.Schedule(this, period);
            }

            callback(state);
        }

        public void Dispose() => Stamp = -1;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
