using CityActors.Deadlines;

namespace CityActors.Tests.Cases;

/// <summary>Clocks counted down tick by tick. Knows nothing but whether a tick counts.</summary>
/// <param name="calendar">When there is work.</param>
/// <param name="ticksAMinute">How fine it counts: 1 by the minute, 60 by the second.</param>
internal sealed class ClockOracle(DrawnCalendar calendar, int ticksAMinute)
{
    private readonly Clock[] clocks = [.. ClockedTask.Limited.Select(static clock => clock.Name).Append(ClockedTask.Visit).Order(StringComparer.Ordinal).Select(static name => new Clock { Name = name })];
    private int now;

    /// <summary>Every clock that ran out, with the tick at which it did.</summary>
    public List<(string Clock, int At)> RanOut { get; } = [];

    /// <summary>What follows at once when a clock runs out.</summary>
    public Action<string> Follow { get; init; } = static _ => { };

    public void Start(string name, TimeLimit limit)
    {
        var length = (int)limit.Length.TotalMinutes * ticksAMinute;
        Start(Find(name), length, limit.IsWorkingTime);
        Find(name).Limit = length;
    }

    public void Until(string name, int tick) => Start(Find(name), tick - now, isOnlyWork: false);

    public void Stop(string name) => Find(name).IsThere = Find(name).Runs = false;

    public void Pause(string name) => Find(name).Runs = false;

    public void Resume(string name) => Find(name).Runs = Find(name).IsThere;

    /// <summary>It goes on where there is one, else it begins.</summary>
    public void Again(string name, TimeLimit limit)
    {
        if (Find(name).IsThere)
        {
            Resume(name);
        }
        else
        {
            Start(name, limit);
        }
    }

    public void Extend(string name) => Find(name).Left += Find(name).Limit;

    /// <summary>Counts tick by tick; whatever has nothing left runs out, in the order of names, each run once.</summary>
    public void CountTo(int tick)
    {
        RunOut();
        while (now < tick)
        {
            var isWork = calendar.IsWork(now / ticksAMinute);
            var isOut = false;
            foreach (var clock in clocks)
            {
                clock.Left -= clock.Runs && (isWork || !clock.IsOnlyWork) ? 1 : 0;
                isOut |= clock is { Runs: true, Left: <= 0, IsOut: false };
            }

            now++;
            if (isOut)
            {
                RunOut();
            }
        }
    }

    private static void Start(Clock clock, int left, bool isOnlyWork) =>
        (clock.Left, clock.IsOnlyWork, clock.IsThere, clock.Runs, clock.IsOut) = (left, isOnlyWork, true, true, false);

    private void RunOut()
    {
        while (Array.Find(clocks, static clock => clock is { Runs: true, Left: <= 0, IsOut: false }) is { } clock)
        {
            clock.IsOut = true;
            RanOut.Add((clock.Name, now));
            Follow(clock.Name);
        }
    }

    private Clock Find(string name) => Array.Find(clocks, clock => clock.Name == name)!;

    private sealed class Clock
    {
        public required string Name { get; init; }

        public bool IsThere { get; set; }

        public bool IsOnlyWork { get; set; }

        public int Limit { get; set; }

        public int Left { get; set; }

        public bool Runs { get; set; }

        public bool IsOut { get; set; }
    }
}
