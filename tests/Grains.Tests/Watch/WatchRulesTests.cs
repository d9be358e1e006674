using CityActors.Observations;
using CityActors.Watch;
using static CityActors.Tests.Watch.WatchScript;

namespace CityActors.Tests.Watch;

/// <summary>The detectors besides levels, alone and side by side.</summary>
public sealed class WatchRulesTests
{
    private static readonly ISchedule Morning = new DailyHours(new TimeOnly(7, 0), new TimeOnly(9, 0)); // Minutes 60 to 180.
    private static readonly SilenceRule Silence = new() { Of = Kind, After = Minutes(60) };
    private static readonly StuckRule Stuck = new() { Of = Kind, After = Minutes(30), Except = [0] };
    private static readonly RateRule Rise = new() { Of = Kind, By = 10, Within = Minutes(20) };
    private static readonly LevelsRule Levels = new() { Of = Kind, Levels = [new(1, 10, 8)], OnDelay = Minutes(2), OffDelay = Minutes(5) };

    [Theory]
    [InlineData("a gap and its end", "0=3 59 60 70=3", "60 begin; 70 end")]
    [InlineData("a reading just in time", "0=3 60=3 119", "")]
    [InlineData("nothing ever came", "500", "")]
    [InlineData("late and repeated readings", "0=3 30=3 20=4 30=5 90", "90 begin")]
    public void Silence_Script(string name, string script, string expected) => Check(name, expected, Play(script, Silence));

    [Theory]
    [InlineData("silent before it opens: counts from then", "0=3 119 120", "120 begin")]
    [InlineData("silent within, until it closes", "90=3 200", "150 begin; 180 end")]
    [InlineData("back while closed", "90=3 200=3", "150 begin; 180 end")]
    public void Silence_During_IsToldInTheWindow(string name, string script, string expected) => Check(name, expected, Play(script, Silence with { During = Morning }));

    [Theory]
    [InlineData("readings show it", "0=3 10=3 20=3 30=3 40=3 50=4", "30 begin; 50 end")]
    [InlineData("time alone does not", "0=3 29=3 40", "")]
    [InlineData("what may repeat", "0=0 10=0 20=0 30=0 40=0", "")]
    [InlineData("the last digit", "0=3 10=3 20=3 29=3.0001 40=3", "")]
    public void Stuck_Script(string name, string script, string expected) => Check(name, expected, Play(script, Stuck));

    [Fact]
    public void Stuck_During_IsToldAsTheWindowOpens() => Assert.Equal("60 begin; 70 end", Play("0=3 31=3 59=3 61=3 70=4", Stuck with { During = Morning }));

    [Theory]
    [InlineData("within the window", "0=1 10=5 20=11", "20 signal")]
    [InlineData("too slow", "0=1 10=5 21=11", "")]
    [InlineData("over when it no longer shows", "0=1 20=11 25=12 41=12", "20 signal; 25 end")]
    [InlineData("over for want of readings", "0=1 20=11 39 40", "20 signal; 40 end")]
    [InlineData("from the lowest", "0=5 5=1 10=3 15=2 24=11.5 26=11.5", "24 signal; 26 end")]
    [InlineData("a fall is no rise", "0=30 10=1", "")]
    public void Rate_Script(string name, string script, string expected) => Check(name, expected, Play(script, Rise));

    [Fact]
    public void Rate_Options_AreHeeded()
    {
        Assert.Equal("10 signal", Play("0=30 10=15", Rise with { IsFall = true }));
        Assert.Equal("15 signal", Play("0=1 10=12 15=20 20=20", Rise with { AtLeast = 20 }));
        Assert.Equal("60 signal; 62 end", Play("50=1 55=12 61=12 62=5", Rise with { During = Morning }));
    }

    [Fact]
    public void Rate_OfMoreValuesThanAreKept_IsFoundAllTheSame()
    {
        var steps = string.Join(' ', Enumerable.Range(0, 200).Select(static i => $"{i * 0.1:0.0}={i * 0.049:0.000}"));
        Assert.Equal("", Play(steps, Rise));
        Assert.Equal("20 signal", Play(steps + " 20=10.0", Rise));
    }

    [Theory]
    [InlineData(SumAs.Sum, 1, "0=4 10=4 20=4 40=4 70=0", "20 begin 1")]
    [InlineData(SumAs.Sum, 1, "0=4 10=4 20=4 60=0 70=0 75=0", "20 begin 1; 75 end")]
    [InlineData(SumAs.Mean, 3, "0=40 10=1 20=1 30=1", "20 begin 1")]
    [InlineData(SumAs.Max, 1, "0=11 30=1 59=1 60=1 70", "0 begin 1; 65 end")]
    public void Sum_OverASpan_IsJudgedByLevels(SumAs how, int least, string script, string expected) => Assert.Equal(
        expected, Play(script, new SumRule { Of = Kind, As = how, Over = Minutes(60), LeastValues = least, Levels = Levels with { OnDelay = default } }));

    /// <summary>As binary numbers, 1 − 0.9 is less than 0.1, and what ten tenths add up to is less than 1.</summary>
    [Theory]
    [InlineData("0=0.9 10=1", "10 signal")]
    [InlineData("0=0.7 10=0.8", "10 signal")]
    [InlineData("0=1000.2 10=1000.3", "10 signal")]
    [InlineData("0=0.9 10=0.999999", "")]
    public void Rate_OfDecimals_IsThatOfDecimals(string script, string expected) => Assert.Equal(expected, Play(script, Rise with { By = 0.1 }));

    [Theory]
    [InlineData(10, 0.1, 1, "9 begin 1")]
    [InlineData(30, 0.1, 3, "29 begin 1")]
    [InlineData(59, 0.2, 11.8, "58 begin 1")]
    [InlineData(10, 0.099, 1, "")]
    public void Sum_OfDecimals_IsThatOfDecimals(int readings, double value, double from, string expected) => Assert.Equal(
        expected,
        Play(string.Join(' ', Enumerable.Range(0, readings).Select(i => $"{i}={value}")), new SumRule { Of = Kind, As = SumAs.Sum, Over = Minutes(60), Levels = Levels with { Levels = [new(1, from, from / 2)], OnDelay = default } }));

    /// <summary>The Chinese midnight is at minute 1080.</summary>
    [Theory]
    [InlineData(SumAs.Sum, 1, "0=4 1079=5 1080=6 1081", "1080 derived 9")]
    [InlineData(SumAs.Mean, 2, "0=4 1079=5 1080=6 9999", "1080 derived 4.5")]
    [InlineData(SumAs.Mean, 3, "0=4 1079=5 1080=6 1100=6 1200=9 2520=1", "2520 derived 7")]
    [InlineData(SumAs.Max, 1, "0=-4 1=-5 1080", "1080 derived -4")]
    public void Sum_OfADay_IsDerivedAtItsEnd(SumAs how, int least, string script, string expected) =>
        Assert.Equal(expected, Play(script, new PeriodSumRule { Of = Kind, As = how, LeastValues = least }));

    [Fact]
    public void Sum_OfHours_IsDerivedAtTheirEnds() =>
        Assert.Equal("60 derived 2; 120 derived 1", Play("5=1 59=1 60=1 200", new PeriodSumRule { Of = Kind, As = SumAs.Sum, Length = Minutes(60) }));

    [Theory]
    [InlineData(false, "0=1 5=1 9=1 30", "9 begin; 10 end")]
    [InlineData(false, "0=1 5=1 10=1", "")]
    [InlineData(false, "0=1:a 0=1:b 0=1:c 9 10", "0 begin; 10 end")]
    [InlineData(true, "0=1:a 1=1:a 2=1:b 3=1:c 12", "3 begin; 11 end")]
    [InlineData(true, "0=1:a 1=1:a 2=1:b 3=1:a", "")]
    [InlineData(false, "0=1 5=1 9=1 9.5=1 11=1 20", "9 begin; 19 end")]
    public void Count_Script(bool isDistinct, string script, string expected) =>
        Assert.Equal(expected, Play(script, new CountRule { Of = Kind, Least = 3, Within = Minutes(10), IsDistinct = isDistinct }));

    [Theory]
    [InlineData("keeps an episode open", 2, "0=12 70=12 75=3 81", "2 0 begin 1; 60 1 begin; 70 1 end; 80 0 end")]
    [InlineData("forgets a delay", 90, "0=12 70=12 100=12 130=12 161", "60 1 begin; 70 1 end; 160 0 begin 1")]
    [InlineData("comes before a delay of the same instant", 60, "0=12 100", "60 1 begin")]
    public void Silence_Interrupts(string name, double onDelay, string script, string expected) =>
        Check(name, expected, Play(script, Levels with { OnDelay = Minutes(onDelay) }, Silence));

    [Theory]
    [InlineData("starts nothing", 35, 0, "0=12 10=12 30=12 40=12 50=12 60=3", "30 1 begin; 60 1 end")]
    [InlineData("ends nothing", 0, 33, "0=12 1=12 40=3 50=3 70=3 71=3 90=4 124", "0 0 begin 1; 70 1 begin; 90 1 end; 123 0 end")]
    public void Stuck_Interrupts(string name, double onDelay, double offDelay, string script, string expected) =>
        Check(name, expected, Play(script, Levels with { OnDelay = Minutes(onDelay), OffDelay = Minutes(offDelay) }, Stuck));

    [Fact]
    public void Leap_IsPassedOver_UnlessThreeAgree()
    {
        var step = new PlausibleStep(10, 1);
        Assert.Equal("", Play("0=1 5=300 10=1 15=1", step, Levels));
        Assert.Equal("15 begin 1", Play("0=1 5=300 10=301 15=300", step, Levels));
        Assert.Equal("60 1 begin; 61 1 end", Play("0=1 15=300 30=700 45=200 55=800 61=1", step, Levels, Silence));
    }

    [Fact]
    public void Rules_TwoSilencesOfAKind_AreRefused() =>
        Assert.StartsWith("Kind 5 has two silence rules", Assert.Throws<ArgumentException>(static () => new Watcher([Silence, Silence])).Message, StringComparison.Ordinal);

    private static void Check(string name, string expected, string told) => Assert.True(expected == told, $"{name}: {told}");
}
