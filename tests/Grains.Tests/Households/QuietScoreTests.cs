using CityActors.Alerts;
using CityActors.Households;

namespace CityActors.Tests.Households;

/// <summary>How quiet a home is: the memory, the figures, and what becomes of alarms.</summary>
public sealed class QuietScoreTests
{
    private const int Days = 24;
    private const int From = (18 * Meters.PerDay) + 40; // Ten in the morning.

    [Fact]
    public void CalmHoursRepeated_AreAnAlarmInWords_ThatEndsWhenLifeIsBack()
    {
        var (told, ended) = (0, 0);
        for (var seed = 0; seed < 20; seed++)
        {
            var watts = Looped(Meters.Regular(Days, seed), From, 2 * Meters.PerDay);
            var findings = Meters.Run(watts).Findings.Where(finding => finding.At >= Meters.EndOf(From)).ToList();
            var alarm = findings.FirstOrDefault(static finding => finding is { Kind: AlertKinds.Inactivity, Act: FindingAct.Open });
            if (alarm.Why is null || alarm.At > Meters.EndOf(From + Meters.PerDay))
            {
                continue;
            }

            told++;
            Assert.Equal(QuietTexts.Rule, alarm.Why.Rule);
            Assert.Matches(@"^quieter than this home is at this hour: since \d{4}-\d\d-\d\d \d\d:\d\d \([\d.]+ h\) \d+ W in the mean, usually \d+ W; ", alarm.Why.English);
            Assert.StartsWith("比该户此时段的常态更安静", alarm.Why.Chinese, StringComparison.Ordinal);
            Assert.InRange(alarm.Since!.Value, Meters.EndOf(From - Meters.PerDay), alarm.At);
            ended += findings.Exists(finding => finding is { Kind: AlertKinds.Inactivity, Act: FindingAct.Clear } && finding.At > Meters.EndOf(From + (2 * Meters.PerDay))) ? 1 : 0;
        }

        Assert.InRange(told, 16, 20);
        Assert.Equal(told, ended);
    }

    [Fact]
    public void Score_OfFinerReadings_IsThatOfTheirQuarters()
    {
        var quarters = Meters.Regular(16, seed: 2);
        var minutes = quarters.SelectMany(static watts => Enumerable.Range(0, 15).Select(minute => watts + ((minute - 7) * 0.5))).ToArray();

        var (coarse, fine) = (Follow(quarters, Meters.Interval), Follow(minutes, TimeSpan.FromMinutes(1)));

        Assert.Equal(coarse.Days, fine.Days);
        Assert.Equal(coarse.Score, fine.Score, 0.3f);
        Assert.Equal(15, coarse.Days);
    }

    [Fact]
    public void Hour_StandsForItsQuarters_AndIsJudged()
    {
        var hours = Meters.Regular(20, seed: 2).Chunk(4).Select(static hour => hour.Average()).ToArray();

        var memory = Follow(hours, TimeSpan.FromHours(1));

        Assert.Equal(19, memory.Days);
        Assert.NotEqual(0, memory.ScoreOf);
    }

    [Fact]
    public void Memory_IsSmall_WhateverTheInterval()
    {
        var memory = Follow([.. Meters.Regular(20, seed: 2).SelectMany(static watts => Enumerable.Repeat(watts, 15))], TimeSpan.FromMinutes(1));

        Assert.InRange(memory.Ring.Length + memory.Usual.Length + (4 * memory.Lowest.Length) + 100, 0, 1_300);
    }

    [Fact]
    public void Days_InWhichTheHomeWasReported_AreNotLearnt()
    {
        var score = new QuietScore(Meters.Interval, QuietJudge.Shipped);
        var memory = QuietMemory.Unknown;
        var watts = Meters.Regular(12, seed: 4);
        for (var index = 0; index < watts.Length; index++)
        {
            memory = score.Observe(memory, Meters.EndOf(index).UtcDateTime, (float)watts[index], isReported: index / Meters.PerDay == 6).Memory;
        }

        Assert.Equal(10, memory.Days); // The seventh day is missing, the last is not over.
    }

    [Theory]
    [InlineData(CareOutcome.FoundHurt, false)]
    [InlineData(CareOutcome.Absent, false)]
    [InlineData(CareOutcome.FoundWell, true)]
    [InlineData(CareOutcome.FalseAlarm, true)]
    public void Outcome_SaysWhetherTheSilenceWasUsual(CareOutcome found, bool isUsual)
    {
        var watts = Looped(Meters.Regular(Days, seed: 3), From, Meters.PerDay);
        var detector = new HouseholdDetector(Meters.Interval, new HouseholdOptions());
        var (rhythm, opened, closed) = (LivingRhythm.Unknown, default(DateTimeOffset), default(DateTimeOffset));
        var heard = default(LivingRhythm);
        for (var index = 0; index < watts.Length && closed == default; index++)
        {
            var step = detector.Observe(rhythm, Meters.Power(Meters.EndOf(index), watts[index]));
            rhythm = step.Next;
            foreach (var finding in step.Findings.Where(finding => finding.Kind == AlertKinds.Inactivity && finding.At > Meters.EndOf(From)))
            {
                (opened, closed) = finding.Act == FindingAct.Open ? (finding.At, closed) : (opened, finding.At);
            }

            heard = heard is not null ? detector.Observe(heard, Meters.Power(Meters.EndOf(index), watts[index])).Next : opened != default ? HomeCare.Heed(rhythm, opened, found) : null;
        }

        var after = HomeCare.Heed(rhythm, opened, found).Quiet!;
        Assert.True(closed > opened && rhythm.Quiet!.ReportedHighest > rhythm.Quiet.UsualBefore);
        Assert.Equal(isUsual ? rhythm.Quiet.ReportedHighest : rhythm.Quiet.UsualBefore, after.UsualScore, 0.01f);
        Assert.Equal((false, after.UsualScore), (heard!.IsReported, heard.Quiet!.UsualScore)); // Said while it went on, it comes to the same.
        Assert.Equal(rhythm.Quiet.ReportedHighest, HomeCare.Heed(HomeCare.Heed(rhythm, opened, CareOutcome.FoundHurt), opened, CareOutcome.FoundWell).Quiet!.UsualScore, 0.01f); // Corrected.
        Assert.Equal(rhythm, HomeCare.Heed(rhythm, opened.AddDays(-1), found)); // Of another silence.
    }

    private static QuietMemory Follow(double[] watts, TimeSpan interval)
    {
        var score = new QuietScore(interval, QuietJudge.Shipped);
        var memory = QuietMemory.Unknown;
        for (var index = 0; index < watts.Length; index++)
        {
            memory = score.Observe(memory, (Meters.Start + ((index + 1) * interval)).UtcDateTime, (float)watts[index], isReported: false).Memory;
        }

        return memory;
    }

    // The four calmest hours of the day before, again and again.
    private static double[] Looped(double[] watts, int from, int length)
    {
        const int Hours = 16;
        var calm = Enumerable.Range(from - Meters.PerDay, Meters.PerDay - Hours).MinBy(at => watts[at..(at + Hours)].Sum());
        var looped = (double[])watts.Clone();
        for (var index = 0; index < length; index++)
        {
            looped[from + index] = watts[calm + (index % Hours)];
        }

        return looped;
    }
}
