using System.CommandLine;
using CityActors.Client.Api;

namespace CityActors.Client.CommandLine;

/// <summary>The command <c>city</c>: puts the commands together and turns every end into an <see cref="ExitCode"/>.</summary>
internal static class CityCommand
{
    /// <summary>Runs one command line.</summary>
    public static async Task<ExitCode> Run(string[] arguments, Talk talk, CancellationToken cancellation = default)
    {
        var line = Make(talk).Parse(arguments);
        if (line.Errors.Count > 0)
        {
            foreach (var error in line.Errors)
            {
                talk.Say(error.Message);
            }

            talk.Say("'city --help' lists commands, 'city <command> --help' their options.");
            return ExitCode.Usage;
        }

        var settings = new InvocationConfiguration
        {
            Output = talk.Results,
            Error = talk.Says,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(30), // A started Silo is stopped first.
        };
        return await Guarded(() => line.InvokeAsync(settings, cancellation), talk);
    }

    private static RootCommand Make(Talk talk)
    {
        var caller = new Caller();
        return new RootCommand("CityActors from the command line: what stands, what happens, replays and drills.")
        {
            caller.Url,
            caller.Key,
            ListCommands.Orders(caller, talk),
            ListCommands.Alerts(caller, talk),
            FlowCommands.Export(caller, talk),
            FlowCommands.Watch(caller, talk),
            DistrictCommands.Make(caller, talk),
            DatabaseCommands.Make(talk),
            ReplayCommands.Make(caller, talk),
            SimulateCommand.Make(caller, talk),
        };
    }

    private static async Task<ExitCode> Guarded(Func<Task<int>> run, Talk talk)
    {
        try
        {
            return (ExitCode)await run();
        }
        catch (OperationCanceledException)
        {
            talk.Say("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (UsageException wrong)
        {
            return Told(wrong, ExitCode.Usage);
        }
        catch (CityApiException refusal)
        {
            return Told(refusal, ExitCode.Refused);
        }
        catch (CityUnreachableException away)
        {
            return Told(away, ExitCode.NotReachable);
        }
        catch (Silos.SiloStartException failed)
        {
            return Told(failed, ExitCode.NotReachable);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or System.Text.Json.JsonException)
        {
            return Told(error, ExitCode.Failed);
        }

        ExitCode Told(Exception error, ExitCode code)
        {
            talk.Say(error.Message);
            return code;
        }
    }
}
