using System.Text.Json;
using CityActors.Alerts;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Tests.Alerts;
using Microsoft.Extensions.Options;

namespace CityActors.Tests.Households;

/// <summary>A water meter that repeats one value, or water that runs without end: a device ticket, and nobody's life.</summary>
public sealed class StuckWaterTests
{
    private const string Id = "home-430103002001-0001";
    private const int Days = 20;
    private const int From = (15 * Meters.PerDay) + 50;
    private const int To = (17 * Meters.PerDay) + 20;

    [Theory]
    [InlineData(1, 12.3)]
    [InlineData(2, 1)]
    [InlineData(3, 0.6)]
    public void Meter_RepeatsOneValue_IsOneTicketThatSaysSo_UntilTheFirstOtherValue(int seed, double litres)
    {
        var water = Stuck(Draws(seed), litres);
        water[To] = 0;

        var (state, all) = Meters.Run(Home(Meters.Regular(Days, seed), water));

        Assert.Single(all, static finding => finding is { Kind: AlertKinds.Leak, Act: FindingAct.Open }); // For a day on end.
        var findings = all.Where(static finding => finding.Kind != AlertKinds.Leak).ToList();
        Assert.Equal([FindingAct.Open, FindingAct.Clear], findings.Select(static finding => finding.Act));
        Assert.All(findings, static finding => Assert.Equal((AlertKinds.DataGap, HouseholdDetector.WaterZone), (finding.Kind, finding.Zone)));
        Assert.Equal(HouseholdTexts.StuckRule, findings[0].Why.Rule);
        Assert.Contains("stuck, or water runs without end", findings[0].Why.English, StringComparison.Ordinal);
        Assert.Contains("水表卡死，或用水不止", findings[0].Why.Chinese, StringComparison.Ordinal);
        Assert.InRange(findings[0].At, Meters.EndOf(From + 13), Meters.EndOf(From + 24));
        Assert.Equal(Meters.EndOf(To), findings[1].At);
        Assert.Equal(MeterFault.None, state.WaterFault);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Home_FallsQuietAsItsWaterMeterSticks_IsFoundAsSoonAsWithoutWater(int seed)
    {
        var power = Meters.Freeze(Meters.Regular(Days, seed), From, Frozen.NearBase, seed);
        var (dry, stuck) = (Draws(seed), Draws(seed));
        Array.Fill(dry, 0, From, dry.Length - From);
        dry[From] = 7;
        Array.Fill(stuck, 7, From, stuck.Length - From);

        var expected = Assert.Single(Meters.Run(Home(power, dry)).Findings);
        var findings = Meters.Run(Home(power, stuck)).Findings;

        var silence = Assert.Single(findings, static finding => finding.Kind == AlertKinds.Inactivity);
        Assert.Equal((expected.At, expected.Why), (silence.At, silence.Why));
        var ticket = Assert.Single(findings, static finding => finding.Zone == HouseholdDetector.WaterZone && finding.Kind != AlertKinds.Leak);
        Assert.Equal((AlertKinds.DataGap, FindingAct.Open), (ticket.Kind, ticket.Act));
    }

    [Fact]
    public void WaterOnlyHome_WhoseMeterSticks_IsNoSilence_AndNothingIsLearnt_AndAfterwardsTheSilenceCountsAnew()
    {
        var water = Stuck(Draws(seed: 4), 7);
        Array.Fill(water, 0, To, water.Length - To);
        var readings = Readings(water).ToList();
        var (before, _) = Meters.Run(readings[..(From + 1)]);
        var (at, _) = Meters.Run(readings[..To]);

        var findings = Meters.Run(readings).Findings.Where(static finding => finding.Kind != AlertKinds.Leak).ToList();

        Assert.Equal((MeterFault.Stuck, before.ActiveAt, before.QuietFrom, before.WorkDays, before.RestDays), (at.WaterFault, at.ActiveAt, at.QuietFrom, at.WorkDays, at.RestDays));
        Assert.Equal(1, before.Odds.Zip(at.Odds).Count(static pair => pair.First != pair.Second)); // The half hour in which the run began.
        Assert.Equal(
            [(AlertKinds.DataGap, FindingAct.Open), (AlertKinds.DataGap, FindingAct.Clear), (AlertKinds.Inactivity, FindingAct.Open)],
            findings.Select(static finding => (finding.Kind, finding.Act)));
        Assert.InRange(findings[2].At, Meters.EndOf(To).AddHours(4), Meters.EndOf(To).AddHours(16));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(1, 13)]
    [InlineData(0.5, 96)]
    [InlineData(0, 40)]
    public void Values_ThatMayRepeat_AreNoFault(double litres, int readings)
    {
        var water = Draws(seed: 2);
        Array.Fill(water, litres, From, readings);
        water[From - 1] = water[From + readings] = 33.3;

        Assert.DoesNotContain(Meters.Run(Home(Meters.Regular(Days, seed: 2), water)).Findings, static finding => finding.Kind == AlertKinds.DataGap);
    }

    [Theory]
    [InlineData(40, false)]
    [InlineData(41, false)]
    [InlineData(42, true)]
    public void Home_WhoseWaterRanForLongBefore_MayTwiceAsLong(int readings, bool isFault)
    {
        var water = Draws(seed: 2);
        Array.Fill(water, 15, Meters.PerDay + 20, 21);
        Array.Fill(water, 15, From, readings);
        water[Meters.PerDay + 19] = water[Meters.PerDay + 41] = water[From - 1] = water[From + readings] = 0;

        Assert.Equal(isFault, Meters.Run(Home(Meters.Regular(Days, seed: 2), water)).Findings.Count > 0);
    }

    [Fact]
    public void Meter_StuckFromTheFirstDayOn_IsATicketAfterADay()
    {
        var water = new double[3 * Meters.PerDay];
        Array.Fill(water, 8);

        Assert.Equal(Meters.EndOf(Meters.PerDay + 1), Assert.Single(Meters.Run(Home(Meters.Regular(3, seed: 1), water)).Findings, IsTicket).At);
        Assert.Equal(Meters.EndOf(Meters.PerDay + 1), Assert.Single(Meters.Run(Readings(water)).Findings, IsTicket).At);
    }

    [Fact]
    public void Meter_Stuck_ThatFallsSilentNowAndThen_IsNobodysLife()
    {
        var power = Meters.Freeze(Meters.Regular(Days, seed: 3), From, Frozen.NearBase, seed: 0);
        var water = Draws(seed: 3);
        Array.Fill(water, 7, From, water.Length - From);
        var state = Meters.Run(Home(power, water).Where(static reading => reading.Kind == ObservationKinds.Power || reading.At < Meters.EndOf(From + 2) || reading.At.Hour % 4 < 2)).State;

        Assert.Equal(Meters.EndOf(From).UtcDateTime, state.ActiveAt);
    }

    [Fact]
    public void Readings_InAnyOrderWithinTheHorizon_OrSentOnceMore_LeaveTheSame()
    {
        var water = Stuck(Draws(seed: 4), 7);
        Array.Fill(water, 0, To, water.Length - To);
        var log = Home(Meters.Regular(Days, seed: 4), water).ToList();
        var (plain, other) = (Household(), Household());

        plain.Observe(Logged(log));
        other.Observe(Logged(log.Chunk(4).SelectMany(static some => some.Reverse())), size: 3);
        var expected = Seen(plain);
        Assert.Equal(expected, Seen(other));

        plain.Restart();
        plain.Observe(Logged(log.Where(static reading => reading.Kind == ObservationKinds.Water)));
        Assert.Equal(expected, Seen(plain));
    }

    [Fact]
    public void Home_WithoutWater_StoresNothingOfIt() =>
        Assert.DoesNotContain("WaterRun", JsonSerializer.Serialize(Meters.Run(Meters.Regular(3, seed: 1)).State), StringComparison.OrdinalIgnoreCase);

    /// <summary>92 homes of Alicante, hourly and in whole litres: what repeats is mostly 1 or 2 litres, a tap or a cistern that drips.</summary>
    [Fact]
    public void RealMeters_AreSeldomStuck_AndFoundWhereTheyAre()
    {
        var (days, tickets, held, found) = (0.0, 0, 0, 0);
        foreach (var home in Alicante.Read())
        {
            days += (home[^1].At - home[0].At).TotalDays;
            tickets += Alicante.Judge(home).Findings.Count(static finding => finding is { Act: FindingAct.Open } && finding.Why.Rule == HouseholdTexts.StuckRule);
            var from = home.FindIndex(home.Count / 2, static reading => reading.Value > 1);
            if (from >= 0 && from + 200 < home.Count)
            {
                var (state, findings) = Alicante.Judge([.. home.Take(from + 200).Select((reading, i) => i < from ? reading : reading with { Value = home[from].Value + 0.5 })]);
                held++;
                found += findings.Any(finding => finding.Act == FindingAct.Open && finding.At > home[from].At && finding.Why.Rule == HouseholdTexts.StuckRule) ? 1 : 0;
                Assert.Equal(home[from].At.UtcDateTime, state.ActiveAt);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{days:0} days of homes: {tickets} tickets; {found} of {held} held values found.");
        Assert.InRange(tickets / days, 0, 0.002);
        Assert.Equal(held, found);
    }

    private static bool IsTicket(Finding finding) => finding.Kind != AlertKinds.Leak;

    private static (string Rhythm, string Alerts) Seen(EntityRun<HouseholdState> home) =>
        (Meters.Text(home.State.Rhythm), string.Join(' ', home.State.Alerts?.Open.Select(static alert => alert.Kind) ?? []));

    // Litres in tenths while somebody is up, mostly none.
    private static double[] Draws(int seed)
    {
        var random = new Random(seed + 1000);
        return [.. Enumerable.Range(0, Days * Meters.PerDay).Select(i => i % Meters.PerDay is >= 28 and < 86 && random.NextDouble() < 0.4 ? Math.Round(1 + (25 * random.NextDouble()), 1) : 0)];
    }

    private static double[] Stuck(double[] water, double litres)
    {
        Array.Fill(water, litres, From, To - From);
        return water;
    }

    private static IEnumerable<Observation> Readings(double[] water) => water.Select(static (litres, i) => Meters.Water(Meters.EndOf(i), litres) with { Entity = Id });

    private static IEnumerable<Observation> Home(double[] power, double[] water) => Readings(water).SelectMany((litres, i) => (Observation[])[Meters.Power(litres.At, power[i]) with { Entity = Id }, litres]);

    private static List<LoggedObservation> Logged(IEnumerable<Observation> observations) => EntityRun<HouseholdState>.Logged(observations);

    private static EntityRun<HouseholdState> Household() => new(Id, new HouseholdRules(Options.Create(new HouseholdOptions()), Options.Create(new AlertOptions()), new Kinds()), new HouseholdState
    {
        Registration = new HouseholdRegistration { Card = EntityRun<HouseholdState>.Card(Id, "household"), ConsentAt = Meters.Start },
    });
}
