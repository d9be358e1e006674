using CityActors.Watch;
using static CityActors.Tests.Watch.WatchData;

namespace CityActors.Tests.Watch;

/// <summary>Pedestrians in Melbourne, counted by the hour for two years, with a dead band so that a crowd is one crowd.</summary>
public sealed class PedestrianTests
{
    private const int Kind = 3;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("Birrarung Marr", 100)]
    [InlineData("Bourke Street Mall (North)", 500)]
    public void Counts_TwoYears_EveryTurnIsThatOfTheReference(string sensor, int least)
    {
        var samples = Rows("melbourne_pedestrian", "pedestrian.csv.gz").Where(row => row[0] == sensor && row[4] != "NA")
            .Select(static row => new Sample(Utc(row[1].Insert(row[1].Length - 2, ":")), Number(row[4]))).ToList();
        WatchLevel[] levels = [new(1, 2_000, 1_500), new(2, 3_000, 2_400), new(3, 5_000, 4_000)];

        var turns = Follow(samples, new LevelsRule { Of = Kind, Levels = levels, OffDelay = Hour }, new SilenceRule { Of = Kind, After = 4 * Hour });

        AreEqual(sensor, WatchReference.Levels(WatchReference.Standing(samples, Hour, 4 * Hour), samples[0].At, Hour, 0, 1, levels), Told(turns, 0), least);
        AreEqual("silences", WindowReference.Silences(samples, 4 * Hour), Told(turns, 1), 0);
    }
}
