namespace CityActors.Silo.Clock;

/// <summary>Time that stands still until it is moved: the declared clock of a replay.</summary>
/// <remarks>
/// Timers fire one at a time, in the order of their times, then of the grains that set them, then of each grain's own count: which thread
/// answered first decides nothing.
/// </remarks>
public sealed class ReplayClock : TimeProvider
{
    private static readonly IComparer<(DateTimeOffset Due, string Owner, long Number)> Order = Comparer<(DateTimeOffset Due, string Owner, long Number)>.Create(
        static (one, other) => (one.Due.CompareTo(other.Due), string.CompareOrdinal(one.Owner, other.Owner)) switch
        {
            (0, 0) => one.Number.CompareTo(other.Number),
            (0, var byOwner) => byOwner,
            (var byDue, _) => byDue,
        });

    private readonly Lock gate = new();
    private readonly PriorityQueue<ReplayTimer, (DateTimeOffset Due, string Owner, long Number)> timers = new(Order);
    private readonly Dictionary<string, long> numbers = new(StringComparer.Ordinal);
    private DateTimeOffset now;

    /// <summary>Creates a clock.</summary>
    /// <param name="start">Where it stands.</param>
    public ReplayClock(DateTimeOffset start) => now = start;

    /// <summary>Called when a timer is due at once; quick, must not throw.</summary>
    public Action? DueNow { get; set; }

    /// <summary>Names the grain that runs now; empty for none.</summary>
    public Func<string> OwnerNow { get; set; } = static () => "";

    /// <summary>When the next timer is due, or null.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (gate)
            {
                while (timers.TryPeek(out var timer, out var place))
                {
                    if (timer.Due == place.Due)
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
        var owner = OwnerNow();
        ReplayTimer timer;
        lock (gate)
        {
            var number = numbers[owner] = numbers.GetValueOrDefault(owner) + 1;
            timer = new ReplayTimer(this, callback, state, owner, number);
        }

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

    /// <summary>Fires the first timer that is due now; what it sets off must end before the next is fired.</summary>
    /// <returns>False where none was due.</returns>
    public bool FireNext()
    {
        ReplayTimer timer;
        lock (gate)
        {
            if (!(NextDue <= now))
            {
                return false;
            }

            timer = timers.Dequeue();
        }

        timer.Fire();
        return true;
    }

    private void Schedule(ReplayTimer timer, TimeSpan wait)
    {
        lock (gate)
        {
            timer.Due = now + wait;
            timers.Enqueue(timer, (timer.Due.Value, timer.Owner, timer.Number));
        }

        if (wait <= TimeSpan.Zero)
        {
            DueNow?.Invoke();
        }
    }

    private sealed class ReplayTimer(ReplayClock clock, TimerCallback callback, object? state, string owner, long number) : ITimer
    {
        private TimeSpan period;

        public string Owner => owner;

        public long Number => number;

        public DateTimeOffset? Due { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            this.period = period;
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                Due = null;
            }
            else
            {
                clock.Schedule(this, dueTime);
            }

            return true;
        }

        public void Fire()
        {
            Due = null;
            if (period > TimeSpan.Zero)
            {
                clock.Schedule(this, period);
            }

            callback(state);
        }

        public void Dispose() => Due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
