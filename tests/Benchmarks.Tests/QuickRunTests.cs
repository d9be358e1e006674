using System.Text.Json;
using CityActors.Benchmarks.Reports;

namespace CityActors.Benchmarks;

/// <summary>The benchmarks themselves, at a tiny size: what they print can be read, and every count is right.</summary>
public sealed class QuickRunTests
{
    private static readonly BenchmarkPlan Tiny = BenchmarkPlan.Quick with
    {
        GrainCounts = [10],
        Calls = 500,
        Households = 50,
        Path = new Traffic(20, 5, 30),
        Http = new Traffic(20, 5, 30),
        Peer = new Traffic(5, 2, 5),
        Ledgers = 10,
        Alarms = new AlarmLoad(10, TimeSpan.FromMilliseconds(200)),
        Deadlines = new DeadlineLoad(100, 100),
        Restart = new RestartLoad(20, 5),
    };

    [Fact]
    public async Task Run_TinyPlan_CountsWhatWasSent()
    {
        using var results = new StringWriter();
        var report = new Report(results, TextWriter.Null);
        await CoreBenchmarks.Run(Tiny, report);

        Assert.True(report.IsConsistent, results.ToString());
        var lines = results.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(lines, line => Assert.True(line.GetProperty("environment").GetProperty("cores").GetInt32() > 0));
        Assert.All(lines.Where(line => line.GetProperty("unit").GetString() != "bytes"), line => Assert.True(line.GetProperty("median").GetDouble() > 0, line.ToString()));
        Assert.Equal(
            ["activations", "alarms", "calls", "deadlines", "memory", "observations", "peer", "quiet-score", "restart", "state-writes"],
            lines.Select(line => line.GetProperty("benchmark").GetString()!).Distinct().Order());
        Assert.Contains(lines, line => line.TryGetProperty("ratio", out _));
        Assert.Contains(lines, line => line.TryGetProperty("timesPeer", out _) && line.TryGetProperty("cpuMicroseconds", out _));
        Assert.Contains(lines, line => line.GetProperty("unit").GetString() == "bytes"); // How many does not matter here: so few grains drown in what the heap does by itself.
    }

    [Fact]
    public void Report_WrongCount_IsNotConsistent()
    {
        using var results = new StringWriter();
        var report = new Report(results, TextWriter.Null);
        report.Add(new Result { Benchmark = "calls", Case = "outside-one-by-one", Unit = "calls/s", Median = 1, Consistent = true });
        Assert.True(report.IsConsistent);
        report.Add(new Result { Benchmark = "calls", Case = "outside-one-by-one", Unit = "calls/s", Median = 1, Consistent = false });
        Assert.False(report.IsConsistent);
    }

    [Fact]
    public void Report_Goals_SaysWhichAreMet()
    {
        using var messages = new StringWriter();
        var report = new Report(TextWriter.Null, messages);
        report.Add(new Result { Benchmark = "observations", Case = "http", Store = "sqlite", Unit = "observations/s", Median = 170_000, P99Milliseconds = 250, TimesPeer = 60 });
        report.Add(new Result { Benchmark = "simulate", Case = "tianxin", Scale = 0.3, Unit = "observations/s", Median = 44_000 });
        report.SayGoals();

        var text = messages.ToString();
        Assert.Contains("| observations/s over HTTP (sqlite) | at least 160,000 | 170,000 | met |", text, StringComparison.Ordinal);
        Assert.Contains("| acknowledged, p99 ms (sqlite) | at most 200 | 250 | MISSED |", text, StringComparison.Ordinal);
        Assert.Contains("| simulate at scale 0.3, observations/s | at least 45,000 | 44,000 | MISSED |", text, StringComparison.Ordinal);
        Assert.DoesNotContain("deadlines", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_TwoExportsOfOneDistrict_AreConsistentOnlyIfTheSame()
    {
        var report = new Report(TextWriter.Null, TextWriter.Null);
        var run = new Result { Benchmark = "simulate", Case = "tianxin", Scale = 0.3, Unit = "observations/s", Median = 1, Export = "a", Consistent = true };
        report.Add(run);
        report.Add(run with { Scale = 1, Export = "b" });
        report.Add(run);
        Assert.True(report.IsConsistent);
        report.Add(run with { Export = "c" });
        Assert.False(report.IsConsistent);
    }
}
