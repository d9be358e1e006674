using CityActors.Deadlines;

namespace CityActors.Tests.Cases;

/// <summary>A case's clocks run out at the very instants at which they do for somebody who counts every minute, or every second.</summary>
public sealed class ClockOracleTests
{
    [Fact]
    public void Clocks_TenThousandCalendarsByTheMinute_RunOutAsCounted() => Play(10_000, static seed => new Life(seed, ticksAMinute: 1, days: 20));

    [Fact]
    public void Clocks_TwoHundredCalendarsByTheSecond_RunOutAsCounted() => Play(200, static seed => new Life(-1 - seed, ticksAMinute: 60, days: 12));

    private static void Play(int lives, Func<int, Life> lifeOf)
    {
        var ranOut = 0;
        Parallel.For(0, lives, seed => Interlocked.Add(ref ranOut, lifeOf(seed).Play()));
        Assert.InRange(ranOut, 2 * lives, int.MaxValue);
    }

    /// <summary>One calendar, one case, and somebody who counts.</summary>
    private sealed class Life
    {
        private readonly Random draw;
        private readonly int seed;
        private readonly int ticksAMinute;
        private readonly int end;
        private readonly Dictionary<string, TimeLimit> limits;
        private readonly ClockedTask task;
        private readonly ClockOracle oracle;

        public Life(int seed, int ticksAMinute, int days)
        {
            (this.seed, this.ticksAMinute, draw) = (seed, ticksAMinute, new Random(seed));
            end = days * 1_440 * ticksAMinute;
            var calendar = new DrawnCalendar(draw);
            limits = ClockedTask.Limited.ToDictionary(static clock => clock.Name, clock => new TimeLimit(draw.Next(1, clock.Most + 1), clock.Unit));
            task = new ClockedTask(limits, calendar.Calendar);
            oracle = new ClockOracle(calendar, ticksAMinute) { Follow = Follow };
        }

        /// <returns>How many clocks ran out.</returns>
        public int Play()
        {
            var (commands, at) = (draw.Next(1, 60), draw.Next(end / 4));
            task.Begin(Instant(at));
            for (var command = 0; command < commands; command++)
            {
                at = draw.Next(4) == 0 ? at : Math.Min(end, at + draw.Next(1, 2 + (2 * end / commands)));
                oracle.CountTo(at);
                Hear(at);
                Act(at);
            }

            oracle.CountTo(end);
            task.PassTo(Instant(end));
            var (counted, told) = (Text(oracle.RanOut.Select(one => (one.Clock, Instant(one.At)))), Text(task.RanOut));
            Assert.True(counted == told, $"seed {seed}: counted\n{counted}\nbut the case says\n{told}");
            return oracle.RanOut.Count;
        }

        // The city was awake, or down and lost all but the history, or simply hears of everything with the next command.
        private void Hear(int at)
        {
            switch (draw.Next(3))
            {
                case 0:
                    task.PassTo(Instant(at));
                    break;
                case 1:
                    task.Crash();
                    break;
            }
        }

        private void Act(int at)
        {
            if (draw.Next(8) == 0)
            {
                var day = draw.Next(-1, 5) + (at / (1_440 * ticksAMinute));
                task.Do("start-visit", Instant(at), DateOnly.FromDateTime(DrawnCalendar.Midnight.DateTime).AddDays(day));
                oracle.Until(ClockedTask.Visit, (day + 1) * 1_440 * ticksAMinute);
                return;
            }

            var name = ClockedTask.Limited[draw.Next(ClockedTask.Limited.Count)].Name;
            var (verb, change) = draw.Next(8) switch
            {
                0 or 1 => ("start", () => oracle.Start(name, limits[name])),
                2 or 3 => ("pause", () => oracle.Pause(name)),
                4 => ("resume", () => oracle.Resume(name)),
                5 => ("again", () => oracle.Again(name, limits[name])),
                6 => ("extend", () => oracle.Extend(name)),
                _ => ("stop", (Action)(() => oracle.Stop(name))),
            };
            if (task.Do($"{verb}-{name}", Instant(at)))
            {
                change();
            }
        }

        // As the type has it.
        private void Follow(string name)
        {
            if (name == "hours")
            {
                oracle.Start("calls", limits["calls"]);
            }
            else if (name == "office")
            {
                oracle.Again("days", limits["days"]);
            }
        }

        private DateTimeOffset Instant(int tick) => DrawnCalendar.Midnight.AddTicks(tick * (TimeSpan.TicksPerMinute / ticksAMinute)).ToUniversalTime();

        private static string Text(IEnumerable<(string Clock, DateTimeOffset At)> all) => string.Join('\n', all.Select(static one => $"{one.Clock} {one.At:O}"));
    }
}
