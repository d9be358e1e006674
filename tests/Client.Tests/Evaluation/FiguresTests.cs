using CityActors.Client.Evaluation;
using CityActors.Client.Evaluation.Data;
using CityActors.Client.Evaluation.Silences;

namespace CityActors.Client.Tests.Evaluation;

public sealed class FiguresTests
{
    private const double Never = double.PositiveInfinity;

    [Theory]
    [InlineData(new[] { 1.0, 2, Never }, 2.0, null)]
    [InlineData(new[] { Never, 2, Never, 1 }, 2.0, null)]
    [InlineData(new[] { Never, Never, 1 }, null, null)]
    [InlineData(new double[0], null, null)]
    [InlineData(new[] { 10.0, 9, 8, 7, 6, 5, 4, 3, 2, Never }, 6.0, 10.0)]
    public void Delays_NotFound_AreInfinite(double[] delays, double? median, double? ninetieth)
    {
        var figures = SilenceFigures.Of(delays);

        Assert.Equal((median, ninetieth), (figures.MedianHours, figures.NinetiethHours));
    }

    [Fact]
    public void Shares_AreOfAllSilences_AndIncludeTheFullHour()
    {
        var figures = SilenceFigures.Of([0.25, 3, 3.25, 24, Never]);

        Assert.Equal([0.2, 0.4, 0.6, 0.6, 0.8], new[] { 1, 3, 4, 23, 24 }.Select(figures.Share));
    }

    [Fact]
    public void Homes_AreAddedUp()
    {
        var one = new HomeResult(10, 3, 1, 1, 2, new Dictionary<QuietProtocol, List<double>> { [QuietProtocol.Flat] = [1, Never], [QuietProtocol.Loop] = [Never, Never] });
        var other = new HomeResult(30, 1, 0, 0, 0, new Dictionary<QuietProtocol, List<double>> { [QuietProtocol.Flat] = [2, 3], [QuietProtocol.Loop] = [5, Never] });

        var figures = HomesFigures.Of([one, other]);

        Assert.Equal((2, 40, 4, 0.1, 1, 0.075, 4, 1, 0.5), (figures.Homes, figures.HomeDays, figures.Alarms, figures.AlarmsPerHomeDay, figures.LongQuiet, figures.OthersPerHomeDay, figures.Silences, figures.OpenAlready, figures.ByChance));
        Assert.Equal((0.75, 0.25), (figures.Protocols[QuietProtocol.Flat].Share(24), figures.Protocols[QuietProtocol.Loop].Share(24)));
    }

    [Fact]
    public void Alarms_CountAfterTheDay_AndThoseBeforeLongQuietAreToldApart()
    {
        // Ten days of 50 W, half an hour of 500 W each hour, but for 16 hours from day 5 noon.
        var values = Busy(10);
        Array.Fill(values, 50, (5 * 96) + 48, 64);
        var alarms = new[] { 96, (3 * 96) + 5, (5 * 96) + 48 + 8, (5 * 96) + 48 + 20 };

        var result = Run(values, new Script(alarms, 2), onsets: 1);

        Assert.Equal((7, 3, 1), (result.Days, result.Alarms, result.LongQuiet));
    }

    [Fact]
    public void Chance_IsAnAlarmOnUntouchedReadingsAfterTheSameOnset()
    {
        // An alarm every day at noon that stays for two hours: it follows every onset at which it is not open.
        var alarms = Enumerable.Range(0, 10).Select(static day => (day * 96) + 48).ToArray();

        var result = Run(Busy(10), new Script(alarms, 8), onsets: 200);

        var (delays, open) = (result.Delays[QuietProtocol.Flat], result.OpenAlready);
        Assert.Equal(200, delays.Count);
        Assert.InRange(open, 5, 40); // 2 of 24 hours.
        Assert.Equal(200 - open, result.ByChance);
        Assert.Equal(open, delays.Count(double.IsPositiveInfinity)); // Into an open alarm nothing is found.
        Assert.All(delays.Where(double.IsFinite), static delay => Assert.InRange(delay, 0.25, 24));
    }

    [Fact]
    public void Delay_IsFromTheOnsetToTheEndOfTheReadingThatTells()
    {
        var result = Run(Busy(10), new AfterEqual(7), onsets: 20);

        Assert.Equal((0, 0), (result.Alarms, result.ByChance));
        Assert.All(result.Delays[QuietProtocol.Flat], static delay => Assert.InRange(delay, 1.25, 1.75)); // The last two readings before may be the value that is held.
    }

    [Fact]
    public void Missing_IsNoDayAndIsNotJudged()
    {
        var values = Busy(10);
        Array.Fill(values, double.NaN, 4 * 96, 96);

        Assert.Equal(6, Run(values, new Script([], 1), onsets: 1).Days);
    }

    [Fact]
    public void Detector_ThatNeedsMoreDays_IsJudgedFromThenOn() =>
        Assert.Equal(2, Run(Busy(10), new Script([], 1) { LeastDays = 8 }, onsets: 1).Days);

    private static double[] Busy(int days) => [.. Enumerable.Range(0, days * 96).Select(static quarter => quarter % 4 < 2 ? 500.0 + quarter : 50)];

    [Theory]
    [InlineData(0, 96)]
    [InlineData(60, 80)]
    [InlineData(20, 88)] // Of a reading that is partly in the hole, nothing is read.
    public void Hole_IsTheEndOfEverySixHours(int minutes, int readings)
    {
        var judge = new Seen();

        Run(Busy(10), judge, onsets: 1, TimeSpan.FromMinutes(minutes));

        Assert.Equal(readings, judge.InSilence.Count);
        var onset = judge.InSilence[0] - TimeSpan.FromMinutes(15);
        Assert.All(judge.InSilence, at => Assert.True((at - onset).TotalMinutes % 360 <= 360 - minutes && (minutes == 0 || (at - onset).TotalMinutes % 360 != 0)));
    }

    private static HomeResult Run(double[] values, IRhythmJudge judge, int onsets, TimeSpan hole = default)
    {
        var maker = new JudgeMaker("test", "", (_, _) => judge);
        var plan = new EvaluationPlan([maker], [QuietProtocol.Flat], [null], onsets, 3, 1, HomeFold.All, hole);
        return new HomeRun(new MeterHome("home", Quantity.Power, new DateTime(2020, 1, 6), TimeSpan.FromMinutes(15), values), plan).Judge(maker);
    }

    /// <summary>Opens at given readings for so many.</summary>
    private sealed class Script(int[] opens, int most) : IRhythmJudge
    {
        private int left;

        public int LeastDays { get; init; }

        public bool IsOpen => left > 0;

        public RhythmTurn Observe(DateTimeOffset at, double value)
        {
            var index = (int)((at.DateTime - new DateTime(2020, 1, 6)) / TimeSpan.FromMinutes(15)) - 1;
            var wasOpen = IsOpen;
            left = opens.Contains(index) ? most : Math.Max(0, left - 1);
            return IsOpen == wasOpen ? RhythmTurn.None : IsOpen ? RhythmTurn.Opened : RhythmTurn.Closed;
        }

        public IRhythmJudge Copy() => (Script)MemberwiseClone();
    }

    /// <summary>Notes what its copies of copies read: the silences.</summary>
    private sealed class Seen(int copies = 0) : IRhythmJudge
    {
        public List<DateTimeOffset> InSilence { get; private init; } = [];

        public int LeastDays => 0;

        public bool IsOpen => false;

        public RhythmTurn Observe(DateTimeOffset at, double value)
        {
            InSilence.AddRange(copies == 2 ? [at] : []);
            return RhythmTurn.None;
        }

        public IRhythmJudge Copy() => new Seen(copies + 1) { InSilence = InSilence };
    }

    /// <summary>Opens at so many equal readings in a row.</summary>
    private sealed class AfterEqual(int most) : IRhythmJudge
    {
        private (double Value, int Run) last;

        public int LeastDays => 0;

        public bool IsOpen => last.Run >= most;

        public RhythmTurn Observe(DateTimeOffset at, double value)
        {
            last = value == last.Value ? (value, last.Run + 1) : (value, 1);
            return last.Run == most ? RhythmTurn.Opened : RhythmTurn.None;
        }

        public IRhythmJudge Copy() => (AfterEqual)MemberwiseClone();
    }
}
