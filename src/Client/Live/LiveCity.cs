using System.Net;
using CityActors.Client.Api;
using CityActors.Client.Simulation;

namespace CityActors.Client.Live;

/// <summary>The Silos that a live drill runs against: whether they may be used, and when they are ready and done.</summary>
internal sealed class LiveCity(CityClient client, Action<string> say)
{
    private static readonly CityClientOptions once = new() { Retries = 1 };
    private static readonly TimeSpan knowsWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan betweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the city's clock is the wall's; an address that does not answer is told, and used as soon as it does.</summary>
    /// <exception cref="CityApiException">Some clocks are the wall's and some are not.</exception>
    public async Task<bool> FollowsTheWall(CancellationToken cancellation)
    {
        var first = await client.Clock(cancellation); // With the patience of the whole client: one at least must answer.
        foreach (var address in client.Addresses.Skip(client.Addresses.Count > 1 ? 0 : 1))
        {
            using var only = client.Only(address, once);
            try
            {
                if ((await only.Clock(cancellation)).IsReplay != first.IsReplay)
                {
                    throw new CityApiException(HttpStatusCode.Conflict, "mixed-clocks", "Not one city", $"{address} has another kind of clock than the rest: name the addresses of one city.");
                }
            }
            catch (CityUnreachableException)
            {
                say($"{address} does not answer; going on without it until it does.");
            }
        }

        return !first.IsReplay;
    }

    /// <summary>A drill invents readings and reports, so nothing real may be near: no home whose readings it would forge, no officer who would be sent.</summary>
    /// <exception cref="CityApiException">Something is real.</exception>
    public async Task CheckNothingIsReal(CancellationToken cancellation)
    {
        var district = await DrillDistrict.Read(client, cancellation);
        var real = district.All.FirstOrDefault(card => !card.Drill)?.Id
            ?? (await client.Responders(cancellation: cancellation).FirstOrDefaultAsync(responder => !responder.Drill, cancellation))?.Id;
        if (real is not null)
        {
            throw new CityApiException(
                HttpStatusCode.Conflict, "real-city", "Not a drill's city",
                $"'{real}' is registered and belongs to no drill. A live drill invents readings and reports; run it against Silos with a database of their own.");
        }
    }

    /// <summary>Completes when every Silo that answers knows the district, so that none refuses what comes of it.</summary>
    /// <exception cref="CityApiException">One does not get to know it.</exception>
    public async Task WhenAllKnow(DrillDistrict district, CancellationToken cancellation)
    {
        var wanted = district.Ids.Count;
        var began = TimeProvider.System.GetTimestamp();
        foreach (var address in client.Addresses)
        {
            while (await client.Status(address, cancellation) is { Entities: var knows } && knows < wanted)
            {
                if (TimeProvider.System.GetElapsedTime(began) > knowsWithin)
                {
                    throw new CityApiException(
                        HttpStatusCode.Conflict, "not-one-city", "Not one city",
                        $"{address} knows {knows} of the {wanted} homes and devices of the district after {knowsWithin.TotalSeconds:0} s: is it a Silo of the same city?");
                }

                await Task.Delay(betweenLooks, cancellation);
            }
        }
    }

    /// <summary>Observations in the log, as the Silo that sees most of them says; null: none answers.</summary>
    public async Task<long?> LogLength(CancellationToken cancellation) =>
        (await Statuses(cancellation)).Max(status => (long?)status.Observations);

    /// <summary>Waits, not for ever, until nothing waits and every Silo's lists hold what any of them held at the look before.</summary>
    /// <param name="hurry">Ends the waiting at the next look.</param>
    /// <returns>What still waits.</returns>
    public async Task<long> WhenNothingWaits(TimeSpan within, Action<long> progress, CancellationToken hurry, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        var told = long.MaxValue;
        while (true)
        {
            var statuses = await Statuses(cancellation);
            var waiting = statuses.Max(status => (long?)status.Waiting) ?? 0;
            if ((waiting == 0 && statuses.TrueForAll(status => status.Facts >= told)) || TimeProvider.System.GetElapsedTime(began) >= within || hurry.IsCancellationRequested)
            {
                return waiting;
            }

            progress(waiting);
            told = statuses.Max(status => (long?)status.Facts) ?? 0;
            await Task.Delay(betweenLooks, cancellation);
        }
    }

    // Of those that answer.
    private async Task<List<StatusView>> Statuses(CancellationToken cancellation)
    {
        var statuses = new List<StatusView>();
        foreach (var address in client.Addresses)
        {
            if (await client.Status(address, cancellation) is { } status)
            {
                statuses.Add(status);
            }
        }

        return statuses;
    }
}
