using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CityActors.Benchmarks.Cities;
using CityActors.Benchmarks.Reports;

namespace CityActors.Benchmarks;

/// <summary>Commands of <c>city</c> as anybody calls them, each with a replay Silo of its own.</summary>
/// <param name="report">Where the figures go.</param>
internal sealed class CommandBenchmarks(Report report)
{
    /// <summary>A drill district's nine days; the command compares what was found with what happened, and counts.</summary>
    /// <param name="scale">The share of the district.</param>
    public async Task Simulate(double scale)
    {
        var said = await Run("simulate", "tianxin", "--scale", scale.ToString(CultureInfo.InvariantCulture), "--seed", $"{BenchmarkPlan.Seed}");
        var timing = said.Result.GetProperty("timing");
        report.Add(new Result
        {
            Benchmark = "simulate",
            Case = "tianxin",
            Scale = scale,
            Unit = "observations/s",
            Median = Math.Round(timing.GetProperty("observationsPerSecond").GetDouble()),
            Seconds = said.Seconds,
            Export = said.Result.GetProperty("exportHash").GetString(),
            Rounds = 1,
            Consistent = said.ExitCode == 0,
        });
    }

    /// <summary>A city's service requests through the whole order path.</summary>
    /// <param name="file">The requests, as Baltimore publishes them; they do not come with the project.</param>
    public async Task Reports(string file)
    {
        if (!File.Exists(file))
        {
            report.Say($"NO REPORTS WERE MEASURED: there is no file '{file}'. It holds service requests as Baltimore publishes them.");
            return;
        }

        var said = await Run("replay", "reports", "--from", Path.GetFullPath(file));
        var sent = said.Result.GetProperty("sent").GetInt32();
        report.Add(new Result
        {
            Benchmark = "reports",
            Case = "baltimore",
            Unit = "reports/s",
            Median = Math.Round(sent / TimeSpan.Parse(said.Result.GetProperty("sending").GetString()!, CultureInfo.InvariantCulture).TotalSeconds, 1),
            Seconds = said.Seconds,
            Operations = sent,
            Rounds = 1,
            Consistent = said.ExitCode == 0,
        });
    }

    private static async Task<(JsonElement Result, double Seconds, int ExitCode)> Run(params string[] arguments)
    {
        var begin = Stopwatch.GetTimestamp();
        var start = new ProcessStartInfo("dotnet", [BuiltPrograms.Client, .. arguments, "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CITY_SILO"] = BuiltPrograms.Silo },
        };
        using var city = Process.Start(start)!;
        var messages = city.StandardError.ReadToEndAsync();
        var said = await city.StandardOutput.ReadToEndAsync();
        await city.WaitForExitAsync();
        if (said.Length == 0)
        {
            throw new InvalidOperationException($"'city {string.Join(' ', arguments)}' ended with code {city.ExitCode}: {await messages}");
        }

        using var json = JsonDocument.Parse(said);
        return (json.RootElement.Clone(), Math.Round(Stopwatch.GetElapsedTime(begin).TotalSeconds, 1), city.ExitCode);
    }
}
