using CityActors.Benchmarks.Calls;
using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Durable;
using CityActors.Benchmarks.Memory;
using CityActors.Benchmarks.Reports;

namespace CityActors.Benchmarks;

/// <summary>Runs everything on one city with a data folder of its own.</summary>
internal static class CoreBenchmarks
{
    public static async Task Run(BenchmarkPlan plan, Report report)
    {
        report.Say($"Plan {plan.Name}, seed {BenchmarkPlan.Seed}; a data folder in {Path.GetTempPath()} is removed at the end.");
        await using var city = await BenchmarkCity.Start();
        if (plan.Rounds > 1)
        {
            report.Say("Warming up: the compiler gets the time to know what is hot, for the bare loops as for the grains.");
            var unheard = new Report(TextWriter.Null, TextWriter.Null);
            await new CallBenchmarks(city, plan with { Calls = plan.Calls / 4 }, unheard).Run(plan.GrainCounts[0]);
        }

        foreach (var count in plan.GrainCounts)
        {
            await new CallBenchmarks(city, plan, report).Run(count);
        }

        await new MemoryBenchmarks(city, plan, report).Run();
        await new StateBenchmarks(city, plan, report).Run();
        await new DurableBenchmarks(city, plan, report).Run();
    }
}
