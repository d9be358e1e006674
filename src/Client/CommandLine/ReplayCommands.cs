using System.CommandLine;
using CityActors.Client.Meters;
using CityActors.Client.Replays;
using CityActors.Client.Reports;
using CityActors.Client.Silos;

namespace CityActors.Client.CommandLine;

/// <summary><c>city replay</c>: real meters and real reports through a drill district.</summary>
internal static class ReplayCommands
{
    private const string SharedMeters = "../shared/data/swiss_15min";
    private const string SampleMeters = "seeds/samples";
    private const string SharedReports = "../shared/data/baltimore_311/311.csv.gz";

    private static readonly Option<string?> keep = new("--keep") { Description = "Keep the Silo's data in this folder; the same command continues where it was." };
    private static readonly Option<bool> json = new("--json") { Description = "The summary as one JSON object." };

    public static Command Make(Caller caller, CommandOutput output) =>
        new("replay", "Replays real input in a generated drill district. Starts a replay Silo of its own unless --url names one.") { Meters(caller, output), Reports(caller, output) };

    private static Command Meters(Caller caller, CommandOutput output)
    {
        var from = new Option<string[]>("--from")
        {
            Description = $"A folder of weeks or the files themselves. Default: {SharedMeters}, else {SampleMeters}, from the repository's root.",
            AllowMultipleArgumentsPerToken = true,
        };
        var weeks = new Option<int>("--weeks") { Description = "At most so many weeks. Default 4.", DefaultValueFactory = _ => 4 };
        var homes = new Option<int>("--homes") { Description = "At most so many households. Default: all.", DefaultValueFactory = _ => int.MaxValue };
        var hours = new Option<int>("--window") { Description = "Hours sent before the clock moves on, 1 to 23. Default 6.", DefaultValueFactory = _ => 6 };
        var command = new Command("meters", "Quarter-hourly electricity of real households: alarms, gaps, false-alarm rate.") { from, weeks, homes, hours, keep, json };
        command.SetAction(async (line, cancellation) =>
        {
            AtLeastOne(line.GetValue(weeks), "--weeks");
            AtLeastOne(line.GetValue(homes), "--homes");
            var files = MeterWeek.Files(Given(line.GetValue(from)) ?? [FirstThere(SharedMeters, SampleMeters)]).Take(line.GetValue(weeks)).ToList();
            var plan = new MetersPlan(files, line.GetValue(homes), 4 * Math.Clamp(line.GetValue(hours), 1, 23));
            var first = await MeterWeek.Read(files[0].Path, cancellation);
            await using var session = await ReplaySession.Open(caller, line, line.GetValue(keep), ReplayClock.InChina(first.Monday), output, cancellation);
            var summary = await RunProgress.Show(output, "meters", progress => new MetersReplay(session.Client, plan).Run(progress, cancellation));
            output.Write(summary, line.GetValue(json), SummaryText.Write);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Command Reports(Caller caller, CommandOutput output)
    {
        var from = new Option<string?>("--from") { Description = $"The file. Default: {SharedReports}, from the repository's root." };
        var limit = new Option<int>("--limit") { Description = "At most so many rows. Default: all.", DefaultValueFactory = _ => int.MaxValue };
        var scale = new Option<double>("--scale") { Description = "Size of the drill district; below 1 it has fewer cells, and more rows fall outside. Default 1.", DefaultValueFactory = _ => 1 };
        var settle = new Option<int>("--settle") { Description = "Days that the clock runs on after the last row, so that orders can be handled. Default 14.", DefaultValueFactory = _ => 14 };
        var command = new Command("reports", "A city's service requests (Baltimore 311) through the whole order path.") { from, limit, scale, settle, keep, json };
        command.SetAction(async (line, cancellation) =>
        {
            AtLeastOne(line.GetValue(limit), "--limit");
            var requests = (await ServiceRequest.ReadFile(line.GetValue(from) ?? FirstThere(SharedReports), cancellation)).Take(line.GetValue(limit)).ToList();
            if (requests.Count == 0)
            {
                throw new InvalidDataException("The file has no rows.");
            }

            await using var session = await ReplaySession.Open(caller, line, line.GetValue(keep), ReplayClock.InChina(requests[0].Created.Date), output, cancellation);
            var replay = new ReportsReplay(session.Client, requests, line.GetValue(scale));
            var summary = await RunProgress.Show(output, "reports", progress => replay.Run(TimeSpan.FromDays(line.GetValue(settle)), progress, cancellation));
            output.Write(summary, line.GetValue(json), SummaryText.Write);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static string[]? Given(string[]? paths) => paths is { Length: > 0 } ? paths : null;

    private static void AtLeastOne(int value, string option)
    {
        if (value < 1)
        {
            throw new UsageException($"{option} is {value}; give 1 or more.");
        }
    }

    private static string FirstThere(params string[] candidates)
    {
        var root = SiloLocator.Root() ?? Directory.GetCurrentDirectory();
        return candidates.Select(path => Path.GetFullPath(path, root)).FirstOrDefault(path => Directory.Exists(path) || File.Exists(path))
            ?? throw new UsageException($"Neither {string.Join(" nor ", candidates)} is there; name the data with --from.");
    }
}
