using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CityActors.Client.Api;
using CityActors.Client.Evaluation;
using CityActors.Client.Evaluation.Data;
using CityActors.Client.Evaluation.Report;
using CityActors.Client.Evaluation.Silences;
using CityActors.Households;
using CityActors.Client.Replays;

namespace CityActors.Client.CommandLine;

/// <summary><c>city evaluate</c>: how good detectors are, on any meter files. No Silo is needed.</summary>
internal static class EvaluateCommand
{
    private const string AsRead = "as-read";

    public static Command Make(CommandOutput output) => new("evaluate", "How good the detectors are, on meter files of yours. No Silo is needed.") { Rhythm(output) };

    private static Command Rhythm(CommandOutput output)
    {
        var data = Several("--data", "Files, or folders of them: weeks of quarter hours, months of minutes, registers of water. What is none of these is passed over by name.");
        data.Required = true;
        var protocols = Several("--protocol", $"How the silences look: {string.Join(", ", Enum.GetValues<QuietProtocol>().Select(ApiJson.NameOf))}. Default: flat loop.");
        var intervals = Several("--interval", $"Intervals that the meters are brought to, for example 00:15:00 01:00:00: means of power, sums of water; {AsRead}: the one at which each was read. Default: {AsRead}.");
        var detectors = Several("--detector", $"What is tried: {string.Join(", ", Judges.Names)}. Default: all.");
        var onsets = new Option<int>("--onsets") { Description = "Silences for each home and protocol. Default 10.", DefaultValueFactory = _ => 10 };
        var afterDay = new Option<int>("--after-day") { Description = "Days of each home in which nothing is counted. Default 14.", DefaultValueFactory = _ => 14 };
        var seed = new Option<int>("--seed") { Description = "Decides where the silences begin. Default 1.", DefaultValueFactory = _ => 1 };
        var fold = new Option<string?>("--fold") { Description = "Judges a part of the homes only, for example 1/2, the first of two. Default: all." };
        var hole = new Option<TimeSpan>("--hole") { Description = "Of every six hours of a silence the last so much is not read, for example 01:00:00. Default: all is read." };
        var model = new Option<string?>("--model") { Description = "Judges with this model of quiet homes in place of the shipped one, for example one that was trained on other homes." };
        var write = new Option<string?>("--write") { Description = $"Also tries each detector at several settings, and writes tables between the marks of this page and pictures beside it." };
        var json = new Option<bool>("--json") { Description = "The figures as one JSON object." };
        var command = new Command("rhythm", "False alarms, silences found and how soon, of the city's detector and of published ones.") { data, protocols, intervals, detectors, onsets, afterDay, seed, fold, hole, model, write, json };
        command.SetAction(async (line, cancellation) =>
        {
            var names = Given(line.GetValue(detectors)) ?? Judges.Names;
            var plan = new EvaluationPlan(
                [.. names.Select(name => name == "own" && line.GetValue(model) is { } file ? Judges.Own(ModelOf(file)) : Judges.Usual(name))],
                [.. (Given(line.GetValue(protocols)) ?? ["flat", "loop"]).Select(ProtocolOf)],
                [.. (Given(line.GetValue(intervals)) ?? [AsRead]).Select(IntervalOf)],
                AtLeast(1, line.GetValue(onsets), "--onsets"),
                AtLeast(1, line.GetValue(afterDay), "--after-day"),
                line.GetValue(seed),
                line.GetValue(fold) is { } part ? HomeFold.Parse(part) : HomeFold.All,
                HoleOf(line.GetValue(hole)));
            var found = await MeterFiles.Read(line.GetValue(data)!, cancellation);
            foreach (var file in found.PassedOver)
            {
                output.Say($"Passed over: {file.File}: {file.Why}.");
            }

            var figures = await Run(found, plan, output, cancellation);
            if (line.GetValue(write) is { } page)
            {
                var settings = await Run(found, plan with { Detectors = [.. names.SelectMany(Judges.Settings)] }, output, cancellation);
                await EvaluationPage.Write(page, figures, settings, cancellation);
            }

            output.Write(figures, line.GetValue(json), EvaluationText.Write);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Task<EvaluationFigures> Run(MeterData data, EvaluationPlan plan, CommandOutput output, CancellationToken cancellation) =>
        RunProgress.Show(output, "evaluate", progress => Task.Run(() => RhythmEvaluation.Run(data, plan, progress, cancellation), cancellation));

    private static Option<string[]> Several(string name, string what) => new(name) { Description = what, AllowMultipleArgumentsPerToken = true };

    private static IReadOnlyList<string>? Given(string[]? words) =>
        words is { Length: > 0 } ? [.. words.SelectMany(static word => word.Split(',', StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)] : null;

    private static QuietModel ModelOf(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return new QuietModel(QuietModel.Read(stream));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw new UsageException($"--model '{file}' cannot be taken: {fault.Message}");
        }
    }

    private static QuietProtocol ProtocolOf(string word) => Enum.GetValues<QuietProtocol>().Where(protocol => ApiJson.NameOf(protocol) == word).Select(static protocol => (QuietProtocol?)protocol).SingleOrDefault()
        ?? throw new UsageException($"There is no protocol '{word}'; there are {string.Join(", ", Enum.GetValues<QuietProtocol>().Select(ApiJson.NameOf))}.");

    private static TimeSpan? IntervalOf(string word) => word == AsRead ? null
        : TimeSpan.TryParseExact(word, "hh\\:mm\\:ss", CultureInfo.InvariantCulture, out var interval) && interval >= TimeSpan.FromSeconds(10) && interval <= TimeSpan.FromHours(1) && TimeSpan.TicksPerHour % interval.Ticks == 0
        ? interval
        : throw new UsageException($"--interval '{word}' is none from 00:00:10 to 01:00:00 of which an hour has a whole number.");

    private static TimeSpan HoleOf(TimeSpan hole) =>
        hole >= TimeSpan.Zero && hole < TimeSpan.FromHours(6) ? hole : throw new UsageException($"--hole is {hole}; give less than 06:00:00.");

    private static int AtLeast(int least, int value, string option) => value >= least ? value : throw new UsageException($"{option} is {value}; give {least} or more.");
}
