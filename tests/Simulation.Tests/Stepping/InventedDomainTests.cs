using System.Collections.Immutable;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Places;

namespace CityActors.Simulation.Stepping;

/// <summary>The protocol over an invented domain of two grains: counters that count, and one ledger that must end with what they counted.</summary>
public sealed class InventedDomainTests
{
    private const string Ledger = "dispatch/ledger";
    private static readonly string[] Counters = ["area/a", "area/b", "area/c", "area/d", "area/e"];

    [Fact]
    public void Protocol_ManySeeds_KeepsEveryPromise() => Parallel.For(0, 200, static seed => Run(seed, new SteppedFaults(), 2_000));

    [Fact]
    public void Protocol_CursorTooFar_IsCaught() => Caught(new SteppedFaults { IsCursorTooFar = true });

    [Fact]
    public void Protocol_DeadlineKept_IsCaught() => Caught(new SteppedFaults { IsDeadlineKept = true });

    private static void Caught(SteppedFaults broken) =>
        Assert.Contains(Enumerable.Range(0, 100), seed => Record.Exception(() => Run(seed, broken, 2_000)) is InvariantBrokenException);

    private static void Run(int seed, SteppedFaults faults, int steps)
    {
        var acknowledged = Counters.ToDictionary(static counter => counter, static _ => 0);
        var city = new SteppedCity(seed, faults, Activate, static fact => fact is AreaRegistered ? [Ledger] : []);
        foreach (var counter in Counters)
        {
            city.AddInput(() =>
            {
                ((Activation<Count>)city.Find(counter)).Decide(state => (CountRules.Add(state, counter, city.Now), 0));
                acknowledged[counter]++;
            });
        }

        for (var step = 0; step < steps; step++)
        {
            city.Step();
        }

        city.Settle(city.Now + TimeSpan.FromDays(1));
        Check(city, acknowledged, seed);
    }

    private static void Check(SteppedCity city, Dictionary<string, int> acknowledged, int seed)
    {
        var ledger = city.Store.All<Sums>().Select(static entry => entry.State).SingleOrDefault() ?? new Sums();
        foreach (var counter in Counters)
        {
            var count = (Count?)city.Store.Read(counter).State ?? new Count();
            if (count.Value < acknowledged[counter])
            {
                throw new InvariantBrokenException($"Seed {seed}: {counter} holds {count.Value} of {acknowledged[counter]} acknowledged.");
            }

            if (ledger.Of.GetValueOrDefault(counter) != count.Value || count.Value != count.Rung)
            {
                throw new InvariantBrokenException($"Seed {seed}: {counter} counted {count.Value}, the ledger {ledger.Of.GetValueOrDefault(counter)}, and {count.Rung} fell due.");
            }
        }

        if (city.Store.Booked.Any())
        {
            throw new InvariantBrokenException($"Seed {seed}: deadlines are left that nobody waits for.");
        }
    }

    private static IActivation Activate(SteppedCity city, string owner) => owner == Ledger
        ? new Activation<Sums>(owner, new SumRules(), city)
        : new Activation<Count>(owner, new CountRules(), city);

    /// <summary>A counter: each count falls due some seconds later, and is then marked as rung.</summary>
    private sealed record Count
    {
        public int Value { get; init; }

        public int Rung { get; init; }

        public ImmutableSortedDictionary<string, DateTimeOffset> Due { get; init; } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;
    }

    private sealed record Sums
    {
        public ImmutableSortedDictionary<string, int> Of { get; init; } = ImmutableSortedDictionary<string, int>.Empty;
    }

    private sealed class CountRules : ICityRules<Count>
    {
        public static Decision<Count> Add(Count state, string counter, DateTimeOffset at)
        {
            var value = state.Value + 1;
            return Decision.To(
                state with { Value = value, Due = state.Due.Add($"ring-{value}", at + TimeSpan.FromSeconds(5 + (value % 3))) },
                new AreaRegistered { Subject = counter, Version = value, At = at, Area = "", Place = new AreaCard { Code = counter, Name = "", Level = AreaLevel.Cell } });
        }

        public Decision<Count> React(string key, Count state, CityFact fact, DateTimeOffset now) => Decision.None(state);

        public Decision<Count> Due(string key, Count state, Deadline deadline, DateTimeOffset now) =>
            Decision.To(state with { Rung = state.Rung + 1, Due = state.Due.Remove(deadline.Name) });

        public IEnumerable<DueTime> Deadlines(string key, Count state) => state.Due.Select(static due => new DueTime(due.Key, due.Value));
    }

    private sealed class SumRules : ICityRules<Sums>
    {
        // The order of a lane shows: a count that came before its predecessor would not fit.
        public Decision<Sums> React(string key, Sums state, CityFact fact, DateTimeOffset now) => state.Of.GetValueOrDefault(fact.Subject) == fact.Version - 1
            ? Decision.To(state with { Of = state.Of.SetItem(fact.Subject, (int)fact.Version) })
            : throw new InvariantBrokenException($"Fact {fact.Id} comes after {state.Of.GetValueOrDefault(fact.Subject)}.");

        public Decision<Sums> Due(string key, Sums state, Deadline deadline, DateTimeOffset now) => Decision.None(state);

        public IEnumerable<DueTime> Deadlines(string key, Sums state) => [];
    }
}
