using System.CommandLine;
using System.Text.Json;
using CityActors.Alerts;
using CityActors.Client.Api;

namespace CityActors.Client.CommandLine;

/// <summary><c>city outcome</c>: what was found where somebody might have needed help.</summary>
internal static class OutcomeCommand
{
    private static readonly SortedDictionary<string, CareOutcome> outcomes = new(StringComparer.Ordinal)
    {
        ["absent"] = CareOutcome.Absent,
        ["false-alarm"] = CareOutcome.FalseAlarm,
        ["found-hurt"] = CareOutcome.FoundHurt,
        ["found-well"] = CareOutcome.FoundWell,
    };

    public static Command Make(Caller caller, CommandOutput output)
    {
        var alert = new Argument<string>("alert") { Description = "The alert's id, as 'city alerts' shows it." };
        var found = new Argument<string>("found") { Description = "What was found: false-alarm, found-well, found-hurt or absent." };
        found.AcceptOnlyFromAmong([.. outcomes.Keys]);
        var note = new Option<string>("--note") { Description = "More about it, at most 2,000 characters; required where it was a false alarm.", DefaultValueFactory = _ => "" };
        var command = new Command("outcome", "Closes the alert of a quiet home or a call for help with what was found, as an officer; once.") { alert, found, note };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            var said = new AlertCommand.Outcome { CommandId = Guid.NewGuid().ToString("N"), Found = outcomes[line.GetValue(found)!], Note = line.GetValue(note)! };
            var closed = await client.Act(line.GetValue(alert)!, said, cancellation);
            await output.Results.WriteLineAsync(JsonSerializer.Serialize(closed, ApiJson.Indented));
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
