using CityActors.Observations;

namespace CityActors.Benchmarks.Calls;

/// <summary>Who is called with what: whole sweeps over all grains in a random order. One serves grains and bare loop alike.</summary>
internal sealed class CallSweeps
{
    private const int Variants = 16;
    private static readonly DateTimeOffset Begin = new(2025, 10, 26, 16, 0, 0, TimeSpan.Zero);
    private readonly Observation[][] readings;
    private int made;

    public CallSweeps(int grains, int calls)
    {
        Count = Math.Max(1, calls / grains);
        Order = [.. Enumerable.Range(0, grains)];
        new Random(BenchmarkPlan.Seed).Shuffle(Order);
        readings = new Observation[Count][];
    }

    /// <summary>How many sweeps a round has.</summary>
    public int Count { get; }

    /// <summary>The grains' numbers in the order in which they are called.</summary>
    public int[] Order { get; }

    /// <summary>Calls in a round.</summary>
    public long Calls => (long)Count * Order.Length;

    /// <summary>Begins anew in time: for another case of the same calls.</summary>
    public void Restart() => made = 0;

    /// <summary>Makes the readings of a round; each round goes on in time where the one before ended.</summary>
    public Task Prepare()
    {
        var random = new Random(BenchmarkPlan.Seed + made);
        for (var sweep = 0; sweep < Count; sweep++)
        {
            made++;
            readings[sweep] = [.. Enumerable.Range(0, Variants).Select(_ => new Observation
            {
                Entity = "home-bench",
                Kind = ObservationKinds.Power,
                At = Begin + (made * BareStates.Interval),
                Value = Math.Round(60 + (400 * random.NextDouble()), 1),
            })];
        }

        return Task.CompletedTask;
    }

    /// <summary>What a grain takes in a sweep.</summary>
    public Observation Reading(int sweep, int number) => readings[sweep][number & (Variants - 1)];
}
