using System.CommandLine;
using System.Globalization;
using CityActors.Client.Api;
using CityActors.Client.Live;
using CityActors.Client.Replays;
using CityActors.Client.Simulation;

namespace CityActors.Client.CommandLine;

/// <summary><c>city simulate</c>: a day of a district, or minutes live, with incidents known beforehand.</summary>
internal static class SimulateCommand
{
    private static readonly TimeSpan registered = TimeSpan.FromMinutes(15);

    private static readonly Argument<string> district = new("district") { Description = "The district's seed, for example tianxin." };
    private static readonly Option<double> scale = new("--scale") { Description = "Share of the true size, 0.001 to 1. Default 0.1: about 3,000 homes.", DefaultValueFactory = _ => 0.1 };
    private static readonly Option<int> seed = new("--seed") { Description = "Decides what happens; the same seed gives the same figures. Default 7.", DefaultValueFactory = _ => 7 };
    private static readonly Option<string> speed = new("--speed") { Description = "Replay: max, or virtual seconds per real second: 60 is an hour in a minute. Default max.", DefaultValueFactory = _ => "max" };
    private static readonly Option<int> hours = new("--hours") { Description = "Replay: measured hours from midnight, 1 to 24. Default 24.", DefaultValueFactory = _ => 24 };
    private static readonly Option<int> warmUp = new("--warm-up") { Description = "Replay: days simulated before, so that the rhythm rules can learn, 0 to 28. Default 8.", DefaultValueFactory = _ => 8 };
    private static readonly Option<string?> keep = new("--keep") { Description = "Replay: keep the Silo's data in this folder; the same command continues where it was." };
    private static readonly Option<int> minutes = new("--minutes") { Description = "Live: how long it lasts, 1 to 120. Default 10.", DefaultValueFactory = _ => 10 };
    private static readonly Option<double> interval = new("--interval") { Description = "Live: seconds between two readings of a home, 1 to 900. Default 900, as homes are registered.", DefaultValueFactory = _ => registered.TotalSeconds };
    private static readonly Option<int> load = new("--load") { Description = "Live: readings a second besides, to measure what the city takes, up to 1,000,000. Default 0.", DefaultValueFactory = _ => 0 };
    private static readonly Option<string?> packs = new("--packs") { Description = "The folder of packs whose scenes are played, as the city has them. Default: the repository's." };
    private static readonly Option<bool> json = new("--json") { Description = "The report as one JSON object." };

    public static Command Make(Caller caller, CommandOutput output)
    {
        var command = new Command(
            "simulate",
            "Incidents of known truth in a drill district: found, missed, false, times, figures of each Silo. A replayed day with a replay Silo of its own, or one that --url names; live minutes where --url names Silos on the wall's clock.")
        {
            district, scale, seed, speed, hours, warmUp, keep, minutes, interval, load, packs, json,
        };
        command.SetAction(async (line, cancellation) =>
        {
            if (caller.NamesSilo(line))
            {
                using var client = caller.Connect(line, LiveDrill.Patience);
                if (await new LiveCity(client, output.Say).FollowsTheWall(cancellation))
                {
                    return (int)await Live(client, line, output, cancellation);
                }
            }

            return (int)await Day(caller, line, output, cancellation);
        });
        return command;
    }

    private static async Task<ExitCode> Day(Caller caller, ParseResult line, CommandOutput output, CancellationToken cancellation)
    {
        NoneOf(line, "is for a live drill, and the clock is a replay's: name Silos on the wall's clock with --url, or leave it away.", minutes, interval, load);
        var plan = Plan(line) with
        {
            Hours = (int)InRange(line.GetValue(hours), 1, 24, "--hours"),
            WarmUpDays = (int)InRange(line.GetValue(warmUp), 0, 28, "--warm-up"),
            Speed = Factor(line.GetValue(speed)!),
        };
        await using var session = await ReplaySession.Open(caller, line, line.GetValue(keep), plan.Start, output, cancellation);
        var report = await RunProgress.Show(output, "simulate", progress => new SimulationRun(session.Client, plan, line.GetValue(packs), session.Kill, output.Say).Run(progress, cancellation));
        return Write(output, report with { Timing = report.Timing with { Restarts = session.Restarts } }, line.GetValue(json));
    }

    private static async Task<ExitCode> Live(CityClient client, ParseResult line, CommandOutput output, CancellationToken cancellation)
    {
        NoneOf(line, "is for a replay, and the clock of the Silo named is the wall's: a live drill takes --minutes.", hours, warmUp, speed, keep);
        var plan = Plan(line) with
        {
            Live = TimeSpan.FromMinutes(InRange(line.GetValue(minutes), 1, 120, "--minutes")),
            Interval = TimeSpan.FromSeconds(InRange(line.GetValue(interval), 1, registered.TotalSeconds, "--interval")),
            LoadPerSecond = (int)InRange(line.GetValue(load), 0, 1_000_000, "--load"),
        };
        var report = await RunProgress.Show(output, "simulate", progress => new LiveDrill(client, plan, output.Say, line.GetValue(packs)).Run(progress, cancellation));
        return Write(output, report, line.GetValue(json));
    }

    private static SimulationPlan Plan(ParseResult line) =>
        new() { District = line.GetValue(district)!, Scale = InRange(line.GetValue(scale), 0.001, 1, "--scale"), Seed = line.GetValue(seed) };

    private static ExitCode Write(CommandOutput output, SimulationReport report, bool asJson)
    {
        output.Write(report, asJson, SimulationText.Write);
        foreach (var fault in report.Broken)
        {
            output.Say($"Not as it should be: {fault}");
        }

        if (report.Live is { Interrupted: true })
        {
            output.Say("Interrupted; the report is of what was measured until then.");
            return ExitCode.Interrupted;
        }

        return report.Broken.Count == 0 ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    private static void NoneOf(ParseResult line, string why, params Option[] options)
    {
        if (options.FirstOrDefault(option => line.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new UsageException($"{given.Name} {why}");
        }
    }

    private static double? Factor(string speed)
    {
        if (speed == "max")
        {
            return null;
        }

        return double.TryParse(speed, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor is >= 0.1 and <= 1_000_000
            ? factor
            : throw new UsageException($"--speed '{speed}' is neither max nor a number from 0.1 to 1000000.");
    }

    private static double InRange(double value, double least, double most, string option) =>
        value >= least && value <= most ? value : throw new UsageException($"{option} is {value}; give {least} to {most}.");
}
