using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Reports;
using CityActors.Households;

namespace CityActors.Benchmarks.Calls;

/// <summary>Calls per second, from outside and from a grain, beside the bare loop that makes the same state changes.</summary>
internal sealed class CallBenchmarks(BenchmarkCity city, BenchmarkPlan plan, Report report)
{
    private const int Many = 1_024;

    public async Task Run(int grains)
    {
        await Work("counter", "bench-counter", grains, new BareCounters(grains), key => city.Grains.GetGrain<ICounterGrain>(key));
        await Work("household", "bench-meter", grains, new BareMeters(grains, new HouseholdOptions()), key => city.Grains.GetGrain<IMeterGrain>(key));
    }

    private async Task Work<TBare>(string work, string type, int grains, TBare bare, Func<string, ITakerGrain> find)
        where TBare : struct, IBareStates
    {
        var sweeps = new CallSweeps(grains, plan.Calls);
        var speed = await Measured.Run(plan, sweeps.Calls, sweeps.Prepare, () =>
        {
            Sweep(sweeps, bare);
            return Task.CompletedTask;
        });
        var expected = bare.Sum();
        report.Add(speed.ToResult("calls", "bare-loop", "calls/s") with
        {
            Work = work,
            Grains = grains,
            Consistent = expected.Readings == sweeps.Calls * (plan.WarmUps + plan.Rounds),
        });
        foreach (var (caller, isGrain) in new[] { ("outside", false), ("grain", true) })
        {
            foreach (var (way, window) in new[] { ("one-by-one", 1), ("many-at-once", Many) })
            {
                ITakerGrain[] targets = [.. Enumerable.Range(0, grains).Select(number => find(BenchmarkCity.KeyOf(number)))];
                var (measured, sum) = await Case(sweeps, targets, window, isGrain);
                report.Add(measured.ToResult("calls", $"{caller}-{way}", "calls/s", speed) with { Work = work, Grains = grains, Consistent = sum == expected });
                await city.Empty(type);
            }
        }
    }

    private static void Sweep<TBare>(CallSweeps sweeps, TBare states)
        where TBare : struct, IBareStates
    {
        for (var sweep = 0; sweep < sweeps.Count; sweep++)
        {
            foreach (var number in sweeps.Order)
            {
                states.Take(number, sweeps.Reading(sweep, number));
            }
        }
    }

    private async Task<(Measured Speed, TakerCount Sum)> Case(CallSweeps sweeps, ITakerGrain[] targets, int window, bool isGrain)
    {
        _ = await Sum(targets); // A first call each, before time is taken; activation is measured by itself.
        sweeps.Restart();
        var job = CallJob.Current = new CallJob(sweeps, targets, window);
        var driver = city.Grains.GetGrain<IDriverGrain>("driver");
        var measured = await Measured.Run(plan, sweeps.Calls, sweeps.Prepare, isGrain ? driver.Drive : () => Task.Run(job.Run));
        return (measured, await Sum(targets));
    }

    private static async Task<TakerCount> Sum(ITakerGrain[] targets)
    {
        var sum = default(TakerCount);
        foreach (var chunk in targets.Chunk(Many))
        {
            foreach (var taken in await Task.WhenAll(chunk.Select(target => target.Taken())))
            {
                sum = new TakerCount(sum.Readings + taken.Readings, sum.Findings + taken.Findings);
            }
        }

        return sum;
    }
}
