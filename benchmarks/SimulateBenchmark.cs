using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Reports;

namespace CityActors.Benchmarks;

/// <summary>The command <c>city simulate</c> as anybody calls it: a drill district's days through a replay Silo of its own.</summary>
internal static class SimulateBenchmark
{
    /// <summary>Runs it once and reports what it says of itself.</summary>
    public static async Task Run(double scale, Report report)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [BuiltPrograms.Client, "simulate", "tianxin", "--scale", scale.ToString(CultureInfo.InvariantCulture), "--seed", $"{BenchmarkPlan.Seed}", "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CITY_SILO"] = BuiltPrograms.Silo },
        };
        using var city = Process.Start(start)!;
        var talk = city.StandardError.ReadToEndAsync();
        var said = await city.StandardOutput.ReadToEndAsync();
        await city.WaitForExitAsync();
        if (said.Length == 0)
        {
            throw new InvalidOperationException($"'city simulate' ended with code {city.ExitCode}: {await talk}");
        }

        using var json = JsonDocument.Parse(said);
        var timing = json.RootElement.GetProperty("timing");
        report.Add(new Result
        {
            Benchmark = "simulate",
            Case = "tianxin",
            Unit = "observations/s",
            Median = Math.Round(timing.GetProperty("observationsPerSecond").GetDouble()),
            Rounds = 1,
            Consistent = city.ExitCode == 0, // It compares what was found with what happened, and counts.
        });
    }
}
