using System.CommandLine;
using System.Globalization;
using CityActors.Client.Api;

namespace CityActors.Client.CommandLine;

/// <summary><c>city doctor</c>: whether anything needs its operator, Silo by Silo, in words.</summary>
internal static class DoctorCommand
{
    /// <summary>So many observations may wait on a busy day.</summary>
    private const long MuchWaits = 500_000;

    private const int MostNamed = 5;

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
                var waiting = status?.Calendar is { MissingYear: not null, WaitingOrders: > 0 } ? await WaitingOrders(client, cancellation) : [];
                var faults = FaultsOf(status, waiting).ToList();
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
    /// <param name="status">How a Silo says it is doing, or null: it does not answer.</param>
    /// <param name="waiting">Some of the orders that wait for the calendar.</param>
    internal static IEnumerable<string> FaultsOf(StatusView? status, IReadOnlyList<string> waiting)
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
                $"The working calendar ends on {calendar.LastDay:yyyy-MM-dd}: add the year {year} to seeds/calendars/china.json and restart. {calendar.WaitingOrders} orders wait for it{Named(waiting, calendar.WaitingOrders)}.");
        }
    }

    private static string Named(IReadOnlyList<string> waiting, int count) => (waiting.Count, count) switch
    {
        (_, 0) => "",
        (0, _) => " (city orders --waiting-for calendar)",
        var (some, all) when some >= all => $": {string.Join(", ", waiting)}",
        _ => $": {string.Join(", ", waiting)} and others (city orders --waiting-for calendar)",
    };

    /// <summary>Some of them; none where the key may not list orders.</summary>
    private static async Task<IReadOnlyList<string>> WaitingOrders(CityClient client, CancellationToken cancellation)
    {
        try
        {
            return await client.Orders(new OrderFilter { WaitingFor = "calendar" }, cancellation).Select(static order => order.Id).Take(MostNamed).ToListAsync(cancellation);
        }
        catch (Exception fault) when (fault is CityApiException or CityUnreachableException)
        {
            return [];
        }
    }
}
