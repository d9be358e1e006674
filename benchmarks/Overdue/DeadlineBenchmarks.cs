using System.Diagnostics;
using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Reports;

namespace CityActors.Benchmarks.Overdue;

/// <summary>How quickly a Silo deals with what fell due while none ran, undisturbed and with its end by force in between.</summary>
internal sealed class DeadlineBenchmarks(BenchmarkPlan plan, Report report)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <summary>Measures both.</summary>
    public async Task Run()
    {
        report.Add(await Case("after-downtime", isKilled: false));
        report.Add(await Case("after-kill", isKilled: true));
    }

    private async Task<Result> Case(string name, bool isKilled)
    {
        using var folder = new DataFolder();
        var load = isKilled ? plan.Deadlines with { Later = plan.Deadlines.Due } : plan.Deadlines;
        var homes = new QuietHomes(folder.Settings(), load);
        await homes.Settle();
        var (left, first) = (load.Due, default(Worked));
        if (isKilled)
        {
            first = await Work(folder, left / 2, static silo => silo.Kill());
            left -= await homes.Told();
        }

        var all = first + await Work(folder, left, static silo => silo.Stop());
        return new Result
        {
            Benchmark = "deadlines",
            Case = name,
            Unit = "deadlines/s",
            Store = "sqlite",
            Grains = load.Due + load.Later,
            Operations = load.Due,
            Rounds = 1,
            Median = Math.Round(all.Count > 0 ? all.Count / all.Busy.TotalSeconds : load.Due / all.Whole.TotalSeconds),
            Seconds = Math.Round(all.Whole.TotalSeconds, 2),
            CpuMicroseconds = Math.Round(all.Cpu.TotalMicroseconds / load.Due, 1),
            Consistent = await homes.AreAllTold(),
        };
    }

    /// <summary>Lets a Silo deal with so many: each is one commit. Then it ends.</summary>
    private static async Task<Worked> Work(DataFolder folder, int due, Func<SiloChild, Task> end)
    {
        var start = Stopwatch.GetTimestamp();
        using var silo = await SiloChild.Start(folder);
        var (before, ready) = (await silo.Figure("city_commits"), Stopwatch.GetTimestamp());
        var count = before;
        while (count < due)
        {
            if (Stopwatch.GetElapsedTime(ready) > Patience)
            {
                throw new InvalidOperationException($"Of {due} overdue deadlines {count} were dealt with.");
            }

            await Task.Delay(Between);
            count = await silo.Figure("city_commits");
        }

        var worked = new Worked(count - before, Stopwatch.GetElapsedTime(ready), Stopwatch.GetElapsedTime(start), silo.Cpu);
        await end(silo);
        return worked;
    }

    /// <summary>What was dealt with.</summary>
    /// <param name="Count">How many since the Silo was ready.</param>
    /// <param name="Busy">How long since then.</param>
    /// <param name="Whole">How long since its start.</param>
    /// <param name="Cpu">Processor time since its start.</param>
    private readonly record struct Worked(double Count, TimeSpan Busy, TimeSpan Whole, TimeSpan Cpu)
    {
        public static Worked operator +(Worked one, Worked other) => new(one.Count + other.Count, one.Busy + other.Busy, one.Whole + other.Whole, one.Cpu + other.Cpu);
    }
}
