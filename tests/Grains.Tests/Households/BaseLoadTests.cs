using CityActors.Households;

namespace CityActors.Tests.Households;

public sealed class BaseLoadTests
{
    private static readonly HouseholdOptions Options = new();

    [Fact]
    public void HeatPump_CyclingAtNight_DoesNotLiftTheBaseLoad()
    {
        var watts = new double[5 * Meters.PerDay];
        for (var i = 0; i < watts.Length; i++)
        {
            watts[i] = i % 6 < 2 ? 2000 : 90 + (i % 3);
        }

        var (state, _) = Meters.Run(watts);

        Assert.InRange(state.BaseWatts, 80, 100);
        Assert.InRange(BaseLoad.ActiveAboveWatts(state, Options), 110, 200);
    }

    [Fact]
    public void NightStorageHeating_DoesNotHideTheDay()
    {
        var watts = Enumerable.Range(0, 5 * Meters.PerDay).Select(static i => i % Meters.PerDay < 24 ? 3000.0 : i % 4 == 0 ? 400.0 : 100.0).ToArray();

        var (state, _) = Meters.Run(watts);

        Assert.True(BaseLoad.ActiveAboveWatts(state, Options) < 400);
    }

    [Fact]
    public void ColdSeason_RaisesTheBaseLoadWithinAWeekOrTwo()
    {
        double[] watts = [.. Meters.Regular(10, seed: 9), .. Meters.Regular(14, seed: 9).Select(static watt => watt + 200)];

        var (state, _) = Meters.Run(watts);
        var (before, _) = Meters.Run(watts[..(10 * Meters.PerDay)]);

        Assert.InRange(state.BaseWatts - before.BaseWatts, 180, 205);
    }

    [Fact]
    public void PartOfADay_TeachesNothing()
    {
        var (state, _) = Meters.Run(Meters.Regular(2, seed: 1)[30..].Select(static (watt, index) => Meters.Power(Meters.EndOf(index + 30), watt)));

        Assert.Equal(0, state.BaseDays);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    [InlineData(30)]
    [InlineData(431.7)]
    [InlineData(16_000)]
    public void Sample_KeepsPowerWithinFourPercent(double watts) =>
        Assert.InRange(BaseLoad.Decode(BaseLoad.Encode(watts)), (0.96 * watts) - 0.1, (1.04 * watts) + 0.1);
}
