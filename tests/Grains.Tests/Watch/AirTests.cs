using System.Globalization;
using CityActors.Watch;
using static CityActors.Tests.Watch.WatchData;

namespace CityActors.Tests.Watch;

/// <summary>PM2.5 in Beijing, hour by hour for three years, by the rules for a station.</summary>
public sealed class AirTests
{
    private const int Pm25 = 9;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan SilentAfter = 3 * Hour;
    internal static readonly WatchLevel[] Limits = [new(1, 115, 100), new(2, 150, 135), new(3, 250, 230)];

    // Six hours of one value are not in the data; two are, so that it is seen what they do to the other rules.
    private static WatchRule[] Rules(int stuckHours = 6) =>
    [
        new LevelsRule { Of = Pm25, Levels = Limits, OnDelay = Hour, OffDelay = 2 * Hour },
        new RateRule { Of = Pm25, By = 80, Within = 2 * Hour },
        new PeriodSumRule { Of = Pm25, As = SumAs.Mean, LeastValues = 20 },
        new SilenceRule { Of = Pm25, After = SilentAfter },
        new StuckRule { Of = Pm25, After = stuckHours * Hour },
    ];

    [Theory]
    [InlineData(6, 0)]
    [InlineData(2, 100)]
    public void Pm25_ThreeYears_EveryTurnIsThatOfTheReference(int stuckHours, int leastStuck)
    {
        var samples = Read();
        Check(samples, stuckHours, leastStuck);
    }

    /// <summary>Single hours are taken away, one in ten: no silence more, and what begins stands on values that were measured.</summary>
    [Fact]
    public void Pm25_MissingHours_NeverAlarm()
    {
        var (samples, random, gappy) = (Read(), new Random(4), new List<Sample>());
        for (var i = 0; i < samples.Count; i++)
        {
            var isMissing = i > 0 && i + 1 < samples.Count && samples[i + 1].At - gappy[^1].At == 2 * Hour && random.Next(10) == 0;
            gappy.AddRange(isMissing ? [] : [samples[i]]);
        }

        Assert.InRange(samples.Count - gappy.Count, 2_000, 3_000);
        Assert.Equal(Told(Follow(samples, Rules()), 3), Told(Follow(gappy, Rules()), 3));
        Check(gappy, 6, 0);
    }

    private static void Check(List<Sample> samples, int stuckHours, int leastStuck)
    {
        var (step, turns) = (TimeSpan.FromMinutes(20), Follow(samples, Rules(stuckHours)));
        var (runs, stuck) = WindowReference.Runs(samples, stuckHours * Hour, SilentAfter);
        AreEqual("levels", WatchReference.Levels(WatchReference.Standing(samples, step, SilentAfter, stuck), samples[0].At, step, 3, 6, Limits), Told(turns, 0), 800);
        AreEqual("jumps", WindowReference.Rises(samples, 80, 2 * Hour, SilentAfter, stuck), Told(turns, 1), 80);
        AreEqual("silences", WindowReference.Silences(samples, SilentAfter), Told(turns, 3), 40);
        AreEqual("stuck", runs, Told(turns, 4), leastStuck);
        var days = turns.Where(static turn => turn.Rule == 2).Select(static turn => $"{turn.At.UtcDateTime:yyyy-MM-dd HH:mm} {turn.Value:0.000}");
        AreEqual("days", [.. MeansOfDays([.. samples.Where((_, i) => !stuck[i])])], [.. days], 500);
    }

    private static IEnumerable<string> MeansOfDays(List<Sample> samples) => samples
        .GroupBy(static sample => DateOnly.FromDateTime(sample.At.UtcDateTime.AddHours(8)))
        .Where(day => day.Count() >= 20 && samples[^1].At.UtcDateTime.AddHours(8) >= day.Key.ToDateTime(default).AddDays(1))
        .Select(static day => $"{day.Key.ToDateTime(default).AddHours(16):yyyy-MM-dd HH:mm} {day.Average(static sample => sample.Value):0.000}");

    internal static List<Sample> Read() => [.. Rows("beijing_air", "prsa.csv.gz").Where(static row => row[5] != "NA").Select(static row => new Sample(
        new DateTimeOffset(Whole(row[1]), Whole(row[2]), Whole(row[3]), Whole(row[4]), 0, 0, TimeSpan.FromHours(8)).ToUniversalTime(), Number(row[5])))];

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
