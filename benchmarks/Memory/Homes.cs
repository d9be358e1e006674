using System.Globalization;
using CityActors.Commits;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Places;

namespace CityActors.Benchmarks.Memory;

/// <summary>Registered households that have lived for two weeks: their states as the city stores them.</summary>
internal static class Homes
{
    /// <summary>How far apart readings are: those of the two weeks, and those that are sent.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromMinutes(5);

    /// <summary>How often meters are to report. Two of these without a reading are shared with the cell, four are a data gap; while time is taken there shall be neither.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(16);

    /// <summary>Until when the homes have lived before anything is sent: so long ago that 360 readings of each fit in, and so lately that silence since is no gap.</summary>
    public static readonly DateTimeOffset LivedUntil = Whole(TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(30));

    private const int HomesOfACell = 300;
    private const int Patterns = 8;
    private const int Days = 14;
    private static readonly LivingRhythm[] Lived = [.. Enumerable.Range(0, Patterns).Select(Live)];

    /// <summary>The id of a household.</summary>
    public static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"home-430103002001-{number:000000}");

    /// <summary>The card of a household.</summary>
    public static EntityCard CardOf(int number) => new()
    {
        Id = IdOf(number),
        Type = "household",
        Cell = string.Create(CultureInfo.InvariantCulture, $"430103002001{number / HomesOfACell % 1000:000}"),
        Position = new GeoPoint(112.97, 28.18),
        Drill = true,
    };

    /// <summary>The number of a household.</summary>
    public static int NumberOf(string id) => int.Parse(id.AsSpan(id.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);

    /// <summary>The states of households 0, 1, 2, …; each is a copy of its own, as if it were read from storage.</summary>
    public static IEnumerable<HouseholdState> States(int count, StateSerializer serializer)
    {
        for (var number = 0; number < count; number++)
        {
            var state = new HouseholdState
            {
                Version = 1,
                Registration = new HouseholdRegistration
                {
                    Card = CardOf(number),
                    CareTags = ["elderly-alone"],
                    ConsentAt = LivedUntil - TimeSpan.FromDays(Days + 1),
                    Interval = Interval,
                },
                Rhythm = Lived[number % Patterns],
            };
            yield return serializer.Deserialize<HouseholdState>(serializer.Serialize(state))!;
        }
    }

    private static DateTimeOffset Whole(DateTimeOffset at) => at.AddTicks(-(at.Ticks % Spacing.Ticks));

    // Two weeks of readings through the detector itself.
    private static LivingRhythm Live(int pattern)
    {
        var random = new Random(BenchmarkPlan.Seed + pattern);
        var detector = new HouseholdDetector(Interval, new HouseholdOptions());
        var rhythm = LivingRhythm.Unknown;
        for (var at = LivedUntil - TimeSpan.FromDays(Days); at <= LivedUntil; at += Spacing)
        {
            rhythm = detector.Observe(rhythm, new Observation { Entity = "home-bench", Kind = ObservationKinds.Power, At = at, Value = Watts(at, random) }).Next;
        }

        return rhythm;
    }

    /// <summary>A plausible power: a base at night, more by day.</summary>
    public static double Watts(DateTimeOffset at, Random random)
    {
        var hour = (at + TimeSpan.FromHours(8)).Hour;
        var use = hour is >= 6 and < 23 && random.NextDouble() < 0.6 ? 80 + (500 * random.NextDouble()) : 0;
        return Math.Round(60 + (6 * random.NextDouble()) + use, 1);
    }
}
