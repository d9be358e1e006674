using CityActors.Benchmarks;
using CityActors.Benchmarks.Fuzz;
using CityActors.Benchmarks.Reports;

if (args is ["fuzz", .. var words] && FuzzPlan.From(words) is { } fuzz)
{
    return (await FuzzRun.Run(fuzz, Console.Out)).Faults.Count == 0 ? 0 : 1;
}

string[] alone = ["observations", "alarms", "deadlines", "restart", "district", "orders"];
var (plan, only) = args switch
{
    [] or ["core"] => (BenchmarkPlan.Core, ""),
    ["quick"] => (BenchmarkPlan.Quick, ""),
    ["quick", var name] when alone.Contains(name) => (BenchmarkPlan.Quick, name),
    [var name] when alone.Contains(name) => (BenchmarkPlan.Core, name),
    ["reports", _] => (BenchmarkPlan.Core, "reports"),
    _ => (null, ""),
};
if (plan is null)
{
    await Console.Error.WriteLineAsync(
        $"'{string.Join(' ', args)}' is no benchmark: give 'core' (some minutes), 'quick' (a smoke run of some seconds), for one alone {string.Join(", ", alone)}, after 'quick' a small one, 'reports' and a file, or 'fuzz', with how many requests and a seed if not a million and 7.");
    return 2;
}

var report = new Report(Console.Out, Console.Error);
await (only == "reports" ? new CommandBenchmarks(report).Reports(args[1]) : CoreBenchmarks.Run(plan, report, only));
report.SayGoals();
if (!report.IsConsistent)
{
    await Console.Error.WriteLineAsync("Grains counted something else than was sent, or two runs of one district differ: the lines with \"consistent\": false and \"export\" say where. The figures are worth nothing.");
    return 1;
}

return 0;
