using CityActors.Observations;
using CityActors.Silo.Clock;
using CityActors.Silo.Stores;
using CityActors.Storage;

namespace CityActors.Silo.Ingest;

/// <summary>Deletes expired readings and internal facts: once an hour, what is old and already delivered.</summary>
public sealed class RetentionKeeper(IObservationLog log, DatabaseCityStorage storage, DeclaredClock clock, ILogger<RetentionKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan InternalFor = TimeSpan.FromDays(30); // People's names and words are kept no longer than reactions may need them.

    /// <summary>Trims now.</summary>
    /// <returns>How many observations expired.</returns>
    public async Task<long> Trim(CancellationToken cancellation)
    {
        var expired = 0L;
        for (var partition = 0; partition < Partitions.Count; partition++)
        {
            TrimReport report;
            do
            {
                report = await log.Trim(partition, long.MaxValue, clock.Oldest, cancellation);
                expired += report.Items;
            }
            while (report.MayHaveMore);
        }

        while (await log.TrimIdempotent(cancellation) > 0)
        {
            // In parts, so that writers do not wait long.
        }

        while (await storage.Trim(clock.Now - InternalFor, cancellation) >= DatabaseCityStorage.TrimLimit)
        {
            // As above.
        }

        return expired;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                var expired = await Trim(stoppingToken);
                if (expired > 0)
                {
                    logger.LogInformation("{Count} observations older than {Oldest:O} expired.", expired, clock.Oldest);
                }
            }
            catch (StorageUnavailableException fault)
            {
                logger.LogWarning(fault, "Expired observations will be removed when storage is available again.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
