using CityActors.Storage;

namespace CityActors.Silo.Notifications;

/// <summary>Does something however long the disk refuses.</summary>
internal static class DiskPatience
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Does it again and again until it is done.</summary>
    /// <param name="action">What to do.</param>
    /// <param name="logger">Where it is said that it waits.</param>
    /// <param name="what">What waits, as the beginning of a sentence.</param>
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
                logger.LogWarning(fault, "{What} waits for the disk.", what);
                await Task.Delay(Pause, stop);
            }
        }
    }
}
