using CityActors.Alerts;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Tests.Alerts;
using Microsoft.Extensions.Options;

namespace CityActors.Tests.Households;

/// <summary>Meters that report once an hour are judged, those that report more seldom are not, and it is said; late readings count however often a meter reports.</summary>
public sealed class LongIntervalTests
{
    [Theory]
    [InlineData(30)]
    [InlineData(45)]
    [InlineData(60)]
    public void Electricity_UpToAnHour_HasABaseLoad_AndItsSilenceIsFound(int minutes)
    {
        var (found, watts) = (0, 0);
        for (var seed = 0; seed < 20; seed++)
        {
            var quiet = Meters.Freeze(Meters.Regular(20, seed), (17 * Meters.PerDay) + 40, Frozen.AtBase, seed);
            var (state, findings) = Run(Means(quiet, minutes), minutes);

            Assert.True(BaseLoad.IsKnown(state));
            watts += state.BaseWatts is > 20 and < 250 ? 1 : 0;
            found += findings.Count == 1 && findings[0].Kind == AlertKinds.Inactivity && findings[0].At > Meters.EndOf((17 * Meters.PerDay) + 40) ? 1 : 0;
        }

        Assert.Equal((20, 20), (found, watts));
    }

    [Fact]
    public void RealHomes_ByTheHour_AreJudged()
    {
        var homes = SwissHomes.Read();
        var (alarms, found, random) = (0, 0, new Random(5));
        foreach (var watts in homes)
        {
            alarms += Run(Means(watts, 60), 60).Findings.Count(static finding => finding is { Kind: AlertKinds.Inactivity, Act: FindingAct.Open });
            var from = (8 * Meters.PerDay) + random.Next(18 * Meters.PerDay);
            found += Run(Means(Meters.Freeze(watts, from, Frozen.AtBase, 1), 60), 60).Findings.Any(finding => finding is { Kind: AlertKinds.Inactivity, Act: FindingAct.Open } && finding.At > Meters.EndOf(from - 1)) ? 1 : 0;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{homes.Count} homes by the hour: {alarms / (28.0 * homes.Count):0.0000} alarms per home and day; {found} freezes found");
        Assert.InRange(alarms / (28.0 * homes.Count), 0, 0.027); // An hour's mean hides what is short: until more is learnt, alarms are more frequent.
        Assert.InRange(found, (int)(0.88 * homes.Count), homes.Count);
    }

    [Theory]
    [InlineData(61)]
    [InlineData(240)]
    public void LongerIntervals_AreNotJudged_AndItIsSaid(int minutes)
    {
        var quiet = Meters.Freeze(Meters.Regular(20, seed: 3), (17 * Meters.PerDay) + 40, Frozen.AtBase, seed: 0);
        var (state, findings) = Run(Means(quiet, minutes).Concat(Means(quiet, minutes).Select(static reading => reading with { Kind = ObservationKinds.Water, Value = reading.Value > 200 ? 9 : 0 })).OrderBy(static reading => reading.At), minutes);

        Assert.DoesNotContain(findings, static finding => finding.Kind == AlertKinds.Inactivity);
        Assert.Equal("interval-too-long", Assert.Single(HouseholdLimits.Of(Registration(minutes), state)).Reason);
    }

    [Fact]
    public void What_CannotBeJudged_IsSaidWithItsReason()
    {
        var registration = Registration(15);
        Assert.Equal("no-meter", Reason(registration, LivingRhythm.Unknown));
        Assert.Equal("no-consent", Reason(registration with { ConsentAt = null }, LivingRhythm.Unknown));
        Assert.Equal("base-load-unknown", Reason(registration, Meters.Run(Meters.Regular(1, seed: 1)[..40]).State));
        Assert.Equal("never-active", Reason(registration, Meters.Run([.. Enumerable.Repeat(35.0, 3 * Meters.PerDay)]).State));
        var (state, _) = Meters.Run(Meters.Regular(9, seed: 1));
        Assert.Empty(HouseholdLimits.Of(registration, state));
        var silent = new HouseholdDetector(Meters.Interval, new HouseholdOptions()).Tick(state, Meters.EndOf(10 * Meters.PerDay).UtcDateTime).Next;
        Assert.Equal("meter-fault", Reason(registration, silent));
        Assert.All(HouseholdLimits.Of(registration, silent), static reason => Assert.True(reason.English.Length > 20 && reason.Chinese.Length > 5));
    }

    [Theory]
    [InlineData(10, 25)]
    [InlineData(60, 28)]
    [InlineData(900, 28)]
    [InlineData(3600, 110)]
    public void Readings_ThatComeLateWithinTheHorizon_AreJudgedInTheirPlace(int seconds, int lateMinutes)
    {
        var interval = TimeSpan.FromSeconds(seconds);
        var late = TimeSpan.FromMinutes(lateMinutes);
        var watts = Meters.Regular(4, seed: 3);
        var readings = new List<Observation>();
        for (var at = Meters.Start + interval; at < Meters.EndOf(watts.Length - 1); at += interval)
        {
            readings.Add(Meters.Power(at, watts[(int)((at - Meters.Start - TimeSpan.FromTicks(1)) / Meters.Interval)] + ((at.Ticks / interval.Ticks) % 7)));
        }

        var (from, to) = (Meters.Start.AddDays(3).AddHours(9), Meters.Start.AddDays(3).AddHours(13));
        var inOrder = readings.SelectMany(reading => (Observation[])[reading]).ToList();
        var held = readings.Where(reading => reading.At > from && reading.At <= to && reading.At.Ticks / interval.Ticks % 3 == 0).ToHashSet();
        var shuffled = readings.Select(reading => (Reading: reading, Comes: held.Contains(reading) ? reading.At + late : reading.At)).OrderBy(static item => item.Comes).Select(static item => item.Reading).ToList();
        var (plain, other) = (Home(interval), Home(interval));

        plain.Observe(EntityRun<HouseholdState>.Logged(inOrder), size: 100);
        other.Observe(EntityRun<HouseholdState>.Logged(shuffled), size: 100);

        Assert.Null(other.State.NotJudged);
        Assert.Equal(Meters.Text(plain.State.Rhythm with { Seen = 0 }), Meters.Text(other.State.Rhythm with { Seen = 0 }));
        Assert.Equal(plain.State.Rhythm.Odds, other.State.Rhythm.Odds);
        Assert.Equal(plain.State.Rhythm.Today, other.State.Rhythm.Today);
    }

    private static string Reason(HouseholdRegistration registration, LivingRhythm rhythm) => Assert.Single(HouseholdLimits.Of(registration, rhythm)).Reason;

    private static HouseholdRegistration Registration(int minutes) =>
        new() { Card = EntityRun<HouseholdState>.Card("home-1", "household"), ConsentAt = Meters.Start, Interval = TimeSpan.FromMinutes(minutes) };

    // Means of a longer interval, from what is measured every five minutes.
    private static IEnumerable<Observation> Means(double[] watts, int minutes)
    {
        for (var from = 0; from + minutes <= watts.Length * 15; from += minutes)
        {
            var sum = 0.0;
            for (var minute = from; minute < from + minutes; minute++)
            {
                sum += watts[minute / 15];
            }

            yield return Meters.Power(Meters.Start.AddMinutes(from + minutes), sum / minutes);
        }
    }

    private static (LivingRhythm State, List<Finding> Findings) Run(IEnumerable<Observation> readings, int minutes)
    {
        var (detector, state, findings) = (new HouseholdDetector(TimeSpan.FromMinutes(minutes), new HouseholdOptions()), new LivingRhythm(), new List<Finding>());
        foreach (var reading in readings)
        {
            var step = detector.Observe(state, reading);
            state = step.Next;
            findings.AddRange(step.Findings);
        }

        return (state, findings);
    }

    private static EntityRun<HouseholdState> Home(TimeSpan interval) => new("home-1", new HouseholdRules(Options.Create(new HouseholdOptions()), Options.Create(new AlertOptions()), new Kinds()), new HouseholdState
    {
        Registration = new HouseholdRegistration { Card = EntityRun<HouseholdState>.Card("home-1", "household"), ConsentAt = Meters.Start, Interval = interval },
    });
}
