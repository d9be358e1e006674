using System.CommandLine;
using System.Globalization;
using CityActors.Client.Api;

namespace CityActors.Client.CommandLine;

/// <summary><c>city doctor</c>: whether anything needs its operator, Silo by Silo, in words.</summary>
internal static class DoctorCommand
{
    /// <summary>So many observations may wait on a busy day.</summary>
    private const long MuchWaits = 500_000;

    public static Command Make(Caller caller, CommandOutput output)
    {
        var command = new Command("doctor", "Says whether each Silo is ready, what waits, and which year the working calendar lacks. Needs a viewer's key.");
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            var isWell = true;
            foreach (var address in client.Addresses)
            {
                var status = await client.Status(address, cancellation);
                var faults = FaultsOf(status).ToList();
                isWell &= faults.Count == 0;
                await output.Results.WriteLineAsync(status is null
                    ? $"{address}  no answer"
                    : string.Create(CultureInfo.InvariantCulture, $"{address}  {status.Entities} entities, {status.Observations} observations ({status.Waiting} wait), facts up to {status.Facts}{(status.Drill ? ", a drill: nothing is real" : "")}"));
                foreach (var fault in faults)
                {
                    await output.Results.WriteLineAsync($"  ! {fault}");
                }
            }

            return (int)(isWell ? ExitCode.Ok : ExitCode.CheckFailed);
        });
        return command;
    }

    /// <summary>What needs somebody.</summary>
    internal static IEnumerable<string> FaultsOf(StatusView? status)
    {
        if (status is null)
        {
            yield return "It does not answer, or not with this key: see its log, and /health/ready.";
            yield break;
        }

        if (status.Waiting > MuchWaits)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{status.Waiting} observations wait for their entities: more come in than are processed.");
        }

        if (status.Calendar is { MissingYear: { } year } calendar)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The working calendar ends on {calendar.LastDay:yyyy-MM-dd}: add the year {year} to seeds/calendars/china.json and restart. {calendar.WaitingOrders} suspended orders wait for it.");
        }
    }
}
