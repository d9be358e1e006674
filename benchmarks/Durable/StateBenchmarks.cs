using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Reports;

namespace CityActors.Benchmarks.Durable;

/// <summary>How many grain states per second reach the disk: one after another, and many at once sharing commits.</summary>
internal sealed class StateBenchmarks(BenchmarkCity city, BenchmarkPlan plan, Report report)
{
    private const int Sequential = 200;
    private const int Window = 1_024;

    public async Task Run()
    {
        ILedgerGrain[] ledgers = [.. Enumerable.Range(0, plan.Ledgers).Select(number => city.Grains.GetGrain<ILedgerGrain>(BenchmarkCity.KeyOf(number)))];
        var few = ledgers[..Math.Min(Sequential, ledgers.Length)];
        await Case("one-by-one", ledgers, few, 1);
        await Case("many-at-once", ledgers, ledgers, Window);
    }

    private async Task Case(string name, ILedgerGrain[] all, ILedgerGrain[] ledgers, int window)
    {
        var before = await Stored(all);
        var measured = await Measured.Run(plan, ledgers.Length, async () =>
        {
            var calls = new Window(window);
            foreach (var ledger in ledgers)
            {
                await calls.Room();
                calls.Add(ledger.Enter());
            }

            await calls.All();
        });
        await city.Empty("bench-ledger"); // What is counted now was read from disk again.
        var entered = await Stored(all) - before;
        report.Add(measured.ToResult("state-writes", name, "writes/s") with
        {
            Grains = ledgers.Length,
            Consistent = entered == (long)ledgers.Length * (plan.WarmUps + plan.Rounds),
        });
    }

    private static async Task<long> Stored(ILedgerGrain[] ledgers)
    {
        var sum = 0L;
        foreach (var chunk in ledgers.Chunk(Window))
        {
            sum += (await Task.WhenAll(chunk.Select(ledger => ledger.Entries()))).Sum();
        }

        return sum;
    }
}
