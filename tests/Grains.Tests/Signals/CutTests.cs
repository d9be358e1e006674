using System.Runtime.CompilerServices;
using CityActors.Alerts;
using CityActors.Places;

namespace CityActors.Tests.Signals;

/// <summary>Cuts and outages of all shapes: what is one alert, of which area, and whose alarms are held back for how long.</summary>
public sealed class CutTests
{
    private static readonly ConditionalWeakTable<SignalTown, object> homesOf = [];
    private static readonly DateTimeOffset Start = SignalTown.Start;
    private static readonly DateTimeOffset From = Start.AddHours(6);

    [Fact]
    public void Cut_OfOneCell_IsAnAlertOfThatCell()
    {
        var town = Town(cells: 3);
        Feed(town, 10, (home, at) => IsIn(home, 0) && at > From && at <= From.AddHours(2) ? 0 : 100);

        var cut = Assert.Single(town.Of("power-cut"));
        Assert.Equal($"cell-{SignalTown.Cell(2, 1)}", cut.Entity);
        Assert.Equal(AlertState.Cleared, cut.State);
        Assert.Empty(town.Of(AlertKinds.DataGap));
        Assert.Equal(1, town.Reports("power-cut"));
    }

    [Fact]
    public void Cut_OfTwoStreetsNearEachOther_IsAnAlertOfTheDistrictAndFarApartTwo()
    {
        var near = Town(cells: 2, communities: 2, metresApart: 500);
        var far = Town(cells: 2, communities: 2, metresApart: 9_000);
        foreach (var town in new[] { near, far })
        {
            Feed(town, 10, static (_, at) => at > From && at <= From.AddHours(2) ? 0 : 100);
        }

        Assert.Equal(["area-430103"], near.Of("power-cut").Select(static alert => alert.Entity));
        Assert.Equal(["area-430103002001", "area-430103003001"], far.Of("power-cut").Select(static alert => alert.Entity).Order());
    }

    [Fact]
    public void Cut_OfASingleHomeOrOfTooFew_IsNone()
    {
        var town = Town(cells: 2);
        Feed(town, 10, static (home, at) => home < 4 && at > From && at <= From.AddHours(2) ? 0 : 100);

        Assert.Empty(town.Alerts);
    }

    [Fact]
    public void Flats_ThatStandEmpty_CountNeitherWay()
    {
        // Twelve of twenty flats of the cell stand empty: they alone are no cut, and of the eight others six are one.
        var town = Town(cells: 1);
        Feed(town, 10, static (home, at) => home < 12 || (home < 18 && at > From && at <= From.AddHours(2)) ? 0 : 100);

        var cut = Assert.Single(town.Of("power-cut"));
        Assert.Contains("6 of 8 homes", cut.Explanation.English, StringComparison.Ordinal);
        Assert.True(cut.OpenedAt > From);
    }

    [Fact]
    public void Outage_HoldsBackItsHomesAndNobodyElses()
    {
        var town = Town(cells: 2);
        var back = From.AddHours(6);
        Feed(town, 20, (home, at) => (IsIn(home, 0) && at > From && at <= back) || (home == 21 && at > From) || (home == 2 && at > From) ? null : 100);

        var outage = Assert.Single(town.Of("network-outage"));
        Assert.Equal($"cell-{SignalTown.Cell(2, 1)}", outage.Entity);
        var gaps = town.Of(AlertKinds.DataGap);
        Assert.Equal([Id(2), Id(21)], gaps.Select(static alert => alert.Entity).Order());
        Assert.InRange(gaps.Single(static alert => alert.Entity == Id(21)).OpenedAt, From.AddMinutes(45), From.AddMinutes(60)); // Beside it: as always.
        Assert.InRange(gaps.Single(static alert => alert.Entity == Id(2)).OpenedAt, back.AddMinutes(55), back.AddMinutes(100)); // Its meter died: after its own limit, from the end on.
    }

    [Fact]
    public void Cuts_ApartInTime_AreTwo()
    {
        var town = Town(cells: 1);
        Feed(town, 14, static (_, at) => (at > From && at <= From.AddHours(1)) || (at > From.AddHours(3) && at <= From.AddHours(4)) ? 0 : 100);

        Assert.Equal(2, town.Of("power-cut").Count);
        Assert.All(town.Of("power-cut"), static alert => Assert.Equal(AlertState.Cleared, alert.State));
    }

    [Fact]
    public void Blip_OfAQuarterOfAnHour_IsNone()
    {
        var town = Town(cells: 1);
        Feed(town, 8, static (_, at) => at > From && at <= From.AddMinutes(14) ? 0 : 100);

        Assert.Empty(town.Alerts);
    }

    [Fact]
    public void Cut_ThatSpreads_MovesUpAndItsFirstAlertBecomesAPartWithTheOneOrder()
    {
        var town = Town(cells: 3);
        Feed(town, 12, static (home, at) => at > From.AddMinutes(IsIn(home, 0) ? 0 : 60) && at <= From.AddHours(3) ? 0 : 100);

        var alerts = town.Of("power-cut");
        Assert.Equal(["area-430103002001", $"cell-{SignalTown.Cell(2, 1)}"], alerts.Select(static alert => alert.Entity).Order());
        Assert.Equal(alerts.Single(static alert => alert.Parent is null).Id, alerts.Single(static alert => alert.Parent is not null).Parent);
        Assert.Equal("area-430103002001", alerts.Single(static alert => alert.Parent is null).Entity);
        Assert.All(alerts, static alert => Assert.Equal(AlertState.Cleared, alert.State));
        Assert.Equal(1, town.Reports("power-cut"));
    }

    [Fact]
    public void Outage_WhileACutHolds_IsOneAlertMoreAndNoHomesAlarm()
    {
        var town = Town(cells: 2);
        Feed(town, 14, static (_, at) => at > From.AddHours(1) && at <= From.AddHours(3) ? null : at > From && at <= From.AddHours(4) ? 0 : 100);

        Assert.Single(town.Of("power-cut"));
        Assert.Single(town.Of("network-outage"));
        Assert.Empty(town.Of(AlertKinds.DataGap));
    }

    [Fact]
    public void Readings_LateRepeatedAndReordered_LeadToTheSame()
    {
        var (calm, rough) = (Town(cells: 2), Town(cells: 2));
        static double? Says(int home, DateTimeOffset at) => IsIn(home, 0) && at > From && at <= From.AddHours(2) ? 0 : 100;
        Feed(calm, 10, Says);
        Feed(rough, 10, Says, isRough: true);

        Assert.Equal(calm.Alerts.Select(static alert => alert.Id), rough.Alerts.Select(static alert => alert.Id));
        Assert.Equal(AlertState.Cleared, Assert.Single(rough.Of("power-cut")).State);
    }

    [Fact]
    public void Restart_InTheMiddle_ChangesNothing()
    {
        var (calm, cut) = (Town(cells: 2), Town(cells: 2));
        static double? Says(int home, DateTimeOffset at) => IsIn(home, 0) && at > From && at <= From.AddHours(2) ? null : 100;
        Feed(calm, 10, Says);
        Feed(cut, 10, Says, restartEvery: TimeSpan.FromMinutes(37));

        Assert.Equal(Told(calm), Told(cut));
        Assert.Single(cut.Of("network-outage"));
    }

    [Fact]
    public void Home_RegisteredMeanwhile_SharesInIt()
    {
        var town = Town(cells: 1, homes: 10);
        Feed(town, 7, static (_, at) => at > From ? 0 : 100);
        town.Register(Id(90), SignalTown.Cell(2, 1));
        for (var at = Start.AddHours(7).AddMinutes(5); at < Start.AddHours(10); at = at.AddMinutes(15))
        {
            town.Send(Id(90), at, 0);
        }

        town.Advance(Start.AddHours(7.5));
        town.Retire(Id(3));
        town.Advance(Start.AddHours(7.9));
        Assert.Single(town.Of("power-cut"));
        Assert.Equal(AlertState.Open, town.Of("power-cut")[0].State);
    }

    [Fact]
    public void Cells_WithTwoHomesEach_AreJudgedTogether()
    {
        var town = Town(cells: 12, homes: 24);
        Feed(town, 10, static (_, at) => at > From && at <= From.AddHours(2) ? null : 100);

        Assert.Equal(["area-430103002001"], town.Of("network-outage").Where(static alert => alert.Parent is null).Select(static alert => alert.Entity));
        Assert.Equal(1, town.Reports("network-outage"));
        Assert.Empty(town.Of(AlertKinds.DataGap));
    }

    private static IEnumerable<string> Told(SignalTown town) =>
        town.Alerts.Select(static alert => $"{alert.Id} {alert.OpenedAt:O} {alert.ClearedAt:O} {alert.State}").Order(StringComparer.Ordinal);

    private static string Id(int home) => $"home-{home:00}";

    private static bool IsIn(int home, int cell) => home / 20 == cell;

    /// <summary>Cells of twenty homes, or fewer, side by side.</summary>
    private static SignalTown Town(int cells, int communities = 1, int metresApart = 0, int homes = 0)
    {
        var town = new SignalTown();
        var each = homes > 0 ? homes / cells : 20;
        for (var community = 0; community < communities; community++)
        {
            for (var home = 0; home < cells * each; home++)
            {
                var cell = home / each;
                var position = Geography.Offset(new GeoPoint(112.97, 28.19), (community * metresApart) + (cell * 100), home % 10);
                town.Register(Id((community * cells * each) + home), SignalTown.Cell(2 + community, cell + 1), position);
            }
        }

        homesOf.Add(town, communities * cells * each);
        return town;
    }


    private static void Feed(SignalTown town, int hours, Func<int, DateTimeOffset, double?> says, bool isRough = false, TimeSpan? restartEvery = null)
    {
        var random = new Random(7);
        homesOf.TryGetValue(town, out var homes);
        for (var at = Start; at < Start.AddHours(hours); at = at.AddMinutes(1))
        {
            for (var home = (int)((at - Start).TotalMinutes % 15); home < (int)homes!; home += 15)
            {
                if (says(home, at) is { } watts)
                {
                    var value = watts == 0 ? 0 : watts + random.Next(1000) / 100.0;
                    town.Send(Id(home), at, value, isRough && random.Next(10) == 0 ? at.AddMinutes(random.Next(3)) : null);
                    if (isRough && random.Next(10) == 0)
                    {
                        town.Send(Id(home), at, value, at.AddMinutes(random.Next(20)));
                    }
                }
            }
        }

        for (var at = Start; at < Start.AddHours(hours); at += restartEvery ?? TimeSpan.FromHours(hours))
        {
            town.Advance(at);
            if (restartEvery is not null)
            {
                town.Restart();
            }
        }

        town.Advance(Start.AddHours(hours));
    }
}
