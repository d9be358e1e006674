using CityActors.Watch;
using static CityActors.Tests.Watch.WatchData;

namespace CityActors.Tests.Watch;

/// <summary>Rain and a river in England, quarter by quarter of an hour for years, by the rules of the pack <c>rain</c>.</summary>
public sealed class RainAndRiverTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan SilentAfter = TimeSpan.FromHours(1);

    /// <summary>The storms of Chesterton stay below the national signals, which is told as well; a fifth of them, as a city of another climate may set, shows the rules at work.</summary>
    [Theory]
    [InlineData(50, 50, 20, 0)]
    [InlineData(10, 10, 5, 20)]
    public void Rain_SumsOfFiveWindows_LevelsAndHoursAreThoseOfTheReference(int signal, int day, int hour, int least)
    {
        var samples = Rows("ea_rain_river", "chesterton_rain.csv.gz").Where(static row => row[4] == "0" && row[6] == "Good").Select(static row => new Sample(Utc(row[0]), Number(row[1]))).ToList();
        var packs = PackRun.Set("rain", ("signal-rain", $"{signal}"), ("day-rain", $"{day}"), ("hour-rain", $"{hour}"));

        var station = PackRun.Follow(PackRun.Thing("rain-station", packs), "rain-depth", samples);

        Check("rain-blue", 12, [signal]);
        Check("rain-yellow", 6, [signal]);
        Check("rain-orange", 3, [signal, 2 * signal]);
        Check("cloudburst", 1, [hour, 2.5m * hour]);
        Check("rainstorm-day", 24, [day, 2 * day, 5 * day]);
        AreEqual("silences", WindowReference.Silences(samples, SilentAfter), PackRun.Told(station, "data-gap"), 2);

        void Check(string alert, int hours, decimal[] from)
        {
            WatchLevel[] levels = [.. from.Select(static (value, i) => new WatchLevel(i + 1, (double)value, (double)(value * 0.8m)))];
            var standing = WatchReference.Standing(WindowReference.Sums(samples, TimeSpan.FromHours(hours)), Quarter, SilentAfter);
            AreEqual($"{alert}, {from[0]} mm in {hours} h", WatchReference.Levels(standing, samples[0].At, Quarter, 0, 0, levels), PackRun.Told(station, alert), least);
        }
    }

    /// <summary>The flow as it was measured, and the level that it would have had at Changsha.</summary>
    [Theory]
    [InlineData("river-flow", 300, 400, 270, 360, "flow-rise", 40)]
    [InlineData("river-level", 36, 38.37, 35.9, 38.27, "river-rise", 1)]
    public void River_LevelsAndRise_AreThoseOfTheReference(string kind, double warning, double guaranteed, double warningUntil, double guaranteedUntil, string rise, int by)
    {
        var samples = Rows("ea_rain_river", "bewdley_river_flow.csv.gz").Where(static row => row[1] != "NA").Select(row => new Sample(Utc(row[0]), kind == "river-flow" ? Number(row[1]) : Level(Number(row[1])))).ToList();
        WatchLevel[] levels = [new(1, warning, warningUntil), new(2, guaranteed, guaranteedUntil)];

        var gauge = PackRun.Follow(PackRun.Thing("river-gauge"), kind, samples);

        AreEqual(kind, WatchReference.Levels(WatchReference.Standing(samples, Quarter, SilentAfter), samples[0].At, Quarter, 2, 8, levels), PackRun.Told(gauge, kind), 10);
        AreEqual(rise, WindowReference.Rises(samples, by, TimeSpan.FromHours(6), SilentAfter), PackRun.Told(gauge, rise, "Signal"), 40);
    }

    private static double Level(double flow) => Math.Round(30 + (0.4 * Math.Sqrt(flow)), 2);
}
