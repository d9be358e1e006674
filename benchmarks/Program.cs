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
    await Console.Error.WriteLineAsync($"'{string.Join(' ', args)}' is no benchmark: give 'core' (some minutes) or 'quick' (a smoke run of a few seconds).");
    return 2;
}

var results = Console.Out;
Console.SetOut(TextWriter.Null); // Results alone go to the standard output; a new city would print its keys there.
var report = new Report(results, Console.Error);
await CoreBenchmarks.Run(plan, report);
if (!report.IsConsistent)
{
    await Console.Error.WriteLineAsync("Grains counted something else than was sent: the lines with \"consistent\": false say where. The figures are worth nothing.");
    return 1;
}

return 0;
