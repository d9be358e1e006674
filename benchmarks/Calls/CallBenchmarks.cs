using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Reports;
using CityActors.Households;

namespace CityActors.Benchmarks.Calls;

/// <summary>Calls per second, inline, between loops and from outside, beside the bare loop that makes the same state changes.</summary>
internal sealed class CallBenchmarks(BenchmarkCity city, BenchmarkPlan plan, Report report)
{
    private const int Window = 1_024;

    public async Task Run(int grains)
    {
        await Work("counter", grains, () => new BareCounters(grains), key => city.Grains.GetGrain<ICounterGrain>(key));
        var options = new HouseholdOptions();
        await Work("household", grains, () => new BareMeters(grains, options), key => city.Grains.GetGrain<IMeterGrain>(key));
    }

    private async Task Work<TBare>(string work, int grains, Func<TBare> bare, Func<string, ITakerGrain> find)
        where TBare : struct, IBareStates
    {
        var one = new CallOrder(grains, plan.Calls, 1);
        var all = new CallOrder(grains, plan.Calls, city.Loops);
        var (bareOne, sumOne) = await Bare(one, work, bare());
        var (bareAll, sumAll) = await Bare(all, work, bare());

        // The target's loop stands in its key: all on loop 0 for a single caller, else spread over all loops.
        await Case("inline", work, one, find, _ => 0, [new Caller(0, 0)], 1, bareOne, sumOne);
        await Case("inline", work, all, find, number => number % city.Loops, Everywhere(0), 1, bareAll, sumAll);
        await Case("across-loops", work, one, find, _ => 0, [new Caller(1, 0)], Window, bareOne, sumOne);
        await Case("across-loops", work, all, find, number => number % city.Loops, Everywhere(1), Window, bareAll, sumAll);
        await Case("outside", work, one, find, number => number % city.Loops, [new Caller(null, 0)], Window, bareAll, sumOne);
    }

    /// <summary>One caller on each loop; it calls the grains of its own loop, or of one that many further.</summary>
    private Caller[] Everywhere(int further) =>
        [.. Enumerable.Range(0, city.Loops).Select(loop => new Caller(loop, (loop + further) % city.Loops))];

    private async Task<(Measured Speed, TakerCount Sum)> Bare<TBare>(CallOrder order, string work, TBare states)
        where TBare : struct, IBareStates
    {
        var measured = await Measured.Run(plan, order.Calls, order.Prepare, _ =>
        {
            Thread[] threads = [.. Enumerable.Range(0, order.Parts.Length).Select(part => new Thread(() => Sweep(order, part, states)))];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            return Task.CompletedTask;
        });
        var sum = states.Sum();
        report.Add(measured.ToResult("calls", "bare-loop", "calls/s") with
        {
            Work = work,
            Grains = order.Grains,
            Threads = order.Parts.Length,
            Consistent = sum.Readings == order.Calls * (plan.WarmUps + plan.Rounds),
        });
        return (measured, sum);
    }

    private static void Sweep<TBare>(CallOrder order, int part, TBare states)
        where TBare : struct, IBareStates
    {
        var numbers = order.Parts[part];
        var perSweep = numbers.Length / order.Sweeps;
        for (var sweep = 0; sweep < order.Sweeps; sweep++)
        {
            var readings = order.ReadingsOf(sweep);
            for (var i = sweep * perSweep; i < (sweep + 1) * perSweep; i++)
            {
                states.Take(numbers[i], readings[CallOrder.VariantOf(numbers[i])]);
            }
        }
    }

    private async Task Case(
        string name, string work, CallOrder order, Func<string, ITakerGrain> find, Func<int, int> loopOf, Caller[] callers, int window, Measured bare, TakerCount expected)
    {
        ITakerGrain[] targets = [.. Enumerable.Range(0, order.Grains).Select(number => find($"bench-{loopOf(number)}-{number:000000}"))];
        await Activate(targets);
        CallJobs.Current = [.. callers.Select(caller => new CallJob(order, caller.Part, targets, window))];
        var before = Inline();
        var measured = await Measured.Run(plan, order.Calls, order.Prepare, _ => Task.WhenAll(callers.Select(Call)));
        var inline = (Inline() - before) / (double)(order.Calls * (plan.WarmUps + plan.Rounds));
        var sum = await Sum(targets);
        report.Add(measured.ToResult("calls", name, "calls/s", bare) with
        {
            Work = work,
            Grains = order.Grains,
            Threads = callers.Length,
            InlineShare = Math.Round(inline, 4),
            Consistent = sum == expected,
        });
        await city.Empty();
    }

    private Task Call(Caller caller, int job) => caller.Loop is { } loop
        ? city.Grains.GetGrain<IDriverGrain>($"bench-{loop}-driver").Drive(job)
        : Task.Run(() => CallJobs.Run(CallJobs.Current[job]));

    private long Inline() => city.Engine.Loops.Sum(loop => Volatile.Read(ref loop.Counters.InlineCalls));

    /// <summary>A first call each, before time is taken; activation is measured by itself.</summary>
    private static async Task Activate(ITakerGrain[] targets) => _ = await Sum(targets);

    private static async Task<TakerCount> Sum(ITakerGrain[] targets)
    {
        var sum = default(TakerCount);
        foreach (var chunk in targets.Chunk(Window))
        {
            foreach (var taken in await Task.WhenAll(chunk.Select(target => target.Taken())))
            {
                sum = new TakerCount(sum.Readings + taken.Readings, sum.Findings + taken.Findings);
            }
        }

        return sum;
    }

    /// <summary>Who calls: a grain on a loop or, without one, a thread outside; and which part of the order.</summary>
    private readonly record struct Caller(int? Loop, int Part);
}
