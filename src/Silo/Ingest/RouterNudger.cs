using CityActors.Observations;

namespace CityActors.Silo.Ingest;

/// <summary>Tells routers that their partition grew.</summary>
public interface INudger
{
    /// <summary>Nudges, and waits for nobody; a lost nudge costs a second, no item.</summary>
    void Nudge(IEnumerable<int> partitions);
}

/// <summary>Nudges nobody: a replay's driver moves the routers.</summary>
public sealed class SilentNudger : INudger
{
    /// <inheritdoc/>
    public void Nudge(IEnumerable<int> partitions) => _ = partitions;
}

/// <summary>Calls the routers, at most one call a partition at a time: whatever comes during it is delivered by one call more.</summary>
public sealed class RouterNudger(IGrainFactory grains, ILogger<RouterNudger> logger) : INudger
{
    private const int Idle = 0;
    private const int Called = 1;
    private const int Grown = 2; // Since the call began.
    private readonly int[] states = new int[Partitions.Count];

    /// <inheritdoc/>
    public void Nudge(IEnumerable<int> partitions)
    {
        foreach (var partition in partitions)
        {
            if (Interlocked.Exchange(ref states[partition], Grown) == Idle)
            {
                _ = Call(partition);
            }
        }
    }

    private async Task Call(int partition)
    {
        var router = grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(partition));
        do
        {
            Volatile.Write(ref states[partition], Called);
            try
            {
                await router.Pump();
            }
#pragma warning disable CA1031 // Whatever a nudge failed on, the router looks by itself every second.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                logger.LogDebug(fault, "The router of partition {Partition} was not nudged; it looks by itself every second.", partition);
            }
        }
        while (Interlocked.CompareExchange(ref states[partition], Idle, Called) == Grown);
    }
}
