using CityActors.Engine.Scheduling;

namespace CityActors.Engine.Time;

/// <summary>Something that falls due on a loop.</summary>
internal abstract class TimerEntry
{
    internal long DueTicks;
    internal long Order;
    internal int Place = -1;

    /// <summary>Gets a value indicating whether the entry waits in a queue.</summary>
    public bool IsSet => Place >= 0;

    /// <summary>Called on the loop, outside any grain; must not throw.</summary>
    internal abstract void OnDue();
}

/// <summary>The due times of one loop: a heap by due time, then order of setting, driven by one timer of the silo's clock.</summary>
internal sealed class TimerQueue
{
    private readonly Loop _loop;
    private readonly EngineClock _clock;
    private readonly DueItem _item;
    private TimerEntry[] _heap = new TimerEntry[16];
    private ITimer? _timer;
    private int _count;
    private long _order;
    private long _armedTicks = long.MaxValue;
    private long _nextDueTicks = long.MaxValue;

    public TimerQueue(Loop loop, EngineClock clock)
    {
        _loop = loop;
        _clock = clock;
        _item = new DueItem(this);
    }

    /// <summary>Gets when the next entry is due; from any thread.</summary>
    public long NextDueTicks => Volatile.Read(ref _nextDueTicks);

    public void Set(TimerEntry entry, TimeSpan due)
    {
        Cancel(entry);
        if (due == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        entry.DueTicks = _clock.Ticks + Math.Max(due.Ticks, 0);
        entry.Order = ++_order;
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, _count * 2);
        }

        Up(_count++, entry);
        Arm();
    }

    public void Cancel(TimerEntry entry)
    {
        var place = entry.Place;
        if (place < 0)
        {
            return;
        }

        entry.Place = -1;
        var last = _heap[--_count];
        _heap[_count] = null!;
        if (last != entry)
        {
            Up(place, last);
            Down(last.Place, last);
        }

        Arm();
    }

    public void Stop()
    {
        _timer?.Dispose();
        _timer = null;
        _count = 0;
        Volatile.Write(ref _nextDueTicks, long.MaxValue);
    }

    private void RunDue()
    {
        _armedTicks = long.MaxValue;
        var now = _clock.Ticks;
        while (_count > 0 && _heap[0].DueTicks <= now)
        {
            var entry = _heap[0];
            Remove(entry);
            entry.OnDue();
        }

        Arm();
    }

    private void Remove(TimerEntry entry)
    {
        var armed = _armedTicks;
        _armedTicks = long.MinValue; // Nothing is armed while due entries are taken out.
        Cancel(entry);
        _armedTicks = armed;
    }

    private void Arm()
    {
        var next = _count == 0 ? long.MaxValue : _heap[0].DueTicks;
        if (_armedTicks == long.MinValue)
        {
            return;
        }

        Volatile.Write(ref _nextDueTicks, next);
        if (next >= _armedTicks)
        {
            return; // An earlier wake-up finds nothing due and arms again.
        }

        _armedTicks = next;
        var wait = TimeSpan.FromTicks(Math.Max(next - _clock.Ticks, 0));
        wait = wait > TimeSpan.FromDays(30) ? TimeSpan.FromDays(30) : _clock.IsSystem ? RoundUp(wait) : wait;
        _timer ??= _clock.Provider.CreateTimer(static item => ((DueItem)item!).Post(), _item, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _ = _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan RoundUp(TimeSpan wait) =>
        TimeSpan.FromTicks((wait.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);

    private static bool Before(TimerEntry left, TimerEntry right) =>
        left.DueTicks < right.DueTicks || (left.DueTicks == right.DueTicks && left.Order < right.Order);

    private void Up(int place, TimerEntry entry)
    {
        while (place > 0)
        {
            var parent = (place - 1) / 2;
            if (!Before(entry, _heap[parent]))
            {
                break;
            }

            Put(place, _heap[parent]);
            place = parent;
        }

        Put(place, entry);
    }

    private void Down(int place, TimerEntry entry)
    {
        while (true)
        {
            var child = (2 * place) + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && Before(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!Before(_heap[child], entry))
            {
                break;
            }

            Put(place, _heap[child]);
            place = child;
        }

        Put(place, entry);
    }

    private void Put(int place, TimerEntry entry)
    {
        _heap[place] = entry;
        entry.Place = place;
    }

    private sealed class DueItem(TimerQueue owner) : WorkItem
    {
        private int _posted;

        public void Post()
        {
            if (Interlocked.Exchange(ref _posted, 1) == 0)
            {
                owner._loop.Schedule(this);
            }
        }

        internal override void Run(Loop loop)
        {
            Volatile.Write(ref _posted, 0);
            loop.Outside.Enter();
            owner.RunDue();
        }
    }
}
