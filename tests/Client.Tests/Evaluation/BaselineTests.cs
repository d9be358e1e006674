using CityActors.Client.Evaluation;
using CityActors.Client.Evaluation.Baselines;
using CityActors.Client.Evaluation.Data;

namespace CityActors.Client.Tests.Evaluation;

/// <summary>The detectors beside the city's own, against plain loops over the whole series.</summary>
public sealed class BaselineTests
{
    private static readonly DateTime start = new(2024, 1, 1); // A Monday.

    public static TheoryData<int, int> SeedsAndIntervals() => new(from seed in Enumerable.Range(1, 3) from minutes in (int[])[10, 15, 30, 60] select (seed, minutes));

    [Theory]
    [MemberData(nameof(SeedsAndIntervals))]
    public void Liu_AnyHome_IsAsAPlainLoopHasIt(int seed, int minutes)
    {
        var (interval, values) = (TimeSpan.FromMinutes(minutes), Life(45, minutes, seed));
        var points = 1440 / Math.Max(minutes, 30);
        var totals = values.Chunk(values.Length / (45 * points)).Select(static some => some.Average()).ToArray();
        var expected = LiuLoop(totals, points, 3);

        var open = Observe(new LiuJudge(interval, 3), interval, values);

        // In the first hours the detector makes do with a spread of less than a day.
        Assert.Equal(expected[(32 * points)..], Enumerable.Range(0, totals.Length).Select(point => open[((point + 1) * values.Length / totals.Length) - 1]).Skip(32 * points));
        Assert.Contains(true, expected[(32 * points)..]);
    }

    [Fact]
    public void Liu_Hole_EndsARun_AndTheDayAfterIsJudgedAgain()
    {
        var interval = TimeSpan.FromMinutes(30);
        var values = Life(45, 30, seed: 5);
        Array.Fill(values, 0, 40 * 48, 48);
        var whole = Observe(new LiuJudge(interval, 6), interval, values);
        Array.Fill(values, double.NaN, (40 * 48) + 30, 4);
        var withHole = Observe(new LiuJudge(interval, 6), interval, values);

        var opened = Array.IndexOf(whole, true, 40 * 48);
        Assert.InRange(opened, (40 * 48) + 5, (40 * 48) + 29);
        Assert.Equal(whole[..((40 * 48) + 30)], withHole[..((40 * 48) + 30)]);
        Assert.True(withHole[(40 * 48) + 33]);
        Assert.Equal(Enumerable.Repeat(false, 5), withHole[((40 * 48) + 34)..((40 * 48) + 39)]);
    }

    [Fact]
    public void Distance_IsMahalanobis()
    {
        // Of uncorrelated features it is the length in standard deviations.
        double[] others = [1, 0, 0, -1, 0, 0, 0, 2, 0, 0, -2, 0, 0, 0, 3, 0, 0, -3];

        Assert.Equal(Math.Sqrt((4 / 0.4) + (4 / 1.6) + (9 / 3.6)), LiuJudge.Distance([2, 2, 3], others), 6);
        Assert.Equal(0, LiuJudge.Distance([5, 5, 5], [.. Enumerable.Repeat(5.0, 30)]));
    }

    [Theory]
    [MemberData(nameof(SeedsAndIntervals))]
    public void InactivityScore_AnyHome_IsAsAPlainLoopHasIt(int seed, int minutes)
    {
        var (interval, values) = (TimeSpan.FromMinutes(minutes), Life(40, minutes, seed));
        Array.Fill(values, double.NaN, (20 * 1440 / minutes) + 7, 600 / minutes);

        var open = Observe(new InactivityScoreJudge(interval, Quantity.Power, 1.1), interval, values);

        Assert.Equal(ScoreLoop(values, interval, 1.1), open);
        Assert.Contains(true, open);
    }

    [Theory]
    [InlineData(new double[0], null)]
    [InlineData(new[] { 4.0 }, 4.4)]
    [InlineData(new[] { 1.0, 1, 1, 1, 9 }, 1.1)]
    [InlineData(new[] { 3.0, 1, 2, 5, 4 }, 5.5)]
    [InlineData(new[] { 3.0, 1, 2, 50, 4 }, 7.7)] // Quartiles 2 and 4: at most 4 + 1.5 × 2.
    public void InactivityScore_Limit_LeavesOutliersOut(double[] highest, double? limit)
    {
        var found = InactivityScoreJudge.Limit([.. highest], 1.1);

        Assert.Equal(limit is null, found is null);
        Assert.Equal(limit ?? 0, found ?? 0, 9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(60)]
    public void Floor_TwelveHoursAfterTheLastActivity_Opens_AndClosesWithTheNext(int minutes)
    {
        var (interval, perHour) = (TimeSpan.FromMinutes(minutes), 60 / minutes);
        var values = Enumerable.Range(0, 5 * 24 * perHour).Select(index => index / perHour % 24 is >= 8 and < 22 ? 300.0 : 60).ToArray();
        Array.Fill(values, 90, 3 * 24 * perHour, 24 * perHour); // No more than 30 W above the base load.

        var open = Observe(new FloorJudge(interval, Quantity.Power, TimeSpan.FromHours(12)), interval, values);

        var (from, to) = ((((3 * 24) + 10) * perHour) - 1, ((4 * 24) + 8) * perHour);
        Assert.Equal(Enumerable.Range(0, values.Length).Select(index => index >= from && index < to), open);
    }

    [Fact]
    public void Floor_Water_CountsMoreThanHalfALitre()
    {
        var interval = TimeSpan.FromHours(1);
        double[] values = [1, .. Enumerable.Repeat(0.5, 12), 0.6, .. Enumerable.Repeat(0.0, 11)];

        Assert.Equal(Enumerable.Range(0, values.Length).Select(static index => index == 12), Observe(new FloorJudge(interval, Quantity.Water, TimeSpan.FromHours(12)), interval, values));
    }

    [Theory]
    [InlineData("own")]
    [InlineData("floor")]
    [InlineData("liu")]
    [InlineData("inactivity-score")]
    public void Copy_GoesItsOwnWay_AndLeavesTheFirstAlone(string name)
    {
        var interval = TimeSpan.FromMinutes(15);
        var values = Life(50, 15, seed: 8);
        var (alone, copied) = (Judges.Usual(name).Make(interval, Quantity.Power), Judges.Usual(name).Make(interval, Quantity.Power));
        var (expected, found) = (new List<bool>(), new List<bool>());
        for (var index = 0; index < values.Length; index++)
        {
            if (index % 500 == 250)
            {
                var copy = copied.Copy();
                for (var ahead = 0; ahead < 200; ahead++)
                {
                    copy.Observe(At(interval, index + ahead), 0);
                }
            }

            alone.Observe(At(interval, index), values[index]);
            copied.Observe(At(interval, index), values[index]);
            expected.Add(alone.IsOpen);
            found.Add(copied.IsOpen);
        }

        Assert.Equal(expected, found);
        Assert.Contains(true, found);
    }

    private static bool[] Observe(IRhythmJudge judge, TimeSpan interval, double[] values)
    {
        var open = new bool[values.Length];
        for (var index = 0; index < values.Length; index++)
        {
            var wasOpen = judge.IsOpen;
            var turn = double.IsNaN(values[index]) ? RhythmTurn.None : judge.Observe(At(interval, index), values[index]);
            Assert.Equal(wasOpen == judge.IsOpen ? RhythmTurn.None : judge.IsOpen ? RhythmTurn.Opened : RhythmTurn.Closed, turn);
            open[index] = judge.IsOpen;
        }

        return open;
    }

    private static DateTimeOffset At(TimeSpan interval, int index) => new(start + ((index + 1) * interval), TimeSpan.FromHours(8));

    // Somebody who is up from 7 to 22, mostly; away for a day and a half now and then.
    private static double[] Life(int days, int minutes, int seed)
    {
        var random = new Random(seed);
        var values = new double[days * 1440 / minutes];
        var awayUntil = -1;
        for (var index = 0; index < values.Length; index++)
        {
            var hour = index * minutes / 60.0 % 24;
            awayUntil = random.NextDouble() < minutes / (9 * 1440.0) ? index + (36 * 60 / minutes) : awayUntil;
            var isUp = index > awayUntil && hour is >= 7 and < 22 && random.NextDouble() < 0.5;
            values[index] = Math.Round(60 + (10 * random.NextDouble()) + (isUp ? 100 + (800 * random.NextDouble()) : 0), 1);
        }

        return values;
    }

    private static bool[] LiuLoop(double[] totals, int perDay, int most)
    {
        double Sd(int to, int many)
        {
            var some = totals[(to - many + 1)..(to + 1)];
            return Math.Sqrt(some.Sum(value => (value - some.Average()) * (value - some.Average())) / (many - 1));
        }

        double[] Vector(int at) => [Sd(at, perDay), Sd(at, perDay / 4), totals[at]];

        var (run, open) = (0, new bool[totals.Length]);
        for (var at = 0; at < totals.Length; at++)
        {
            if (at - (30 * perDay) < perDay - 1)
            {
                continue;
            }

            var others = Enumerable.Range(1, 30).Select(day => Vector(at - (day * perDay))).ToList();
            run = Mahalanobis(Vector(at), others) > 2.1001 ? run + 1 : 0;
            open[at] = run >= most;
        }

        return open;
    }

    // By Gauss's elimination of the covariance.
    private static double Mahalanobis(double[] vector, List<double[]> others)
    {
        var mean = Enumerable.Range(0, 3).Select(feature => others.Average(other => other[feature])).ToArray();
        var off = vector.Select((value, feature) => value - mean[feature]).ToArray();
        var matrix = Enumerable.Range(0, 3).Select(static _ => new double[4]).ToArray();
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
            {
                matrix[row][column] = others.Sum(other => (other[row] - mean[row]) * (other[column] - mean[column])) / (others.Count - 1);
            }

            matrix[row][3] = off[row];
        }

        for (var pivot = 0; pivot < 3; pivot++)
        {
            for (var row = 0; row < 3; row++)
            {
                var factor = row == pivot ? 0 : matrix[row][pivot] / matrix[pivot][pivot];
                for (var column = 0; column < 4; column++)
                {
                    matrix[row][column] -= factor * matrix[pivot][column];
                }
            }
        }

        return Math.Sqrt(Enumerable.Range(0, 3).Sum(feature => off[feature] * matrix[feature][3] / matrix[feature][feature]));
    }

    private static bool[] ScoreLoop(double[] values, TimeSpan interval, double factor)
    {
        var gauge = new ActivityGauge(interval, Quantity.Power);
        var perDay = (int)(TimeSpan.FromDays(1) / interval);
        var hour = perDay / 24;
        var (score, isOpen) = (0.0, false);
        var (scores, open) = (new double?[values.Length], new bool[values.Length]);
        for (var at = 0; at < values.Length; at++)
        {
            if (!double.IsNaN(values[at]))
            {
                score = gauge.IsActive(At(interval, at), values[at]) || !gauge.IsKnown ? 0 : score + interval.TotalHours;
                var highest = Enumerable.Range(1, 29).Where(back => at - (back * perDay) >= -hour && IsRest(at - (back * perDay)) == IsRest(at))
                    .Select(back => Enumerable.Range(at - (back * perDay) - hour, (2 * hour) + 1).Where(other => other >= 0 && other < at).Max(other => scores[other]))
                    .OfType<double>().ToList();
                isOpen = score > 0 && (isOpen || (InactivityScoreJudge.Limit(highest, factor) is { } limit && (float)score > (float)limit));
                scores[at] = (float)score;
            }

            open[at] = isOpen;
        }

        return open;

        bool IsRest(int index) => (start + (index * interval)).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
    }
}
