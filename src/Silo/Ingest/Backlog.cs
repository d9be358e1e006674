using CityActors.Observations;
using CityActors.Storage;

namespace CityActors.Silo.Ingest;

/// <summary>Watches how much is waiting for its entities; if it is too much, senders are asked to wait.</summary>
public sealed class Backlog(IObservationLog log, SiloSettings settings, ILogger<Backlog> logger) : BackgroundService
{
    private long lag; // Items stored and not yet delivered and checkpointed.

    /// <summary>Whether nothing more may come in now. A replay is sent data ahead of its clock, so what waits there is no backlog.</summary>
    public bool IsFull => !settings.IsReplay && Volatile.Read(ref lag) > settings.Backlog;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Volatile.Write(ref lag, (await log.Status(stoppingToken)).Lag);
            }
            catch (StorageUnavailableException fault)
            {
                logger.LogWarning(fault, "The status of the observation log cannot be read now.");
            }
        }
    }
}
