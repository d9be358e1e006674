using CityActors.Storage;

namespace CityActors.Silo.Packs;

/// <summary>Every second sees what other Silos have done with packs. A Silo that cannot judge by what is on stops: its entities go to others, and nothing is guessed.</summary>
public sealed class PackFollower(CityPacks packs, IHostApplicationLifetime lifetime, ILogger<PackFollower> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await packs.Follow();
            }
            catch (StorageUnavailableException fault)
            {
                logger.LogDebug(fault, "What was done with packs could not be read; it is tried again.");
            }
            catch (FormatException fault)
            {
                logger.LogCritical("This Silo stops: {Why}. Start one with the program that switched it on.", fault.Message);
                lifetime.StopApplication();
                return;
            }
        }
    }
}
