using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Signals;
using CityActors.Terminals;
using CityActors.Tests.Alerts;
using CityActors.Tests.Watch;
using Microsoft.Extensions.Options;

namespace CityActors.Tests.Signals;

/// <summary>The air pack: one station that jumps alone is a source near it, many that jump are smog; a day's mean is put into the log once.</summary>
public sealed class LocalSourceTests
{
    private static readonly DateTimeOffset Start = SignalTown.Start;

    [Fact]
    public void OneStation_ThatJumpsAlone_IsALocalSource()
    {
        var alerts = Run(static (station, hour) => station == 3 && hour is >= 20 and < 24 ? 200 : 60);

        var alert = Assert.Single(alerts);
        Assert.Equal("area-430103", alert.Entity);
        Assert.Equal(AlertState.Cleared, alert.State);
        Assert.Equal("term-air-3 rose by 142 µg/m³ in two hours; 6 of 7 stations did not.", alert.Explanation.English);
    }

    [Fact]
    public void ManyStations_ThatJump_AreNone() => Assert.Empty(Run(static (station, hour) => station < 5 && hour >= 20 + (station / 2) ? 200 : 60));

    [Fact]
    public void DaysMean_IsDerivedOnceAndNotAgainByRepeats()
    {
        var run = Station(0);
        var readings = Enumerable.Range(1, 72).Select(static hour => Reading(0, hour, 60 + hour)).ToList();
        run.Observe(EntityRun<TerminalState>.Logged(readings.Concat(readings)), 7);

        var derived = run.Facts.OfType<ObservationDerived>().ToList();
        Assert.Equal(derived.Select(static fact => fact.Id).Distinct(), derived.Select(static fact => fact.Id));
        Assert.Equal(["pm25-day", "pm25-day"], derived.Select(static fact => fact.Kind));
        Assert.All(derived, static fact => Assert.Equal(16, fact.At.UtcDateTime.Hour)); // Midnight in China.
    }

    private static IReadOnlyList<Alert> Run(Func<int, int, double> value)
    {
        var rules = new PlacesRules(SeedThings.Things, Options.Create(new AlertOptions()));
        var stations = Enumerable.Range(0, 7).Select(Station).ToList();
        var (places, alerts) = (new PlacesState(), new Dictionary<string, Alert>(StringComparer.Ordinal));
        for (var hour = 1; hour <= 36; hour++)
        {
            var now = Start.AddHours(hour);
            FallDue(now.AddTicks(-1));
            for (var station = 0; station < stations.Count; station++)
            {
                var before = stations[station].Facts.Count;
                stations[station].Observe(new ObserveBatch { Items = [new LoggedObservation(hour, Reading(station, hour, value(station, hour)))], PreviousOffset = stations[station].State.Applied });
                stations[station].Tick(now);
                foreach (var fact in stations[station].Facts.Skip(before).Where(static fact => fact is SignalChanged or MemberChanged).ToArray())
                {
                    Take(rules.React("places-430103", places, fact, now));
                }
            }

            FallDue(now); // Of one instant, what was observed comes first.
        }

        return [.. alerts.Values];

        void FallDue(DateTimeOffset upTo)
        {
            while (rules.Deadlines("places-430103", places).Where(due => due.At <= upTo).OrderBy(static due => due.At).ToArray() is [var next, ..])
            {
                Take(rules.Due("places-430103", places, new Deadlines.Deadline("places/places-430103", next.Name, next.At), next.At));
            }
        }

        void Take(Commits.Decision<PlacesState> decision)
        {
            places = decision.Next;
            foreach (var changed in decision.Facts.OfType<AlertChanged>())
            {
                alerts[changed.Subject] = changed.Alert;
            }
        }
    }

    private static Observation Reading(int station, int hour, double value) => new() { Entity = $"term-air-{station}", Kind = "pm25", At = Start.AddHours(hour), Value = value + (hour % 3) };

    private static EntityRun<TerminalState> Station(int station)
    {
        var rules = SeedThings.Rules();
        var state = new TerminalState();
        rules.Register(state, new TerminalRegistration { Card = EntityRun<TerminalState>.Card($"term-air-{station}", "terminal", "air-station") with { Privacy = Privacy.Public } });
        var run = new EntityRun<TerminalState>($"term-air-{station}", rules, state);
        run.Register(Start);
        return run;
    }
}
