using System.CommandLine;
using System.Net;
using CityActors.Client.Api;
using CityActors.Client.CommandLine;
using CityActors.Client.Silos;

namespace CityActors.Client.Replays;

/// <summary>A replay Silo to output to: one that was named, or one of our own.</summary>
internal sealed class ReplaySession(CityClient client, SiloProcess? silo) : IAsyncDisposable
{
    /// <summary>How long a Silo that was killed may be away.</summary>
    public static CityClientOptions Patience { get; } = new()
    {
        Retries = 8,
        ReconnectRetries = 120, // A Silo that was killed is back after seconds; the same window is sent again.
        LongestWait = TimeSpan.FromSeconds(1),
    };

    public CityClient Client => client;

    /// <summary>How often our own Silo died and was started again.</summary>
    public int Restarts => silo?.Restarts ?? 0;

    /// <summary>Kills our own Silo; one that was named is left alone.</summary>
    public void Kill() => silo?.Kill();

    /// <summary>Finds or starts the Silo and lets its clock go to the beginning.</summary>
    public static async Task<ReplaySession> Open(Caller caller, ParseResult line, string? keep, DateTimeOffset start, CommandOutput output, CancellationToken cancellation)
    {
        ReplaySession session;
        if (caller.NamesSilo(line))
        {
            session = new(caller.Connect(line, Patience), null);
        }
        else
        {
            output.Say("Starting a replay Silo …");
            var silo = await SiloProcess.Start(keep, start, output.Say, cancellation);
            output.Say($"Silo at {silo.Settings.Url.GetLeftPart(UriPartial.Authority)}, process {silo.ProcessId}, data in {silo.Settings.Data}{(keep is null ? " (temporary)" : "")}.");
            session = new(new CityClient(silo.Settings.Url, silo.Settings.AdminKey, Patience), silo);
        }

        try
        {
            await session.GoTo(start, cancellation);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (silo is not null)
        {
            await silo.DisposeAsync();
        }
    }

    private async Task GoTo(DateTimeOffset start, CancellationToken cancellation)
    {
        var clock = await Client.Clock(cancellation);
        if (!clock.IsReplay)
        {
            throw new CityApiException(
                HttpStatusCode.Conflict, "wall-clock", "Not a replay Silo",
                "Its clock is the wall's. Start it with --Clock:Mode=replay and a data folder of its own, or leave --url away.");
        }

        if (clock.Now < start)
        {
            await Client.Advance(start, cancellation);
        }
    }
}
