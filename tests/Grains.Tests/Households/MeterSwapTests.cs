using CityActors.Alerts;
using CityActors.Households;
using CityActors.Observations;

namespace CityActors.Tests.Households;

/// <summary>Electricity meter and water meter exchanged: one device ticket that names both, neither silence nor life while it is open.</summary>
public sealed class MeterSwapTests
{
    private const int Days = 20;
    private const int From = (15 * Meters.PerDay) + 50;
    private const int To = (17 * Meters.PerDay) + 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Meters_Exchanged_AreOneTicket_UntilTheyAreRightAgain(int seed)
    {
        var (power, water) = (Meters.Regular(Days, seed), Draws(seed));
        var (state, findings) = Meters.Run(Home(power, water, static i => i is >= From and < To));

        Assert.Equal([FindingAct.Open, FindingAct.Clear], findings.Select(static finding => finding.Act));
        Assert.All(findings, static finding => Assert.Equal((AlertKinds.DataGap, HouseholdDetector.PowerZone), (finding.Kind, finding.Zone)));
        Assert.Equal(HouseholdTexts.SwapRule, findings[0].Why.Rule);
        Assert.Contains("water meter", findings[0].Why.English, StringComparison.Ordinal);
        Assert.Contains("电表", findings[0].Why.Chinese, StringComparison.Ordinal);
        Assert.InRange(findings[0].At, Meters.EndOf(From).AddHours(6), Meters.EndOf(From).AddHours(24));
        Assert.InRange(findings[1].At, Meters.EndOf(To).AddMinutes(45), Meters.EndOf(To).AddHours(6));
        Assert.Equal(MeterFault.None, state.PowerFault);
        Assert.InRange(state.BaseWatts, power.Min() * 0.8, power.Min() * 1.4);
    }

    [Fact]
    public void Meters_ExchangedFromTheFirstDayOn_AreATicketAfterADay_AndNothingElse()
    {
        var ticket = Assert.Single(Meters.Run(Home(Meters.Regular(Days, seed: 3), Draws(3), static _ => true)).Findings);

        Assert.Equal((FindingAct.Open, HouseholdTexts.SwapRule), (ticket.Act, ticket.Why.Rule));
        Assert.InRange(ticket.At, Meters.EndOf(Meters.PerDay - 1), Meters.EndOf(3 * Meters.PerDay));
    }

    [Fact]
    public void Home_FallsQuietWhileItsMetersAreExchanged_IsNoSilence_AndAfterwardsTheSilenceCountsAnew()
    {
        var quietFrom = From + 120;
        var power = Meters.Freeze(Meters.Regular(Days, seed: 3), quietFrom, Frozen.NearBase, seed: 0);
        var water = Draws(3);
        Array.Fill(water, 0, quietFrom, water.Length - quietFrom);

        var findings = Meters.Run(Home(power, water, static i => i is >= From and < To)).Findings;

        var alert = Assert.Single(findings, static finding => finding.Kind == AlertKinds.Inactivity);
        Assert.InRange(alert.At, Meters.EndOf(To).AddHours(4), Meters.EndOf(To).AddHours(16));
        Assert.Equal(2, findings.Count(static finding => finding.Kind == AlertKinds.DataGap));
    }

    [Theory]
    [InlineData(false, 35)]
    [InlineData(true, 0)]
    [InlineData(true, 35)]
    public void Leak_PowerCut_OrBoth_IsNoExchange(bool isCut, double leak)
    {
        var (power, water) = (Meters.Regular(Days, seed: 3), Draws(3));
        for (var i = From; i < To; i++)
        {
            (power[i], water[i]) = (isCut ? 0 : power[i], water[i] + leak);
        }

        Assert.DoesNotContain(Meters.Run(Home(power, water, static _ => false)).Findings, static finding => finding.Why.Rule == HouseholdTexts.SwapRule);
    }

    [Fact]
    public void Homes_AsTheyAre_HaveNoTicket()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            Assert.DoesNotContain(Meters.Run(Home(Meters.Regular(Days, seed), Draws(seed), static _ => false)).Findings, static finding => finding.Kind == AlertKinds.DataGap);
        }
    }

    /// <summary>Nothing in the readings says whose they are: what the register confuses, no rule of one home can find. It is no silence at once, though.</summary>
    [Fact]
    public void TwoHomes_Exchanged_AreNoSilenceAndNoTicket()
    {
        var findings = new List<Finding>();
        for (var seed = 0; seed < 20; seed += 2)
        {
            var (one, other) = (Meters.Regular(Days, seed), Meters.Regular(Days, seed + 1));
            findings.AddRange(Meters.Openings(Meters.Run([.. one[..From], .. other[From..]]).Findings));
            findings.AddRange(Meters.Openings(Meters.Run([.. other[..From], .. one[From..]]).Findings));
        }

        Assert.DoesNotContain(findings, static finding => finding.Kind == AlertKinds.DataGap);
        Assert.InRange(findings.Count, 0, 20); // Another home may be quieter than this one ever was; after one alarm a run that is usual.
    }

    // A tap now and then while somebody is up, mostly none.
    private static double[] Draws(int seed)
    {
        var random = new Random(seed + 1000);
        return [.. Enumerable.Range(0, Days * Meters.PerDay).Select(i => i % Meters.PerDay is >= 28 and < 86 && random.NextDouble() < 0.4 ? Math.Round(1 + (25 * random.NextDouble()), 1) : 0)];
    }

    private static IEnumerable<Observation> Home(double[] power, double[] water, Func<int, bool> isExchanged) => power.SelectMany((watts, i) => (Observation[])
    [
        Meters.Power(Meters.EndOf(i), isExchanged(i) ? water[i] : watts),
        Meters.Water(Meters.EndOf(i), isExchanged(i) ? watts : water[i]),
    ]);
}
