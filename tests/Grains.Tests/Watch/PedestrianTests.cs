using CityActors.Watch;
using static CityActors.Tests.Watch.WatchData;

namespace CityActors.Tests.Watch;

/// <summary>Pedestrians in Melbourne, counted by the hour for two years, by the rules of the pack <c>crowd</c>: with a dead band, so that a crowd is one crowd.</summary>
public sealed class PedestrianTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Theory]
    [InlineData("Birrarung Marr", 4_000, 100)]
    [InlineData("Birrarung Marr", 1_500, 100)]
    [InlineData("Bourke Street Mall (North)", 4_000, 300)]
    public void Counts_TwoYears_LevelsAndHoursAreThoseOfTheReference(string sensor, int full, int least)
    {
        var samples = Rows("melbourne_pedestrian", "pedestrian.csv.gz").Where(row => row[0] == sensor && row[4] != "NA")
            .Select(static row => new Sample(Utc(row[1].Insert(row[1].Length - 2, ":")), Number(row[4]))).ToList();
        WatchLevel[] levels = [new(1, 0.6 * full, 0.5 * full), new(2, 0.8 * full, 0.7 * full), new(3, full, 0.9 * full)];

        var counter = PackRun.Follow(PackRun.Thing("people-counter", PackRun.Set("crowd", ("full", $"{full}.0")), Hour), "people-flow", samples);

        var standing = WatchReference.Standing(samples, Quarter, 4 * Hour);
        AreEqual($"{sensor}, crowd", WatchReference.Levels(standing, samples[0].At, Quarter, 0, 1, levels), PackRun.Told(counter, "crowd"), least);
        AreEqual($"{sensor}, full", WatchReference.Levels(standing, samples[0].At, Quarter, 0, 1, [levels[2] with { Level = 1 }]), PackRun.Told(counter, "crowd-full"), 0);
        AreEqual("silences", WindowReference.Silences(samples, 4 * Hour), PackRun.Told(counter, "data-gap"), 0);
    }
}
