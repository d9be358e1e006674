using CityActors.Alerts;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Tests.Alerts;
using Microsoft.Extensions.Options;

namespace CityActors.Tests.Households;

/// <summary>A meter of a real home that goes wrong on the 22nd day is a fault of the meter, never a quiet home.</summary>
public sealed class MeterFaultsInRealHomesTests
{
    private const int From = 21 * Meters.PerDay;

    [Fact]
    public void OneValue_OfAMillionWatts_AtThreeInTheMorning_ChangesNoAlarm()
    {
        const int at = From + 11; // The quarter of an hour up to 03:00.
        var homes = SwissHomes.Read().ConvertAll(static watts => (
            True: Alarms(Readings(watts)),
            Odd: Alarms(Readings(watts).Select(static (reading, i) => i == at ? reading with { Value = 1_000_000 } : reading)),
            Missing: Alarms(Readings(watts).Where(static (_, i) => i != at))));

        Print($"{homes.Count(static home => !home.True.SequenceEqual(home.Odd))} of {homes.Count} homes with other alarms than with the true value, {homes.Count(static home => !home.Missing.SequenceEqual(home.Odd))} than without it");
        Assert.All(homes, static home => Assert.Equal(home.Missing, home.Odd));
        Assert.InRange(homes.Count(static home => !home.True.SequenceEqual(home.Odd)), 0, 1); // Where the true value, which nobody knows, would have counted.
    }

    [Fact]
    public void Sign_Reversed_IsAFaultAndNoSilence()
    {
        var (tickets, silences, homes) = (0, 0, SwissHomes.Read());
        foreach (var watts in homes)
        {
            var run = new EntityRun<HouseholdState>("home-1", new HouseholdRules(Options.Create(new HouseholdOptions()), Options.Create(new AlertOptions()), new Kinds()), new HouseholdState
            {
                Registration = new HouseholdRegistration { Card = EntityRun<HouseholdState>.Card("home-1", "household"), ConsentAt = Meters.Start },
            });
            run.Observe(EntityRun<HouseholdState>.Logged(watts.Select(static (value, i) => Meters.Power(Meters.EndOf(i), i < From ? value : -value) with { IsImplausible = i >= From && value > 0 })));
            var opened = run.Alerts.Select(static fact => fact.Alert).Where(static alert => alert.OpenedAt > Meters.EndOf(From)).DistinctBy(static alert => alert.Id).ToList();
            tickets += opened.Any(static alert => alert is { Kind: AlertKinds.Implausible, Explanation.Rule: "meter-reversed" }) ? 1 : 0;
            var third = watts.Select(static (value, i) => (value, i)).Where(static item => item.i >= From && item.value > 0).Select(static item => item.i).Append(watts.Length).Take(3).Last();
            silences += opened.Count(alert => alert.Kind == AlertKinds.Inactivity && alert.OpenedAt >= Meters.EndOf(third)); // Until then it reads zero, as it did before.
        }

        var zero = homes.Count(static watts => watts.Skip(From).Count(static value => value > 0) < 3);
        Print($"reversed: {tickets} tickets, {silences} silences, {zero} of {homes.Count} homes read nothing but zero");
        Assert.Equal((homes.Count - zero, 0), (tickets, silences));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(0.001)]
    public void Unit_AThousandfoldOff_IsAFaultAndNoSilence(double factor) =>
        Judge($"times {factor}", static (_, _) => true, (watts, i) => watts[i] * factor, factor < 1 ? 6 : 0, HouseholdTexts.ScaleRule); // In kilowatts a heat pump looks like a base load.

    [Fact]
    public void Meter_StuckWhileSomebodyIsActive_IsAFaultAndNoSilence() => Judge("stuck", static (before, held) => BaseLoad.IsActive(before, held, new HouseholdOptions()), static (watts, _) => Held(watts), 0, HouseholdTexts.StuckRule, HouseholdTexts.ScaleRule);

    private static void Judge(string what, Func<LivingRhythm, double, bool> counts, Func<double[], int, double> wrong, int mostSilences, params string[] rules)
    {
        var (put, tickets, silences) = (0, 0, 0);
        foreach (var watts in SwissHomes.Read())
        {
            var before = Meters.Run(watts[..From]).State;
            if (!counts(before, Held(watts)) || before.IsReported || before.BaseWatts < 5)
            {
                continue;
            }

            put++;
            var findings = Meters.Run([.. watts.Select((value, i) => i < From ? value : wrong(watts, i))]).Findings.Where(static finding => finding.At > Meters.EndOf(From - 1)).ToList();
            tickets += findings.Any(finding => finding.Act == FindingAct.Open && rules.Contains(finding.Why.Rule)) ? 1 : 0;
            silences += findings.Count(static finding => finding is { Kind: AlertKinds.Inactivity, Act: FindingAct.Open });
        }

        Assert.True(put > 200);
        Print($"{what}: {put} meters of homes with a base load of 5 W or more, {tickets} tickets, {silences} silences");
        Assert.InRange(tickets, put - 1, put);
        Assert.InRange(silences, 0, mostSilences);
    }

    // What the meter reads as the most of the day before is held.
    private static double Held(double[] watts) => watts[(From - Meters.PerDay)..From].Max() + 0.1;

    private static IEnumerable<Observation> Readings(double[] watts) => watts.Select(static (value, i) => Meters.Power(Meters.EndOf(i), value));

    private static List<DateTimeOffset> Alarms(IEnumerable<Observation> readings) => [.. Meters.Openings(Meters.Run(readings).Findings).Where(static finding => finding.Kind == AlertKinds.Inactivity).Select(static finding => finding.At)];

    private static void Print(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
