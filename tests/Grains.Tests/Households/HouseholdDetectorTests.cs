using CityActors.Alerts;
using CityActors.Households;
using CityActors.Observations;

namespace CityActors.Tests.Households;

public sealed class HouseholdDetectorTests
{
    private static readonly HouseholdOptions Options = new();
    private static readonly HouseholdDetector Detector = new(Meters.Interval, Options);

    [Fact]
    public void FirstDay_WithoutBaseLoad_SaysNothing()
    {
        var (state, findings) = Meters.Run([.. Enumerable.Repeat(80.0, Meters.PerDay)]);

        Assert.Empty(findings);
        Assert.False(BaseLoad.IsKnown(state));
    }

    [Fact]
    public void EmptyFlat_NeverActive_SaysNothing()
    {
        Assert.Empty(Meters.Run([.. Enumerable.Repeat(0.0, 28 * Meters.PerDay)]).Findings);
        Assert.Empty(Meters.Run([.. Enumerable.Repeat(35.0, 28 * Meters.PerDay)]).Findings);
    }

    [Fact]
    public void NewHome_QuietForTwelveHours_IsJudgedByTheFloorOnly()
    {
        var watts = Meters.Regular(6, seed: 3);
        var frozen = Meters.Freeze(watts, (3 * Meters.PerDay) + 40, Frozen.AtBase, seed: 0);

        var alert = Assert.Single(Meters.Run(frozen).Findings);

        Assert.Equal(HouseholdTexts.FloorRule, alert.Why.Rule);
        Assert.Contains("of 7 days learnt, so only the fixed floor of 12 h judges", alert.Why.English, StringComparison.Ordinal);
        Assert.Contains("固定下限", alert.Why.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void LearntHome_QuietByDay_IsJudgedByItsRhythm()
    {
        var frozen = Meters.Freeze(Meters.Regular(13, seed: 3), (10 * Meters.PerDay) + 40, Frozen.AtBase, seed: 0);

        var alert = Assert.Single(Meters.Run(frozen).Findings);

        Assert.Equal(HouseholdTexts.RhythmRule, alert.Why.Rule);
        Assert.Matches(@"^usually active \d\d:\d\d–\d\d:\d\d on \d+ of \d+ work days; nothing for \d+ h", alert.Why.English);
        Assert.True(alert.At - Meters.EndOf((10 * Meters.PerDay) + 39) < TimeSpan.FromHours(12));
    }

    [Fact]
    public void Inactivity_WithExactZero_NamesAPossiblePowerCut()
    {
        var frozen = Meters.Freeze(Meters.Regular(20, seed: 3), (17 * Meters.PerDay) + 40, Frozen.AtZero, seed: 0);

        var alert = Assert.Single(Meters.Run(frozen).Findings);

        Assert.EndsWith("exactly 0 W: possibly a power cut", alert.Why.English, StringComparison.Ordinal);
    }

    [Fact]
    public void Inactivity_WhenActiveAgain_ClearsAndMayComeBackAsANewOne()
    {
        var watts = Meters.Regular(28, seed: 5);
        var base1 = Meters.Freeze(watts, (12 * Meters.PerDay) + 36, Frozen.AtBase, seed: 0);
        var base2 = Meters.Freeze(watts, (20 * Meters.PerDay) + 36, Frozen.AtBase, seed: 0);
        double[] twice = [.. base1[..(14 * Meters.PerDay)], .. watts[(14 * Meters.PerDay)..(20 * Meters.PerDay)], .. base2[(20 * Meters.PerDay)..]];

        var findings = Meters.Run(twice).Findings;

        Assert.Equal([FindingAct.Open, FindingAct.Clear, FindingAct.Open], findings.Select(static finding => finding.Act));
        Assert.Equal("active again", findings[1].Why.English);
    }

    [Fact]
    public void SilentMeter_IsADataGapAsOfItsDueTime_NeverInactivity()
    {
        var (state, _) = Meters.Run(Meters.Regular(10, seed: 1));
        var last = Meters.EndOf((10 * Meters.PerDay) - 1);
        Assert.Equal(last.AddHours(1).UtcDateTime, Detector.NextDue(state));
        Assert.Empty(Detector.Tick(state, last.AddMinutes(59).UtcDateTime).Findings);

        var step = Detector.Tick(state, last.AddDays(3).UtcDateTime);

        var gap = Assert.Single(step.Findings);
        Assert.Equal((AlertKinds.DataGap, "power", FindingAct.Open, last.AddHours(1)), (gap.Kind, gap.Zone, gap.Act, gap.At));
        Assert.Null(Detector.NextDue(step.Next));
        Assert.Empty(Detector.Tick(step.Next, last.AddDays(9).UtcDateTime).Findings);

        var back = Detector.Observe(step.Next, Meters.Power(last.AddDays(9), 40));
        Assert.Equal((AlertKinds.DataGap, FindingAct.Clear), (Assert.Single(back.Findings).Kind, back.Findings[0].Act));
    }

    [Fact]
    public void Gap_IsNotLearntAsQuietAndRestartsTheSilence()
    {
        var watts = Meters.Regular(12, seed: 1)[..^32];
        var (before, _) = Meters.Run(watts);
        var back = Meters.EndOf((14 * Meters.PerDay) + 20);

        var after = Detector.Observe(before, Meters.Power(back, watts[20])).Next;

        Assert.Equal(before.Odds, after.Odds);
        Assert.Equal((before.WorkDays, before.RestDays), (after.WorkDays, after.RestDays));
        Assert.True(after.QuietFrom >= (back - Meters.Interval).UtcDateTime);
    }

    [Fact]
    public void Gap_IsJudgedByTheReadingAfterIt_EvenWithoutATick()
    {
        var watts = Meters.Regular(10, seed: 1);
        var readings = watts.Select(static (value, index) => Meters.Power(Meters.EndOf(index), value)).ToList();
        readings.RemoveRange(500, 12);

        var findings = Meters.Run(readings).Findings;

        Assert.Equal([FindingAct.Open, FindingAct.Clear], findings.Select(static finding => finding.Act));
        Assert.Equal(Meters.EndOf(499).AddHours(1), findings[0].At);
        Assert.Equal(Meters.EndOf(512), findings[1].At);
    }

    [Fact]
    public void StuckMeter_AtAnActiveLevel_IsADataGapAndClearsWithTheNextOtherValue()
    {
        var watts = Meters.Regular(14, seed: 2);
        var from = (12 * Meters.PerDay) + 48;
        Array.Fill(watts, 431.7, from, 40);

        var findings = Meters.Run(watts).Findings;

        Assert.Equal(2, findings.Count);
        Assert.Equal((AlertKinds.DataGap, HouseholdTexts.StuckRule), (findings[0].Kind, findings[0].Why.Rule));
        Assert.InRange(findings[0].At - Meters.EndOf(from), TimeSpan.FromMinutes(61), TimeSpan.FromHours(3));
        Assert.Equal((FindingAct.Clear, Meters.EndOf(from + 40)), (findings[1].Act, findings[1].At));
    }

    [Fact]
    public void Water_InAQuietHome_CountsAsActivity()
    {
        var watts = Meters.Freeze(Meters.Regular(14, seed: 2), (9 * Meters.PerDay) + 40, Frozen.AtBase, seed: 0);
        var readings = watts.SelectMany(static (value, index) => new[]
        {
            Meters.Power(Meters.EndOf(index), value),
            Meters.Water(Meters.EndOf(index), index % 8 == 0 ? 3 : 0.2),
        });

        Assert.Empty(Meters.Run(readings).Findings);
    }

    [Fact]
    public void WaterOnlyHome_WithoutWaterForTwelveHours_IsInactive()
    {
        var readings = Enumerable.Range(0, 5 * Meters.PerDay)
            .Select(static index => Meters.Water(Meters.EndOf(index), index < (4 * Meters.PerDay) && index % 12 == 0 ? 6 : 0));

        var alert = Assert.Single(Meters.Run(readings).Findings);

        Assert.Equal(AlertKinds.Inactivity, alert.Kind);
        Assert.StartsWith("no water above 0.5 L", alert.Why.English, StringComparison.Ordinal);
    }

    [Fact]
    public void LateActivity_EndsAReportedSilence()
    {
        var watts = Meters.Freeze(Meters.Regular(13, seed: 3), (10 * Meters.PerDay) + 40, Frozen.AtBase, seed: 0);
        var readings = watts.Select(static (value, index) => Meters.Power(Meters.EndOf(index), value)).ToList();
        var hole = readings[(11 * Meters.PerDay) + 30];
        readings.Remove(hole);
        var (state, _) = Meters.Run(readings.TakeWhile(reading => reading.At <= hole.At.AddHours(3)));
        Assert.True(state.IsReported);

        var step = Detector.Observe(state, hole with { Value = 900 });

        Assert.Equal(FindingAct.Clear, Assert.Single(step.Findings).Act);
        Assert.False(step.Next.IsReported);
        Assert.Empty(Detector.Observe(step.Next, hole with { Value = 900 }).Findings);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(37)]
    [InlineData(60)]
    [InlineData(200)]
    public void Reading_SentTwice_ChangesNothing(int back)
    {
        var watts = Meters.Regular(10, seed: 4);
        var readings = watts.Select(static (value, index) => Meters.Power(Meters.EndOf(index), value)).ToList();
        var detector = Detector;
        var state = new LivingRhythm();
        for (var i = 0; i < readings.Count; i++)
        {
            state = detector.Observe(state, readings[i]).Next;
            if (i >= back)
            {
                var again = detector.Observe(state, readings[i - back]);
                Assert.Empty(again.Findings);
                Assert.Equal(state, again.Next);
            }
        }
    }

    [Fact]
    public void Ticks_BetweenReadings_ChangeNoFinding()
    {
        var watts = Meters.Freeze(Meters.Regular(20, seed: 6), 17 * Meters.PerDay, Frozen.AtBase, seed: 0);
        var readings = watts.Select(static (value, index) => Meters.Power(Meters.EndOf(index), value)).ToList();
        readings.RemoveRange(900, 30);
        var (expected, findings) = Meters.Run(readings);
        var state = new LivingRhythm();
        var ticked = new List<Finding>();
        foreach (var reading in readings)
        {
            var tick = Detector.Tick(state, reading.At.AddMinutes(-1).UtcDateTime);
            var step = Detector.Observe(tick.Next, reading);
            state = step.Next;
            ticked.AddRange([.. tick.Findings, .. step.Findings]);
        }

        Assert.Equal(findings, ticked);
        Assert.Equal(Meters.Text(expected), Meters.Text(state));
        Assert.Equal(expected.Odds, state.Odds);
    }

    [Fact]
    public void Observe_DoesNotChangeTheStateItWasGiven()
    {
        var (state, _) = Meters.Run(Meters.Regular(9, seed: 7));
        var (odds, today) = ((byte[])state.Odds.Clone(), (byte[])state.Today.Clone());

        for (var i = 0; i < 4 * Meters.PerDay; i++)
        {
            Detector.Observe(state, Meters.Power(Meters.EndOf((9 * Meters.PerDay) + i), 500));
        }

        Assert.Equal(odds, state.Odds);
        Assert.Equal(today, state.Today);
    }

    [Fact]
    public void OtherKinds_ChangeNothing()
    {
        var (state, _) = Meters.Run(Meters.Regular(2, seed: 7));

        var step = Detector.Observe(state, new Observation { Entity = "home-1", Kind = ObservationKinds.Rain, At = Meters.EndOf(191), Value = 9 });

        Assert.Equal(state, step.Next);
    }
}
