using CityActors.Benchmarks.Cities;
using CityActors.Observations;

namespace CityActors.Benchmarks.Calls;

/// <summary>Who is called in which order with what: whole sweeps over all grains, each in a random order of its own.</summary>
/// <remarks>Grain <c>n</c> belongs to loop <c>n % parts</c>. One order serves grains and bare loop alike.</remarks>
internal sealed class CallOrder
{
    private const int Variants = 16;
    private readonly Observation[][] readings;

    public CallOrder(int grains, int calls, int parts)
    {
        var random = new Random(BenchmarkPlan.Seed);
        Grains = grains;
        Sweeps = Math.Max(1, calls / grains);
        var order = Enumerable.Range(0, parts).Select(_ => new List<int>()).ToArray();
        var all = Enumerable.Range(0, grains).ToArray();
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            random.Shuffle(all);
            foreach (var number in all)
            {
                order[number % parts].Add(number);
            }
        }

        Parts = [.. order.Select(part => part.ToArray())];
        readings = new Observation[Sweeps][];
    }

    public int Grains { get; }

    public int Sweeps { get; }

    /// <summary>For each part the numbers to call, sweep after sweep.</summary>
    public int[][] Parts { get; }

    public long Calls => (long)Grains * Sweeps;

    /// <summary>Makes the readings of a round; each round goes on in time where the one before ended.</summary>
    public void Prepare(int round)
    {
        var random = new Random(BenchmarkPlan.Seed + round);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var at = BenchmarkCity.Now + ((((long)round * Sweeps) + sweep + 1) * BareStates.Interval);
            readings[sweep] = [.. Enumerable.Range(0, Variants).Select(_ => new Observation
            {
                Entity = "home-bench",
                Kind = ObservationKinds.Power,
                At = at,
                Value = Math.Round(60 + (400 * random.NextDouble()), 1),
            })];
        }
    }

    /// <summary>The readings of a sweep; grain <c>n</c> takes that at <c>n &amp; 15</c>.</summary>
    public Observation[] ReadingsOf(int sweep) => readings[sweep];

    /// <summary>Which of a sweep's readings a grain takes.</summary>
    public static int VariantOf(int number) => number & (Variants - 1);
}
