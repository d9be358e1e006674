using System.Globalization;
using System.IO.Compression;
using CityActors.Alerts;
using CityActors.Households;
using CityActors.Observations;

namespace CityActors.Tests.Households;

/// <summary>92 homes of Alicante with water meters, about hourly and in whole litres (DAIAD, trial A).</summary>
internal static class Alicante
{
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The readings of each home by time, of those with more than 2,000; the test is skipped where the data is not there.</summary>
    /// <param name="most">More litres than this are left out.</param>
    /// <param name="least">Less litres than this are left out.</param>
    public static List<List<Observation>> Read(double least = 0, double most = 120_000)
    {
        var folder = Meters.SharedFolder("daiad_water");
        Assert.SkipUnless(folder is not null, "The folder data/daiad_water of the shared data is not beside this repository.");
        using var zip = ZipFile.OpenRead(Path.Combine(folder!, "swm_trialA.zip"));
        using var reader = new StreamReader(zip.Entries.Single(static entry => entry.FullName == "swm_trialA.csv").Open());
        var homes = new Dictionary<string, List<Observation>>();
        for (reader.ReadLine(); reader.ReadLine() is { } line;)
        {
            var parts = line.Split(';');
            var at = DateTime.ParseExact(parts[1], "dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture);
            var litres = double.Parse(parts[3], CultureInfo.InvariantCulture);
            if (litres >= least && litres <= most)
            {
                (homes.TryGetValue(parts[0], out var home) ? home : homes[parts[0]] = []).Add(Meters.Water(new DateTimeOffset(at, TimeSpan.Zero), litres));
            }
        }

        return [.. homes.Values.Select(static home => home.OrderBy(static reading => reading.At).ToList()).Where(static home => home.Count > 2_000)];
    }

    /// <summary>Judges a home with hourly meters.</summary>
    public static (LivingRhythm State, List<Finding> Findings) Judge(IEnumerable<Observation> readings)
    {
        var (detector, state, findings) = (new HouseholdDetector(Hour, new HouseholdOptions()), new LivingRhythm(), new List<Finding>());
        foreach (var reading in readings)
        {
            var step = detector.Observe(state, reading);
            state = step.Next;
            findings.AddRange(step.Findings);
        }

        return (state, findings);
    }

    /// <summary>Whether each of so many hours after a reading was read.</summary>
    public static bool IsRead(List<Observation> home, int from, int hours)
    {
        for (var i = from; i < home.Count; i++)
        {
            if (i > from && home[i].At - home[i - 1].At > TimeSpan.FromMinutes(80))
            {
                return false;
            }

            if (home[i].At - home[from].At >= hours * Hour)
            {
                return true;
            }
        }

        return false;
    }
}
