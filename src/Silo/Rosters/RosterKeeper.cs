using CityActors.Silo.Clock;
using CityActors.Storage;

namespace CityActors.Silo.Rosters;

/// <summary>Deletes roster entries when they end, with everything that tells of them, from the tables and from the database's files.</summary>
public sealed class RosterKeeper(RosterTable table, Database database, DeclaredClock clock, ILogger<RosterKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private volatile bool isScrubbed; // After a start nobody knows whether the last deletion got as far.

    /// <summary>Deletes what is over, and an entry besides.</summary>
    /// <param name="reference">The entry, or null: none.</param>
    public async Task Remove(string? reference)
    {
        var now = clock.Now;
        if (await table.Remove(entry => entry.ValidUntil <= now || entry.Reference == reference, now) > 0)
        {
            isScrubbed = false;
        }

        isScrubbed = isScrubbed || await database.Scrub();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                await Remove(null);
            }
            catch (StorageUnavailableException fault)
            {
                logger.LogWarning(fault, "Roster entries that ended will be deleted when storage is available again.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
