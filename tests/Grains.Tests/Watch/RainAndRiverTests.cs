using CityActors.Watch;
using static CityActors.Tests.Watch.WatchData;

namespace CityActors.Tests.Watch;

/// <summary>Rain and a river in England, quarter by quarter of an hour for years.</summary>
public sealed class RainAndRiverTests
{
    private const int Kind = 8;
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan SilentAfter = TimeSpan.FromHours(3);
    private static readonly SilenceRule Silence = new() { Of = Kind, After = SilentAfter };

    /// <summary>Sums of an hour and of 24 hours; 10 and 25 mm a day are where Chinese forecasters begin to speak of moderate and of heavy rain.</summary>
    [Theory]
    [InlineData(1, 4, 2.5, 8, 6, 20)]
    [InlineData(24, 10, 8, 25, 20, 100)]
    public void Rain_SumsOfHours_EveryTurnIsThatOfTheReference(int hours, double low, double lowUntil, double high, double highUntil, int least)
    {
        var samples = Rows("ea_rain_river", "chesterton_rain.csv.gz").Where(static row => row[4] == "0" && row[6] == "Good").Select(static row => new Sample(Utc(row[0]), Number(row[1]))).ToList();
        WatchLevel[] levels = [new(1, low, lowUntil), new(2, high, highUntil)];
        var judged = new LevelsRule { Of = Kind, Levels = levels, OffDelay = 4 * Quarter };

        var turns = Follow(samples, new SumRule { Of = Kind, As = SumAs.Sum, Over = TimeSpan.FromHours(hours), Levels = judged }, Silence);

        var standing = WatchReference.Standing(Sums(samples, TimeSpan.FromHours(hours)), Quarter, SilentAfter);
        AreEqual($"rain of {hours} h", WatchReference.Levels(standing, samples[0].At, Quarter, 0, 4, levels), Told(turns, 0), least);
        AreEqual("silences", WindowReference.Silences(samples, SilentAfter), Told(turns, 1), 2);
    }

    [Fact]
    public void River_FlowAndRise_EveryTurnIsThatOfTheReference()
    {
        var samples = Rows("ea_rain_river", "bewdley_river_flow.csv.gz").Where(static row => row[1] != "NA").Select(static row => new Sample(Utc(row[0]), Number(row[1]))).ToList();
        WatchLevel[] levels = [new(1, 200, 180), new(2, 300, 270), new(3, 400, 370)];

        var turns = Follow(
            samples,
            new LevelsRule { Of = Kind, Levels = levels, OnDelay = 2 * Quarter, OffDelay = 8 * Quarter },
            new RateRule { Of = Kind, By = 40, Within = TimeSpan.FromHours(6) },
            Silence);

        AreEqual("flow", WatchReference.Levels(WatchReference.Standing(samples, Quarter, SilentAfter), samples[0].At, Quarter, 2, 8, levels), Told(turns, 0), 50);
        AreEqual("rises", WindowReference.Rises(samples, 40, TimeSpan.FromHours(6), SilentAfter), Told(turns, 1), 50);
        AreEqual("silences", WindowReference.Silences(samples, SilentAfter), Told(turns, 2), 0);
    }

    private static List<Sample> Sums(List<Sample> samples, TimeSpan over)
    {
        var sums = new List<Sample>();
        for (var i = 0; i < samples.Count; i++)
        {
            var first = i;
            while (first > 0 && samples[first - 1].At > samples[i].At - over)
            {
                first--;
            }

            var sum = 0.0;
            for (var j = first; j <= i; j++)
            {
                sum += samples[j].Value;
            }

            sums.Add(new Sample(samples[i].At, sum));
        }

        return sums;
    }
}
