using System.Text.Json;
using CityActors.Alerts;
using CityActors.Households;
using CityActors.Observations;

namespace CityActors.Tests.Households;

/// <summary>Synthetic homes with quarter-hourly electricity meters, and a run of the detector over them.</summary>
internal static class Meters
{
    public const int PerDay = 96;

    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    /// <summary>Monday 2025-10-27 00:00 China Standard Time.</summary>
    public static readonly DateTimeOffset Start = new(2025, 10, 26, 16, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset EndOf(int index) => Start + ((index + 1) * Interval);

    public static Observation Power(DateTimeOffset at, double watts) =>
        new() { Entity = "home-1", Kind = ObservationKinds.Power, At = at, Value = watts };

    public static Observation Water(DateTimeOffset at, double litres) =>
        new() { Entity = "home-1", Kind = ObservationKinds.Water, At = at, Value = litres };

    /// <summary>Somebody who gets up about 6 and goes to bed about 22, an hour later at weekends.</summary>
    public static double[] Regular(int days, int seed)
    {
        var random = new Random(seed);
        var (baseWatts, up, down) = (30 + random.Next(120), 5.5 + (2 * random.NextDouble()), 21.5 + (2 * random.NextDouble()));
        var watts = new double[days * PerDay];
        for (var i = 0; i < watts.Length; i++)
        {
            var hour = i % PerDay / 4.0;
            var isAwake = hour >= up + (i / PerDay % 7 >= 5 ? 1 : 0) && hour < down;
            var use = isAwake && random.NextDouble() < 0.6 ? 80 + (600 * random.NextDouble()) : 0;
            watts[i] = Math.Round(baseWatts + (0.15 * baseWatts * random.NextDouble()) + use, 1);
        }

        return watts;
    }

    /// <summary>No rhythm at all.</summary>
    public static double[] Restless(int days, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, days * PerDay).Select(_ => Math.Round(50 + (450 * random.NextDouble()), 1))];
    }

    /// <summary>300 W by day and 60 W by night, to the last digit.</summary>
    public static double[] Square(int days, int seed)
    {
        var up = 6 + (seed % 3);
        return [.. Enumerable.Range(0, days * PerDay).Select(i => i % PerDay / 4 >= up && i % PerDay / 4 < 22 ? 300.0 : 60.0)];
    }

    /// <summary>Holds a value from a time on, as a frozen meter does.</summary>
    public static double[] Freeze(double[] watts, int from, Frozen how, int seed)
    {
        var random = new Random(seed);
        var frozen = (double[])watts.Clone();
        var low = watts[(from - PerDay)..from].Order().ElementAt(10);
        for (var i = from; i < frozen.Length; i++)
        {
            frozen[i] = how switch
            {
                Frozen.AtLastValue => watts[from - 1],
                Frozen.AtBase => low,
                Frozen.NearBase => Math.Round(low * (0.95 + (0.1 * random.NextDouble())), 1),
                _ => 0,
            };
        }

        return frozen;
    }

    public static (LivingRhythm State, List<Finding> Findings) Run(double[] watts, HouseholdOptions? options = null) =>
        Run(watts.Select((value, index) => Power(EndOf(index), value)), options);

    public static (LivingRhythm State, List<Finding> Findings) Run(IEnumerable<Observation> readings, HouseholdOptions? options = null)
    {
        var detector = new HouseholdDetector(Interval, options ?? new HouseholdOptions());
        var state = new LivingRhythm();
        var findings = new List<Finding>();
        foreach (var reading in readings)
        {
            var step = detector.Observe(state, reading);
            state = step.Next;
            findings.AddRange(step.Findings);
        }

        return (state, findings);
    }

    /// <summary>All that is remembered, so that two can be compared whole: arrays, too.</summary>
    public static string Text(LivingRhythm rhythm) => JsonSerializer.Serialize(rhythm);

    /// <summary>A folder of real measurements beside this repository, or null.</summary>
    public static string? SharedFolder(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", name);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    public static List<Finding> Openings(IEnumerable<Finding> findings) => [.. findings.Where(finding => finding.Act == FindingAct.Open)];
}

/// <summary>What a frozen meter holds.</summary>
public enum Frozen
{
    AtLastValue,
    AtBase,
    NearBase,
    AtZero,
}
