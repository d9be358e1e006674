using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CityActors.Client.Api;
using CityActors.Client.Replays;
using CityActors.Client.Simulation;

namespace CityActors.Client.CommandLine;

/// <summary><c>city simulate</c>: a district-day with incidents of known truth.</summary>
internal static class SimulateCommand
{
    public static Command Make(Caller caller, Talk talk)
    {
        var district = new Argument<string>("district") { Description = "The district's seed, for example tianxin." };
        var scale = new Option<double>("--scale") { Description = "Share of the true size, 0.001 to 1. Default 0.1: some 3,000 homes.", DefaultValueFactory = _ => 0.1 };
        var speed = new Option<string>("--speed") { Description = "max, or virtual seconds in a real one: 60 is an hour in a minute. Default max.", DefaultValueFactory = _ => "max" };
        var seed = new Option<int>("--seed") { Description = "Decides what happens; the same seed, the same detection figures. Default 7.", DefaultValueFactory = _ => 7 };
        var hours = new Option<int>("--hours") { Description = "Measured hours from midnight, 1 to 24. Default 24.", DefaultValueFactory = _ => 24 };
        var warmUp = new Option<int>("--warm-up") { Description = "Days lived before, for the rhythm rules to learn, 0 to 28. Default 8.", DefaultValueFactory = _ => 8 };
        var keep = new Option<string?>("--keep") { Description = "Keep the Silo's data in this folder; the same command again takes up where it was." };
        var json = new Option<bool>("--json") { Description = "The report as one JSON object." };
        var command = new Command("simulate", "A district-day with incidents of known truth: found, missed, false, times. Starts a replay Silo of its own unless --url names one.")
        {
            district, scale, speed, seed, hours, warmUp, keep, json,
        };
        command.SetAction(async (line, cancellation) =>
        {
            var plan = new SimulationPlan
            {
                District = line.GetValue(district)!,
                Scale = InRange(line.GetValue(scale), 0.001, 1, "--scale"),
                Seed = line.GetValue(seed),
                Hours = (int)InRange(line.GetValue(hours), 1, 24, "--hours"),
                WarmUpDays = (int)InRange(line.GetValue(warmUp), 0, 28, "--warm-up"),
                Speed = Factor(line.GetValue(speed)!),
            };
            await using var session = await ReplaySession.Open(caller, line, line.GetValue(keep), plan.Start, talk, cancellation);
            var report = await RunProgress.Show(talk, "simulate", progress => new SimulationRun(session.Client, plan).Run(progress, cancellation));
            report = report with { Timing = report.Timing with { Restarts = session.Restarts } };
            return (int)Write(talk, report, line.GetValue(json));
        });
        return command;
    }

    internal static ExitCode Write(Talk talk, SimulationReport report, bool asJson)
    {
        if (asJson)
        {
            talk.Results.WriteLine(JsonSerializer.Serialize(report, ApiJson.Options));
        }
        else
        {
            SimulationText.Write(talk, report);
        }

        foreach (var fault in report.Broken)
        {
            talk.Say($"Not as it should be: {fault}");
        }

        return report.Broken.Count == 0 ? ExitCode.Ok : ExitCode.CheckFailed;
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
