using System.Diagnostics;

namespace CityActors.Benchmarks.Reports;

/// <summary>What rounds of one measurement gave.</summary>
/// <param name="PerSecond">Operations per second of each round, ascending.</param>
/// <param name="BytesPerOperation">Allocated by the whole process, median.</param>
/// <param name="Operations">Operations in a round.</param>
internal sealed record Measured(IReadOnlyList<double> PerSecond, double BytesPerOperation, long Operations)
{
    /// <summary>The median round.</summary>
    public double Median => MedianOf(PerSecond);

    /// <summary>Runs warm-up rounds and rounds that count; what prepares a round is not timed.</summary>
    /// <param name="plan">How many rounds.</param>
    /// <param name="operations">Operations in each.</param>
    /// <param name="prepare">Prepares a round.</param>
    /// <param name="act">The round.</param>
    public static async Task<Measured> Run(BenchmarkPlan plan, long operations, Func<Task> prepare, Func<Task> act)
    {
        var speeds = new List<double>();
        var bytes = new List<double>();
        for (var round = 0; round < plan.WarmUps + plan.Rounds; round++)
        {
            await prepare();
            GC.Collect();
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var begin = Stopwatch.GetTimestamp();
            await act();
            var elapsed = Stopwatch.GetElapsedTime(begin);
            if (round >= plan.WarmUps)
            {
                speeds.Add(operations / elapsed.TotalSeconds);
                bytes.Add((GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)operations);
            }
        }

        speeds.Sort();
        bytes.Sort();
        return new Measured(speeds, MedianOf(bytes), operations);
    }

    /// <summary>Rounds that need no preparation.</summary>
    public static Task<Measured> Run(BenchmarkPlan plan, long operations, Func<Task> act) => Run(plan, operations, static () => Task.CompletedTask, act);

    /// <summary>A result with these figures.</summary>
    public Result ToResult(string benchmark, string name, string unit, Measured? bare = null) => new()
    {
        Benchmark = benchmark,
        Case = name,
        Unit = unit,
        Median = Math.Round(Median),
        Least = Math.Round(PerSecond[0]),
        Most = Math.Round(PerSecond[^1]),
        Rounds = PerSecond.Count,
        Operations = Operations,
        BytesPerOperation = Math.Round(BytesPerOperation, 1),
        Bare = bare is null ? null : Math.Round(bare.Median),
        Ratio = bare is null ? null : Math.Round(Median / bare.Median, 6),
    };

    private static double MedianOf(IReadOnlyList<double> sorted) =>
        sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
}
