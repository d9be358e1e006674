using CityActors.Alerts;
using CityActors.Households;
using CityActors.Places;
using CityActors.Tests.Households;

namespace CityActors.Tests.Signals;

/// <summary>268 real homes whose quiet is learnt, in one community: power is cut for six hours, or nothing is heard of any meter.</summary>
public sealed class RealHomesCutTests
{
    private const int HomesOfACell = 20;
    private const int SettledDays = 21;
    private const int From = (22 * Meters.PerDay) + 32; // Eight in the morning.
    private const int Until = From + 24;

    [Fact]
    public void CutOfSixHours_IsOneAlertOfTheCommunity_AndNoHomesAlarm()
    {
        var homes = SwissHomes.Read();
        var settled = homes.ConvertAll(static watts => Meters.Run(watts[..(SettledDays * Meters.PerDay)]).State);

        var usual = Town(homes, settled, static (watts, index) => watts[index]);
        var cut = Town(homes, settled, static (watts, index) => index is >= From and < Until ? 0 : watts[index]);
        var outage = Town(homes, settled, static (watts, index) => index is >= From and < Until ? null : watts[index]);

        Print("as it was", usual);
        Print("cut", cut);
        Print("outage", outage);
        Assert.Equal("area-430103002001", Assert.Single(cut.Of("power-cut")).Entity);
        Assert.InRange(Alarms(cut, From, Until), 0, Alarms(usual, From, Until));
        Assert.InRange(Alarms(cut, From, From + Meters.PerDay), 0, Alarms(usual, From, From + Meters.PerDay));
        Assert.Equal("area-430103002001", Assert.Single(outage.Of("network-outage")).Entity);
        Assert.Equal(Gaps(usual), Gaps(outage));
        Assert.InRange(Alarms(outage, From, From + Meters.PerDay), 0, Alarms(usual, From, From + Meters.PerDay));
    }

    private static SignalTown Town(List<double[]> homes, List<LivingRhythm> settled, Func<double[], int, double?> says)
    {
        var town = new SignalTown();
        for (var home = 0; home < homes.Count; home++)
        {
            town.Register(Id(home), SignalTown.Cell(2, 1 + (home / HomesOfACell)), Geography.Offset(new GeoPoint(112.97, 28.19), home / HomesOfACell * 100, home % HomesOfACell * 5));
            town.Settle(Id(home), settled[home], Meters.EndOf((SettledDays * Meters.PerDay) - 1));
            for (var index = SettledDays * Meters.PerDay; index < From + (2 * Meters.PerDay); index++)
            {
                if (says(homes[home], index) is { } watts)
                {
                    town.Send(Id(home), Meters.EndOf(index), watts);
                }
            }
        }

        town.Advance(Meters.EndOf(From + (2 * Meters.PerDay)));
        return town;
    }

    private static int Alarms(SignalTown town, int from, int until) =>
        town.Of(AlertKinds.Inactivity).Count(alert => alert.OpenedAt > Meters.EndOf(from - 1) && alert.OpenedAt <= Meters.EndOf(until - 1));

    private static int Gaps(SignalTown town) => town.Of(AlertKinds.DataGap).Count(static alert => alert.Explanation.Rule == "data-gap");

    private static string Id(int home) => $"home-430103002001-{home:0000}";

    private static void Print(string what, SignalTown town) => TestContext.Current.TestOutputHelper?.WriteLine(
        $"{what}: inactivity {Alarms(town, From, Until)} in the six hours, {Alarms(town, From, From + Meters.PerDay)} in the day; {string.Join(", ", town.Alerts.GroupBy(static alert => alert.Kind).Select(static kind => $"{kind.Key} {kind.Count()}"))}");
}
