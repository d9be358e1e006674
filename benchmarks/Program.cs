using CityActors.Benchmarks;
using CityActors.Benchmarks.Reports;

var plan = args switch
{
    [] or ["core"] => BenchmarkPlan.Core,
    ["quick"] => BenchmarkPlan.Quick,
    _ => null,
};
if (plan is null)
{
    await Console.Error.WriteLineAsync($"'{string.Join(' ', args)}' is no benchmark: give 'core' (some minutes) or 'quick' (a smoke run of some seconds).");
    return 2;
}

var report = new Report(Console.Out, Console.Error);
await CoreBenchmarks.Run(plan, report);
if (!report.IsConsistent)
{
    await Console.Error.WriteLineAsync("Grains counted something else than was sent: the lines with \"consistent\": false say where. The figures are worth nothing.");
    return 1;
}

return 0;
