using System.Diagnostics;
using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Reports;

namespace CityActors.Benchmarks.Restart;

/// <summary>A Silo that starts again on a large city, with much that waits: how soon it is ready, and how soon everything is in its home.</summary>
internal sealed class RestartBenchmarks(BenchmarkPlan plan, Report report)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);
    private readonly RestartLoad load = plan.Restart;

    /// <summary>Measures it on SQLite.</summary>
    public async Task Run()
    {
        using var folder = new DataFolder();
        var settings = folder.Settings();
        await SettledHomes.Settle(settings, load.Homes);
        await LiveOnce(folder);
        var last = await WaitingReadings.Append(settings, load);

        var begin = Stopwatch.GetTimestamp();
        using var silo = await SiloChild.Start(folder);
        var ready = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        foreach (var home in last)
        {
            await silo.Arrived(home, WaitingReadings.LastAt(load), Patience);
        }

        var delivered = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var cpu = silo.Cpu;
        await silo.Stop();
        var knows = await SettledHomes.Know(settings, load.Homes, load.Readings, WaitingReadings.LastAt(load));
        report.Add(new Result
        {
            Benchmark = "restart",
            Case = "ready",
            Unit = "s",
            Store = "sqlite",
            Grains = load.Homes,
            Operations = load.Readings,
            Rounds = 1,
            Median = Math.Round(ready, 2),
        });
        report.Add(new Result
        {
            Benchmark = "restart",
            Case = "delivered",
            Unit = "observations/s",
            Store = "sqlite",
            Grains = load.Homes,
            Operations = load.Readings,
            Rounds = 1,
            Median = Math.Round(load.Readings / delivered),
            Seconds = Math.Round(delivered, 2),
            CpuMicroseconds = Math.Round(cpu.TotalMicroseconds / load.Readings, 2),
            Consistent = knows,
        });
    }

    /// <summary>The city has run before: its lists are written, and nothing waits but what comes now.</summary>
    private async Task LiveOnce(DataFolder folder)
    {
        using var silo = await SiloChild.Start(folder);
        while (await silo.Status("entities") < load.Homes)
        {
            await Task.Delay(Between);
        }

        await silo.Stop();
    }
}
