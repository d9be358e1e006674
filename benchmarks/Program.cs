using CityActors.Benchmarks;
using CityActors.Benchmarks.Reports;

string[] alone = ["observations", "alarms", "deadlines", "restart"];
var (plan, only) = args switch
{
    [] or ["core"] => (BenchmarkPlan.Core, ""),
    ["quick"] => (BenchmarkPlan.Quick, ""),
    ["quick", var name] when alone.Contains(name) => (BenchmarkPlan.Quick, name),
    [var name] when alone.Contains(name) => (BenchmarkPlan.Core, name),
    _ => (null, ""),
};
if (plan is null)
{
    await Console.Error.WriteLineAsync(
        $"'{string.Join(' ', args)}' is no benchmark: give 'core' (some minutes), 'quick' (a smoke run of some seconds), or for one alone {string.Join(", ", alone)}, after 'quick' a small one.");
    return 2;
}

var report = new Report(Console.Out, Console.Error);
await CoreBenchmarks.Run(plan, report, only);
if (!report.IsConsistent)
{
    await Console.Error.WriteLineAsync("Grains counted something else than was sent: the lines with \"consistent\": false say where. The figures are worth nothing.");
    return 1;
}

return 0;
