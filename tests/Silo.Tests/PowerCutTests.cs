using System.Text.Json;

namespace CityActors.Silo.Tests;

/// <summary>A power cut and a meter network outage are one alert each, of the smallest area that holds their homes; the homes' own alerts are held back, and nobody else's.</summary>
public sealed class PowerCutTests(ITestOutputHelper output)
{
    private const int Lonely = 5; // In the cell far away.
    private const int Dead = 6; // In the first cell: its meter never comes back after the outage.
    private static readonly DateTimeOffset CutFrom = CutTown.Start.AddHours(26.1);
    private static readonly DateTimeOffset CutTo = CutFrom.AddHours(2);
    private static readonly DateTimeOffset OutageFrom = CutTown.Start.AddHours(34.2);
    private static readonly DateTimeOffset OutageTo = OutageFrom.AddHours(6);
    private static readonly DateTimeOffset End = CutTown.Start.AddHours(44);

    [Fact]
    public async Task CutAndOutage_OfThreeHundredHomes_AreOneAlertEachHoweverTheInputIsCut()
    {
        var (hash, lines) = await Run(TimeSpan.FromHours(22), repeats: 1, kills: 0);
        Check(lines);

        var (disturbed, again) = await Run(TimeSpan.FromHours(2.5), repeats: 2, kills: 6);
        Check(again);
        Assert.Equal(hash, disturbed);
    }

    private void Check(IReadOnlyList<JsonElement> lines)
    {
        var cut = Assert.Single(SmallTown.Alerts(lines, "power-cut"));
        var outage = Assert.Single(SmallTown.Alerts(lines, "network-outage"));
        output.WriteLine($"{cut}\n{outage}");
        Assert.Equal("area-430103002", cut.GetProperty("entity").GetString());
        Assert.Equal("area-430103002001", outage.GetProperty("entity").GetString());
        Assert.InRange(cut.GetProperty("openedAt").GetDateTimeOffset(), CutFrom.AddMinutes(15), CutFrom.AddMinutes(60));
        Assert.InRange(cut.GetProperty("clearedAt").GetDateTimeOffset(), CutTo, CutTo.AddMinutes(45));
        Assert.InRange(outage.GetProperty("openedAt").GetDateTimeOffset(), OutageFrom.AddMinutes(15), OutageFrom.AddMinutes(60));
        Assert.InRange(outage.GetProperty("clearedAt").GetDateTimeOffset(), OutageTo, OutageTo.AddMinutes(45));

        Assert.Empty(SmallTown.Alerts(lines, "inactivity"));
        var gaps = SmallTown.Alerts(lines, "data-gap").ToDictionary(static alert => alert.GetProperty("entity").GetString()!, static alert => alert.GetProperty("openedAt").GetDateTimeOffset());
        Assert.Equal([CutTown.Home(Dead), CutTown.Home(Lonely)], gaps.Keys.Order());
        Assert.InRange(gaps[CutTown.Home(Lonely)], CutFrom.AddMinutes(45), CutFrom.AddMinutes(60));
        Assert.InRange(gaps[CutTown.Home(Dead)], OutageTo.AddMinutes(60), OutageTo.AddMinutes(105));

        string[] categories = [.. SmallTown.Orders(lines).Select(static order => order.GetProperty("category").GetString()!).Order()];
        Assert.Equal(["service.device.data-gap", "service.device.data-gap", "service.utility.network-outage", "service.utility.power-cut"], categories);
        Assert.All(SmallTown.Orders(lines).Where(static order => order.GetProperty("category").GetString()!.StartsWith("service.utility", StringComparison.Ordinal)), static order => Assert.NotEqual("", order.GetProperty("cell").GetString()));
    }

    /// <summary>A quarter of the flats in the first cell stand empty: their meters always say zero.</summary>
    private static double? Says(int home, DateTimeOffset at)
    {
        var cell = CutTown.CellOf(home);
        if (home == Lonely && at > CutFrom && at <= CutTo)
        {
            return null;
        }

        if ((cell < 3 && at > OutageFrom && at <= OutageTo) || (home == Dead && at > OutageFrom))
        {
            return null;
        }

        var isEmpty = cell == 0 && home % 24 == 0;
        return isEmpty || (cell < 5 && at > CutFrom && at <= CutTo) ? 0 : SmallTown.Usual(home % 6, at);
    }

    private static async Task<(string Hash, IReadOnlyList<JsonElement> Lines)> Run(TimeSpan step, int repeats, int kills)
    {
        using var folder = new TempFolder();
        await using var city = await CityProcess.StartReplay(folder.Path, CutTown.Start);
        await CutTown.Register(city);
        for (var from = CutTown.Start; from < End; from += step)
        {
            var to = from + step < End ? from + step : End;
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                await city.Feed(CutTown.Readings(CutTown.Homes, from, to, Says));
            }

            if (to > CutFrom && kills-- > 0)
            {
                var running = city.Advance(to);
                await Task.WhenAny(running, Task.Delay(150, TestContext.Current.CancellationToken));
                await city.Kill();
                await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await city.Start();
            }

            await city.Advance(to);
        }

        return await city.Export();
    }
}
