using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Silo.Attachments;
using CityActors.Silo.Lists;
using CityActors.Silo.Stores;
using CityActors.Storage;

namespace CityActors.Silo.Erasure;

/// <summary>Takes households out of service and erases what is personal of them. What a crash cut short is finished at the next start.</summary>
public sealed class ErasureKeeper(ErasureTable table, AttachmentStore attachments, Database database, IGrainFactory grains, IObservationLog log, DatabaseFactLog facts, ListProjector lists, ILogger<ErasureKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan UntilAllHeard = TimeSpan.FromSeconds(1); // They look four times a second.
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(5);

    /// <summary>Retires and erases; completes when nothing personal is left in the log, the grain and the lists.</summary>
    /// <param name="entity">The household.</param>
    /// <param name="retirement">Who wants it, when and why, and of which version.</param>
    /// <param name="cancellation">Breaks off; the rest is done at the next start.</param>
    public async Task Erase(string entity, Retirement retirement, CancellationToken cancellation)
    {
        var wanted = new WantedErasure(entity, log.LastOffset(Partitions.Of(entity)), retirement);
        await table.Put(wanted); // Before anything else: from here on it will be done.
        await Finish(wanted, cancellation);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                foreach (var wanted in await table.Read())
                {
                    await Finish(wanted, stoppingToken);
                    logger.LogInformation("The erasure of {Entity} was finished.", wanted.Entity);
                }

                return;
            }
            catch (Exception fault) when (fault is StorageUnavailableException or OrleansException or TimeoutException)
            {
                logger.LogWarning(fault, "Erasures wait for the database.");
                await Task.Delay(BetweenAttempts, stoppingToken);
            }
        }
    }

    private async Task Finish(WantedErasure wanted, CancellationToken cancellation)
    {
        var grain = EntityGrains.Find(grains, wanted.Entity);
        await grain.Retire(wanted.Retirement);
        await lists.NoteRegistered(cancellation);
        if (database.ChangesOutside)
        {
            await Task.Delay(UntilAllHeard, cancellation);
        }

        // Nothing more of it is taken from here on, unless it was registered anew before this was resumed.
        var isRetired = await grain.ReadService() is { Retired: not null };
        var upTo = isRetired ? log.LastOffset(Partitions.Of(wanted.Entity)) : wanted.UpTo;
        await table.EraseObservations(wanted.Entity, upTo, cancellation);
        await lists.CatchUp(cancellation);
        await table.ErasePlaces(wanted.Entity);
        await attachments.EraseOf(wanted.Entity);
        facts.Forget();
        await table.Remove(wanted.Entity);
    }
}
