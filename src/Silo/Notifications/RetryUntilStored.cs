using CityActors.Storage;

namespace CityActors.Silo.Notifications;

/// <summary>Repeats something until the disk takes it.</summary>
internal static class RetryUntilStored
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Repeats it until it is done.</summary>
    /// <param name="action">What to do.</param>
    /// <param name="logger">Where the waiting is logged.</param>
    /// <param name="what">What is waiting, as the beginning of a sentence.</param>
    /// <param name="stop">Ends the waiting.</param>
    public static async Task<T> Until<T>(Func<CancellationToken, Task<T>> action, ILogger logger, string what, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await action(stop);
            }
            catch (StorageUnavailableException fault)
            {
                logger.LogWarning(fault, "{What} is waiting for the disk.", what);
                await Task.Delay(Pause, stop);
            }
        }
    }
}
