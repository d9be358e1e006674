using CityActors.Alerts;
using CityActors.Households;
using CityActors.Observations;

namespace CityActors.Tests.Households;

/// <summary>A home with an electricity meter and a water meter is judged by both; while one tells nothing, by the other.</summary>
public sealed class TwoMetersTests
{
    private const int Days = 20;
    private const int From = (15 * Meters.PerDay) + 36;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Either_ShowsLife_WhereTheOtherShowsNone(int seed)
    {
        var (power, water) = (Meters.Regular(Days, seed), Draws(seed));
        var quiet = Meters.Freeze(power, From, Frozen.NearBase, seed);
        var dry = (double[])water.Clone();
        Array.Fill(dry, 0, From, dry.Length - From);

        Assert.Empty(Run(Home(power, dry)));
        Assert.Empty(Run(Home(quiet, water)));
        Assert.Single(Run(Home(quiet, dry)), static finding => finding is { Kind: AlertKinds.Inactivity, Act: FindingAct.Open });
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("stuck")]
    [InlineData("scale")]
    [InlineData("reversed")]
    public void Water_JudgesAlone_WhileTheElectricityMeterTellsNothing(string fault)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var (power, water) = (Meters.Regular(Days, seed), Draws(seed));
            var dry = (double[])water.Clone();
            Array.Fill(dry, 0, From + Meters.PerDay, dry.Length - From - Meters.PerDay);

            Assert.DoesNotContain(Run(Faulty(power, water, fault)), static finding => finding.Kind == AlertKinds.Inactivity);
            var alarm = Assert.Single(Run(Faulty(power, dry, fault)), static finding => finding.Kind == AlertKinds.Inactivity);
            Assert.Equal((FindingAct.Open, HouseholdTexts.WaterRule), (alarm.Act, alarm.Why.Rule));
            Assert.Contains("the water meter judges alone", alarm.Why.English, StringComparison.Ordinal);
            Assert.Contains("仅按水表判断", alarm.Why.Chinese, StringComparison.Ordinal);
            Assert.InRange(alarm.At, Meters.EndOf(From + Meters.PerDay).AddHours(6), Meters.EndOf(From + Meters.PerDay).AddHours(20));
        }
    }

    [Fact]
    public void Neither_IsJudged_WhileBothAreSilent_AndAfterwardsTheSilenceCountsAnew()
    {
        var readings = Home(Meters.Regular(Days, seed: 1), Draws(1)).Where(static reading => reading.At <= Meters.EndOf(From)).ToList();
        var (state, _) = Meters.Run(readings);
        var detector = new HouseholdDetector(Meters.Interval, new HouseholdOptions());

        var later = detector.Tick(state, Meters.EndOf(From).AddDays(2).UtcDateTime);
        var water = detector.Observe(later.Next, Meters.Water(Meters.EndOf(From).AddDays(2), 0));

        Assert.Equal([AlertKinds.DataGap, AlertKinds.DataGap], later.Findings.Select(static finding => finding.Kind));
        Assert.DoesNotContain(water.Findings, static finding => finding.Kind == AlertKinds.Inactivity);
    }

    [Fact]
    public void Power_Judges_WhileTheWaterMeterTellsNothing()
    {
        var quiet = Meters.Freeze(Meters.Regular(Days, seed: 3), From, Frozen.NearBase, seed: 0);
        var water = Draws(3);
        var readings = Home(quiet, water).Where(static reading => reading.Kind == ObservationKinds.Power || reading.At < Meters.EndOf(From - 4));

        Assert.Single(Run(readings), static finding => finding.Kind == AlertKinds.Inactivity);
    }

    private static IEnumerable<Observation> Faulty(double[] power, double[] water, string fault) => Home(power, water).Where((reading, _) =>
        fault != "silent" || reading.Kind == ObservationKinds.Water || reading.At < Meters.EndOf(From)).Select(reading => reading.Kind == ObservationKinds.Water || reading.At < Meters.EndOf(From)
        ? reading
        : reading with { Value = fault switch { "stuck" => 433.3, "scale" => reading.Value / 1000, _ => -reading.Value } });

    private static double[] Draws(int seed)
    {
        var random = new Random(seed + 1000);
        return [.. Enumerable.Range(0, Days * Meters.PerDay).Select(i => i % Meters.PerDay is >= 28 and < 86 && random.NextDouble() < 0.4 ? Math.Round(1 + (25 * random.NextDouble()), 1) : 0)];
    }

    private static IEnumerable<Observation> Home(double[] power, double[] water) =>
        power.SelectMany((watts, i) => (Observation[])[Meters.Power(Meters.EndOf(i), watts), Meters.Water(Meters.EndOf(i), water[i])]);

    private static List<Finding> Run(IEnumerable<Observation> readings) => Meters.Run(readings).Findings;
}
