using CityActors.Watch;
using static CityActors.Tests.Watch.WatchScript;

namespace CityActors.Tests.Watch;

/// <summary>Levels within a schedule, held against plain loops over random readings.</summary>
public sealed class ScheduledLevelsTests
{
    private static readonly WatchLevel[] Limits = [new(1, 10, 8), new(2, 14, 13), new(3, 17, 15)];
    private static readonly ISchedule?[] Schedules =
    [
        null, new DailyHours(new TimeOnly(7, 0), new TimeOnly(21, 0)), new DailyHours(new TimeOnly(22, 0), new TimeOnly(6, 0)), new Months(2, 5),
        new JoinedSchedule(false, [new DailyHours(new TimeOnly(7, 0), new TimeOnly(7, 40)), new DailyHours(new TimeOnly(8, 0), new TimeOnly(8, 20)), new DailyHours(new TimeOnly(12, 0), new TimeOnly(19, 0))]),
    ];

    [Fact]
    public void RandomReadings_AreJudgedAsByTheReference()
    {
        var (random, minute, total) = (new Random(12), Minutes(1), 0);
        for (var round = 0; round < 400; round++)
        {
            var during = Schedules[round % Schedules.Length];
            var (on, off) = (new[] { 0, 0, 5, 30 }[random.Next(4)], new[] { 0, 7, 30 }[random.Next(3)]);
            var levels = Limits[..random.Next(1, 4)];
            var samples = AnyReadings(random);

            var (rule, silence) = (new LevelsRule { Of = Kind, Levels = levels, OnDelay = Minutes(on), OffDelay = Minutes(off), During = during }, new SilenceRule { Of = Kind, After = Minutes(60) });
            var turns = WatchData.Follow(samples, rule, silence);
            var down = rule with { IsDown = true, Levels = [.. levels.Select(static level => new WatchLevel(level.Level, -level.From, -level.Until))] };
            var turned = WatchData.Follow([.. samples.Select(static sample => sample with { Value = -sample.Value })], down, silence);
            Assert.Equal(turns.Select(static turn => (turn.At, turn.Act, turn.Level, turn.Since)), turned.Select(static turn => (turn.At, turn.Act, turn.Level, turn.Since)));
            Assert.Equal(turns.Select(static turn => turn.Value), turned.Select(static turn => -turn.Value));

            Func<DateTimeOffset, bool>? isOpen = during is null ? null : during.IsOpen;
            var standing = WatchReference.Standing(samples, minute, Minutes(60));
            Assert.Equal(WatchReference.Levels(standing, samples[0].At, minute, on, off, levels, isOpen), WatchData.Told(turns, 0));
            total += turns.Count;
        }

        Assert.True(total > 5_000, $"{total}");
    }

    private static List<Sample> AnyReadings(Random random)
    {
        var (samples, at, value) = (new List<Sample>(), T0.AddDays(26).AddMinutes(random.Next(1_440)), 5.0);
        for (var i = 0; i < 200; i++)
        {
            at = at.AddMinutes(random.Next(20) == 0 ? random.Next(40, 200) : random.Next(1, 25));
            value = random.Next(4) == 0 ? Math.Round(20 * random.NextDouble()) : value;
            samples.Add(new Sample(at, value));
        }

        return samples;
    }
}
