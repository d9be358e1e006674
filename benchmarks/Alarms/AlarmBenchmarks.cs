using CityActors.Benchmarks.Reports;
using CityActors.Testing;

namespace CityActors.Benchmarks.Alarms;

/// <summary>From a terminal's reading to a responder who is asked: many alarms at once, and how long one waits at half of that load.</summary>
internal sealed class AlarmBenchmarks
{
    private const int MostSilos = 3;
    private readonly BenchmarkPlan plan;
    private readonly Report report;

    public AlarmBenchmarks(BenchmarkPlan plan, Report report) => (this.plan, this.report) = (plan with { WarmUps = plan.ColdWarmUps }, report);

    /// <summary>Measures one Silo on SQLite, and one and three on PostgreSQL.</summary>
    public async Task Run(ScratchPostgres postgres)
    {
        await Run("sqlite", static () => "", 1);
        if (postgres.Missing is { } missing)
        {
            report.Say($"NO ALARMS WERE MEASURED ON POSTGRESQL. {missing}");
            return;
        }

        await Run("postgresql", postgres.NewDatabase, 1);
        await Run("postgresql", postgres.NewDatabase, MostSilos);
    }

    private async Task Run(string name, Func<string> store, int silos)
    {
        var burst = await Burst(store(), silos);
        report.Add(burst with { Store = name, Silos = silos });
        report.Add(await Steady(store(), silos, burst.Median / 2) with { Store = name, Silos = silos });
    }

    /// <summary>All at once.</summary>
    private async Task<Result> Burst(string store, int silos)
    {
        var count = plan.Alarms.AtOnce;
        await using var city = await AlarmCity.Start(store, silos, count * (plan.WarmUps + plan.Rounds));
        var seconds = new List<double>();
        var stored = default(StoredSoFar);
        for (var round = 0; round < plan.WarmUps + plan.Rounds; round++)
        {
            var before = await city.Quiet();
            var taken = await city.Burst(count);
            if (round >= plan.WarmUps)
            {
                seconds.Add(taken);
                stored += await city.Quiet() - before;
            }
        }

        seconds.Sort();
        var median = seconds[seconds.Count / 2];
        var alarms = (double)count * plan.Rounds;
        return new Result
        {
            Benchmark = "alarms",
            Case = "burst",
            Unit = "alarms/s",
            Grains = count,
            Operations = count,
            Rounds = plan.Rounds,
            Median = Math.Round(count / median, 1),
            Least = Math.Round(count / seconds[^1], 1),
            Most = Math.Round(count / seconds[0], 1),
            Seconds = Math.Round(median, 2),
            Commits = Math.Round(stored.Commits / alarms, 2),
            Writes = Math.Round(stored.Writes / alarms, 2),
            Transactions = Math.Round(stored.Transactions / alarms, 3),
            CpuMicroseconds = Math.Round(stored.Cpu.TotalMicroseconds / alarms),
            Consistent = city.Strays == 0,
        };
    }

    /// <summary>One after the other at a steady rate, after as many at the same rate that are not counted, in a city of its own: no offer of the burst runs out meanwhile.</summary>
    private async Task<Result> Steady(string store, int silos, double perSecond)
    {
        var count = Math.Max(1, (int)(perSecond * plan.Alarms.Steady.TotalSeconds));
        await using var city = await AlarmCity.Start(store, silos, (2 * count) + (plan.Alarms.AtOnce * plan.WarmUps));
        for (var warmUp = 0; warmUp < plan.WarmUps; warmUp++)
        {
            _ = await city.Burst(plan.Alarms.AtOnce);
        }

        _ = await city.Steady(count, perSecond); // Or else some of what is measured is compilation.
        var before = await city.Quiet();
        var milliseconds = await city.Steady(count, perSecond);
        var stored = await city.Quiet() - before;
        return new Result
        {
            Benchmark = "alarms",
            Case = "half-load",
            Unit = "alarms/s",
            Grains = count,
            Operations = count,
            Rounds = 1,
            Median = Math.Round(perSecond, 1),
            P50Milliseconds = Math.Round(milliseconds[(int)(0.5 * (count - 1))], 1),
            P99Milliseconds = Math.Round(milliseconds[(int)(0.99 * (count - 1))], 1),
            Commits = Math.Round(stored.Commits / count, 2),
            Writes = Math.Round(stored.Writes / count, 2),
            Transactions = Math.Round(stored.Transactions / count, 3),
            CpuMicroseconds = Math.Round(stored.Cpu.TotalMicroseconds / count),
            Consistent = city.Strays == 0,
        };
    }
}
