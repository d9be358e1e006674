using System.CommandLine;
using System.CommandLine.Help;
using System.Text.Json;
using CityActors.Client.Api;
using CityActors.Client.Silos;

namespace CityActors.Client.CommandLine;

/// <summary>The command <c>city</c>: puts the commands together and turns every outcome into an <see cref="ExitCode"/>.</summary>
internal static class CityCommand
{
    /// <summary>Runs one command line.</summary>
    public static async Task<ExitCode> Run(string[] arguments, CommandOutput output, CancellationToken cancellation = default)
    {
        var line = Make(output).Parse(arguments);
        if (line.Errors.Count > 0)
        {
            foreach (var error in line.Errors)
            {
                output.Say(error.Message);
            }

            output.Say("'city --help' lists commands, 'city <command> --help' their options.");
            return ExitCode.Usage;
        }

        var settings = new InvocationConfiguration
        {
            Output = output.Results,
            Error = output.Says,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(30), // A started Silo is stopped first.
        };
        try
        {
            return (ExitCode)await line.InvokeAsync(settings, cancellation);
        }
        catch (Exception error) when (CodeOf(error) is { } code)
        {
            output.Say(code == ExitCode.Interrupted ? "Interrupted." : error.Message);
            return code;
        }
    }

    // No root command: that one is called as the program's file, which nobody types.
    private static Command Make(CommandOutput output)
    {
        var caller = new Caller();
        return new Command("city", "CityActors from the command line: lists, live events, replays and drills.")
        {
            new HelpOption(),
            new VersionOption(),
            caller.Url,
            caller.Key,
            ListCommands.Orders(caller, output),
            ListCommands.Alerts(caller, output),
            OutcomeCommand.Make(caller, output),
            FlowCommands.Export(caller, output),
            FlowCommands.Watch(caller, output),
            DistrictCommands.Make(caller, output),
            KeyCommands.Make(caller, output),
            PeopleCommands.Make(caller, output),
            AuditCommands.Make(caller, output),
            IndicatorCommands.Make(caller, output),
            DoctorCommand.Make(caller, output),
            DatabaseCommands.Make(output),
            PackCommands.Make(caller, output),
            ReplayCommands.Make(caller, output),
            SimulateCommand.Make(caller, output),
            EvaluateCommand.Make(output),
        };
    }

    // A bug has no exit code of its own: it fails loudly.
    private static ExitCode? CodeOf(Exception error) => error switch
    {
        OperationCanceledException => ExitCode.Interrupted,
        UsageException => ExitCode.Usage,
        CityApiException => ExitCode.Refused,
        CityUnreachableException or SiloStartException => ExitCode.NotReachable,
        IOException or UnauthorizedAccessException or InvalidDataException or JsonException => ExitCode.Failed,
        _ => null,
    };
}
