using CityActors.Storage;

namespace CityActors.Silo.ObservationLog;

/// <summary>Checks for news if others write to the database, too. It ends with the database.</summary>
internal static class LogWatch
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    /// <summary>Begins to look, if the database can change outside of this process.</summary>
    public static void Start(Database database, Func<Task> look)
    {
        if (database.ChangesOutside)
        {
            _ = Watch(look);
        }
    }

    private static async Task Watch(Func<Task> look)
    {
        using var timer = new PeriodicTimer(Between, TimeProvider.System);
        while (await timer.WaitForNextTickAsync())
        {
            try
            {
                await look();
            }
            catch (StorageUnavailableException fault) when (fault.Fault == StorageFault.Closed)
            {
                return;
            }
#pragma warning disable CA1031 // Callers see the failure themselves; a watch that ended would leave this Silo blind.
            catch (Exception fault) when (fault is not OutOfMemoryException)
#pragma warning restore CA1031
            {
                // Again in a moment.
            }
        }
    }
}
