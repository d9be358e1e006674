using CityActors.Silo.Demo;
using CityActors.Silo.Erasure;
using CityActors.Silo.Figures;
using CityActors.Silo.Ingest;
using CityActors.Silo.Lists;
using CityActors.Silo.Notifications;
using CityActors.Silo.Rosters;
using CityActors.Storage;

namespace CityActors.Silo.Cluster;

/// <summary>
/// What only one Silo of a city does at a time: write the lists and the figures, deliver notifications and delete what has expired.
/// The Silo that holds the lease on the database does it; when it dies, another takes over within seconds.
/// </summary>
/// <remarks>Two at once, for the moment in which a lost connection goes unnoticed, do no harm: each of the duties drops repeats.</remarks>
public sealed class CityDuties(
    Database database,
    ListProjector lists,
    IServiceProvider services,
    SiloSettings settings,
    IHostApplicationLifetime lifetime,
    ILogger<CityDuties> logger) : BackgroundService
{
    private const string LeaseName = "city-duties";
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(2);
    private readonly RunningServices running = new(lifetime, logger);
    private IDatabaseLease? lease;

    /// <summary>Takes the lease if nobody has it.</summary>
    public async Task TryTake(CancellationToken cancellation)
    {
        lease = await database.TryLease(LeaseName, cancellation);
        lists.IsWriting = lease is not null;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await GiveUp(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            if (lease is null && !await Attempt(stoppingToken))
            {
                await Task.Delay(BetweenAttempts, stoppingToken);
                continue;
            }

            await Begin(stoppingToken);
            await WhenLost(lease!, stoppingToken);
            logger.LogWarning("The lease on {Database} was lost; another Silo takes over lists, notifications and clean-up.", database.Place);
            await GiveUp(stoppingToken);
        }
    }

    private static async Task WhenLost(IDatabaseLease held, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(held.Lost, stop);
        await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
    }

    private async Task<bool> Attempt(CancellationToken cancellation)
    {
        try
        {
            await TryTake(cancellation);
            return lease is not null;
        }
        catch (StorageUnavailableException fault)
        {
            logger.LogWarning(fault, "The lease on the city's duties cannot be checked now.");
            return false;
        }
    }

    private async Task Begin(CancellationToken cancellation)
    {
        logger.LogInformation("This Silo now has the city's duties: it writes the lists and the figures, delivers notifications and deletes what has expired.");
        await running.Start(services.GetRequiredService<FigureProjector>(), cancellation);
        await running.Start(services.GetRequiredService<NotificationOutbox>(), cancellation);
        await running.Start(services.GetRequiredService<RetentionKeeper>(), cancellation);
        await running.Start(services.GetRequiredService<ErasureKeeper>(), cancellation);
        await running.Start(services.GetRequiredService<RosterKeeper>(), cancellation);
        if (settings.IsDemo == true)
        {
            await running.Start(services.GetRequiredService<DemoFeeder>(), cancellation);
        }
    }

    private async Task GiveUp(CancellationToken cancellation)
    {
        lists.IsWriting = false;
        await running.Stop(cancellation);
        if (Interlocked.Exchange(ref lease, null) is { } held)
        {
            await held.DisposeAsync();
        }
    }
}
