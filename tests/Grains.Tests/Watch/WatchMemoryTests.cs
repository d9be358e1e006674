using CityActors.Commits;
using CityActors.Observations;
using CityActors.Watch;
using static CityActors.Tests.Watch.WatchScript;

namespace CityActors.Tests.Watch;

/// <summary>What is remembered is small, the same however the readings are cut, and the same after it was stored.</summary>
public sealed class WatchMemoryTests
{
    private const int Other = 6;
    private const int MostBytes = 1_400;

    private static readonly ISchedule Days = new JoinedSchedule(true, [new DailyHours(new TimeOnly(6, 30), new TimeOnly(22, 0)), new Months(11, 2)]);
    private static readonly LevelsRule Levels = new()
    {
        Of = Kind,
        Levels = [new(1, 10, 8), new(2, 14, 12), new(3, 17, 15)],
        OnDelay = Minutes(4),
        OffDelay = Minutes(9),
        Cooldown = Minutes(5),
        MostAnHour = 6,
    };

    private static readonly WatchRule[] Rules =
    [
        Levels,
        Levels with { During = Days },
        new RateRule { Of = Kind, By = 8, Within = Minutes(20) },
        new RateRule { Of = Kind, By = 8, Within = Minutes(20), IsFall = true, During = Days },
        new SumRule { Of = Kind, As = SumAs.Sum, Over = Minutes(60), Levels = Levels with { Levels = [new(1, 100, 80), new(2, 160, 150)] } },
        new SumRule { Of = Kind, As = SumAs.Mean, Over = Minutes(60), LeastValues = 8, Levels = Levels },
        new PeriodSumRule { Of = Kind, As = SumAs.Mean, LeastValues = 20 },
        new StuckRule { Of = Kind, After = Minutes(25), Except = [0], During = Days },
        new SilenceRule { Of = Kind, After = Minutes(60), During = Days },
        new CountRule { Of = Other, Least = 5, Within = Minutes(30), IsDistinct = true },
        Levels with { Of = Other },
    ];

    [Fact]
    public void Readings_HoweverCut_GiveTheSame()
    {
        var (random, serializer, total) = (new Random(5), new StateSerializer(), 0);
        for (var round = 0; round < 300; round++)
        {
            var readings = AnyReadings(random);
            var watcher = new Watcher(Rules, static kind => kind == Kind ? new PlausibleStep(12, 1) : null);
            var (whole, cut) = (WatchMemory.Unknown, WatchMemory.Unknown);
            var (turns, cutTurns) = (new List<Turn>(), new List<Turn>());
            foreach (var (kind, at, value, key) in readings)
            {
                whole = watcher.Observe(whole, kind, at, value, turns, key);
                for (var ticks = random.Next(3); ticks > 0; ticks--)
                {
                    cut = watcher.Tick(cut, at.AddSeconds(-60 * random.NextDouble()), cutTurns);
                }

                cut = serializer.Deserialize<WatchMemory>(serializer.Serialize(watcher.Observe(cut, kind, at, value, cutTurns, key)))!;
                cut = key is null ? watcher.Observe(cut, kind, at, value + 1, cutTurns) : cut;
            }

            Assert.Equal(turns.Select(static turn => Tell(turn, true)), cutTurns.Select(static turn => Tell(turn, true)));
            Assert.Equal(serializer.Serialize(whole), serializer.Serialize(cut));
            total += turns.Count;
        }

        Assert.True(total > 3_000, $"{total}");
    }

    [Fact]
    public void Slots_AreSmall()
    {
        var (random, serializer) = (new Random(8), new StateSerializer());
        var watcher = new Watcher(Rules);
        var most = new int[watcher.Rules.Count];
        for (var round = 0; round < 60; round++)
        {
            var memory = WatchMemory.Unknown;
            foreach (var (kind, at, value, key) in AnyReadings(random))
            {
                memory = watcher.Observe(memory, kind, at, value, [], key);
                for (var rule = 0; rule < most.Length; rule++)
                {
                    most[rule] = Math.Max(most[rule], serializer.Serialize(memory.Slots[rule]).Length);
                }
            }
        }

        foreach (var (rule, bytes) in watcher.Rules.Zip(most))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{rule.GetType().Name}: at most {bytes} bytes");
        }

        Assert.All(most, static bytes => Assert.InRange(bytes, 1, MostBytes));
    }

    /// <summary>The fullest there can be: 96 quarters of an hour of rain, 32 values that rise.</summary>
    [Fact]
    public void Windows_Full_AreSmall()
    {
        var serializer = new StateSerializer();
        var rain = new SumRule { Of = Kind, As = SumAs.Sum, Over = TimeSpan.FromHours(24), Levels = Levels };
        var rise = new RateRule { Of = Kind, By = 1_000, Within = TimeSpan.FromHours(6) };
        var (sum, rate) = (rain.Begin, rise.Begin);
        for (var i = 0; i < 400; i++)
        {
            sum = rain.Observe(sum, new Reading(T0.AddMinutes(15 * i), 0.2 + (i % 3), T0), []);
            rate = rise.Observe(rate, new Reading(T0.AddMinutes(5 * i), 0.7 * i, T0), []);
        }

        var (ofSum, ofRate) = (serializer.Serialize(sum).Length, serializer.Serialize(rate).Length);
        TestContext.Current.TestOutputHelper?.WriteLine($"24 hours of rain: {ofSum} bytes; 32 values that rise: {ofRate} bytes");
        Assert.Equal((96, 32), (((SumMemory)sum).Trail!.Marks.Count, ((RateMemory)rate).Trail!.Marks.Count));
        Assert.InRange(ofSum, 1, MostBytes);
        Assert.InRange(ofRate, 1, 1_024);
    }

    [Fact]
    public void Reading_ThatChangesNothing_CostsLittle()
    {
        Measure("levels and silence", 200, [Levels, new SilenceRule { Of = Kind, After = Minutes(60) }]);
        Measure("levels, silence and stuck", 200, [Levels, new SilenceRule { Of = Kind, After = Minutes(60) }, new StuckRule { Of = Kind, After = Minutes(60) }]);
        Measure("dry rain over a day", 200, [new SumRule { Of = Kind, As = SumAs.Sum, Over = TimeSpan.FromHours(24), Levels = Levels }]);
        Measure("all of the air", 1_000, [.. Rules[..1], .. Rules[2..3], .. Rules[6..9]]);
    }

    private static void Measure(string name, long most, WatchRule[] rules)
    {
        const int readings = 10_000;
        var (watcher, memory, turns) = (new Watcher(rules), WatchMemory.Unknown, new List<Turn>());
        var isDry = rules is [SumRule];
        for (var i = 0; i < 100; i++)
        {
            memory = watcher.Observe(memory, Kind, T0.AddSeconds(i), isDry ? 0 : 3 + (i % 2), turns);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 100; i < 100 + readings; i++)
        {
            memory = watcher.Observe(memory, Kind, T0.AddSeconds(i), isDry ? 0 : 3 + (i % 2), turns);
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / readings;
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {bytes} bytes a reading");
        Assert.Empty(turns);
        Assert.InRange(bytes, 0, most);
    }

    private static List<(int Kind, DateTimeOffset At, double Value, string? Key)> AnyReadings(Random random)
    {
        var readings = new List<(int, DateTimeOffset, double, string?)>();
        var (at, value) = (T0.AddHours(random.Next(24)), 5.0);
        for (var i = 0; i < 200; i++)
        {
            at = at.AddSeconds(random.Next(30) == 0 ? random.Next(3_000, 40_000) : 60 * random.Next(1, 7));
            value = random.Next(3) == 0 ? Math.Round(20 * random.NextDouble(), 1) : random.Next(20) == 0 ? 99 : value;
            readings.Add((Kind, at, value, null));
            if (random.Next(3) == 0)
            {
                readings.Add((Other, random.Next(2) == 0 ? at : at.AddSeconds(30), value, random.Next(3) == 0 ? null : $"plate-{random.Next(9)}"));
            }
        }

        return readings;
    }
}
