using CityActors.Alerts;
using CityActors.Cameras;
using CityActors.Commits;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Terminals;
using CityActors.Tests.Households;
using CityActors.Tests.Watch;
using Microsoft.Extensions.Options;

namespace CityActors.Tests.Alerts;

/// <summary>In whatever order and batches a day's observations come, in the end its alerts are those of the day in order.</summary>
public sealed class LateEvidenceTests
{
    private static readonly DateTimeOffset T0 = Meters.Start.AddDays(10);
    private static readonly StateSerializer Serializer = new();

    [Fact]
    public void Terminal_AnyOrderWithinTheHorizon_EndsWithTheAlertsOfTheSortedDay() =>
        AssertOrderDoesNotMatter(4_000, Terminal, TerminalDay, TimeSpan.FromMinutes(30));

    [Fact]
    public void Camera_AnyOrderWithinTheHorizon_EndsWithTheAlertsOfTheSortedDay() =>
        AssertOrderDoesNotMatter(4_000, Camera, CameraDay, TimeSpan.FromMinutes(30));

    [Fact]
    public void Household_AnyOrderWithinTheHorizon_EndsWithTheAlertsOfTheSortedDay()
    {
        var lived = Household();
        lived.Observe(EntityRun<HouseholdState>.Logged(Meters.Regular(10, seed: 5).Select(static (watts, i) => Meters.Power(Meters.EndOf(i), watts))));
        var stored = Serializer.Serialize(lived.State);
        AssertOrderDoesNotMatter(2_000, () => Household(Serializer.Deserialize<HouseholdState>(stored)!), HouseholdDay, TimeSpan.FromMinutes(30));
    }

    private static void AssertOrderDoesNotMatter<TState>(
        int rounds, Func<EntityRun<TState>> create, Func<Random, List<Observation>> day, TimeSpan horizon)
        where TState : EntityState, new()
    {
        var alerts = 0;
        var withdrawn = 0;
        for (var seed = 0; seed < rounds; seed++)
        {
            var random = new Random(seed);
            var sorted = day(random);
            var end = sorted[^1].At.AddHours(6);
            var wanted = create();
            wanted.Observe(EntityRun<TState>.Logged(sorted).ConvertAll(Later), size: 1 + random.Next(50));
            wanted.Tick(end);

            var shuffled = sorted.Select(seen => (Seen: seen, Comes: seen.At + (horizon * 0.99 * random.NextDouble()))).OrderBy(static entry => entry.Comes).ToList();
            var got = create();
            for (var i = 0; i < shuffled.Count;)
            {
                var size = Math.Min(shuffled.Count - i, 1 + random.Next(8));
                got.Observe(EntityRun<TState>.Logged(shuffled.GetRange(i, size).Select(static entry => entry.Seen)).ConvertAll(item => item with { Offset = Later(item).Offset + (10 * i) }), size);
                i += size;
                if (random.Next(4) == 0)
                {
                    got.Tick(shuffled[i - 1].Comes);
                }

                if (random.Next(20) == 0)
                {
                    got.Restart();
                }
            }

            got.Tick(end);
            Assert.Equal(Final(wanted), Final(got));
            Assert.Null(got.State.NotJudged);
            alerts += Final(wanted).Count;
            withdrawn += got.Alerts.Count(static fact => fact.Alert.Reason == LateEvidence.Reason);
        }

        Assert.True(alerts > rounds / 2, $"Only {alerts} alerts in {rounds} days: this shows nothing.");
        Assert.True(withdrawn > rounds / 50, $"Only {withdrawn} alerts were withdrawn in {rounds} days: this shows nothing.");
    }

    // The log goes on where the ten days of the home ended.
    private static LoggedObservation Later(LoggedObservation item) => item with { Offset = item.Offset + 1_000_000 };

    private static List<string> Final<TState>(EntityRun<TState> run)
        where TState : EntityState, new() =>
        [.. run.Alerts.GroupBy(static fact => fact.Alert.Id).Select(static facts => facts.Last().Alert)
            .Where(static alert => alert.Reason != LateEvidence.Reason)
            .Select(static alert => $"{alert.Kind} {alert.Zone} {alert.State} {alert.OpenedAt:O} {alert.ClearedAt:O}")
            .Order(StringComparer.Ordinal)];

    private static EntityRun<TerminalState> Terminal()
    {
        var card = EntityRun<TerminalState>.Card("term-1", "terminal", ObservationKinds.WaterLevel);
        return new("term-1", SeedThings.Rules(), new TerminalState { Registration = new TerminalRegistration { Card = card } });
    }

    private static List<Observation> TerminalDay(Random random)
    {
        var day = new List<Observation>();
        var level = 0.1;
        for (var at = T0; at < T0.AddDays(1); at += TimeSpan.FromMinutes(random.Next(30) == 0 ? 150 : 1 + random.Next(9)))
        {
            level = Math.Clamp(level + (0.08 * (random.NextDouble() - 0.5)), 0, 0.3);
            day.Add(new Observation { Entity = "term-1", Kind = ObservationKinds.WaterLevel, At = at, Value = Math.Round(level, 3) });
        }

        return day;
    }

    private static EntityRun<CameraState> Camera()
    {
        var card = EntityRun<CameraState>.Card("cam-1", "camera");
        return new("cam-1", new CameraRules(Options.Create(new CameraOptions()), Options.Create(new AlertOptions()), SeedThings.Kinds, SeedThings.Things), new CameraState { Registration = new() { Card = card, Zones = ["a", "b"] } });
    }

    private static List<Observation> CameraDay(Random random)
    {
        string[] kinds = [ObservationKinds.FireLane, ObservationKinds.Smoke, ObservationKinds.ThrownObject];
        var day = new List<Observation>();
        var begin = T0;
        for (var track = 0; track < 20; track++)
        {
            begin += TimeSpan.FromSeconds(random.Next(3_000));
            var seen = new Observation
            {
                Entity = "cam-1",
                Kind = kinds[random.Next(3)],
                At = begin,
                Track = $"t{track}",
                Zone = random.Next(2) == 0 ? "a" : "b",
                Phase = TrackPhase.Start,
                Confidence = 0.9,
            };
            day.Add(seen);
            for (var i = random.Next(6); i > 0; i--)
            {
                seen = seen with { At = seen.At.AddSeconds(1 + random.Next(200)), Phase = TrackPhase.Update, Confidence = random.Next(3) == 0 ? 0.2 : 0.9 };
                day.Add(seen);
            }

            if (random.Next(5) > 0)
            {
                day.Add(seen with { At = seen.At.AddSeconds(1 + random.Next(200)), Phase = TrackPhase.End, FalsePositive = random.Next(8) == 0 });
            }
        }

        return [.. day.OrderBy(static seen => seen.At)];
    }

    private static EntityRun<HouseholdState> Household(HouseholdState? state = null) => new(
        "home-1",
        new HouseholdRules(Options.Create(new HouseholdOptions()), Options.Create(new AlertOptions()), new Kinds()),
        state ?? new HouseholdState
        {
            Registration = new HouseholdRegistration { Card = EntityRun<HouseholdState>.Card("home-1", "household"), ConsentAt = Meters.Start, Interval = Meters.Interval },
        });

    private static List<Observation> HouseholdDay(Random random)
    {
        var watts = Meters.Freeze(Meters.Regular(11, seed: 5), (10 * Meters.PerDay) + random.Next(30), random.Next(2) == 0 ? Frozen.AtBase : Frozen.AtLastValue, random.Next());
        var day = new List<Observation>();
        for (var i = 10 * Meters.PerDay; i < watts.Length; i++)
        {
            if (random.Next(25) == 0)
            {
                i += random.Next(8); // A hole.
            }
            else
            {
                var value = random.Next(40) == 0 ? 700 + random.Next(100) : watts[i];
                day.Add(Meters.Power(Meters.EndOf(i), value));
            }
        }

        return day;
    }
}
