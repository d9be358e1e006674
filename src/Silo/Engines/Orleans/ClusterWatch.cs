using CityActors.Deadlines;
using CityActors.Observations;
using Orleans.Core.Internal;

namespace CityActors.Silo.Engines;

/// <summary>
/// Keeps the cluster's own grains awake, wherever silos come or go: every router on the silo of its partition, and after a silo has gone the
/// owners of all matters under way, whose timers went with it.
/// </summary>
internal sealed class ClusterWatch(IClusterMembershipService membership, ILocalSiloDetails local, IGrainFactory grains, ILogger<ClusterWatch> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);
    private HashSet<SiloAddress> known = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Look();
            }
#pragma warning disable CA1031 // Silos come and go in the middle of this; it looks again in a few seconds.
            catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
            {
                logger.LogWarning(fault, "The cluster changed while it was looked at; it is looked at again.");
                known = [];
            }
        }
    }

    private async Task Look()
    {
        HashSet<SiloAddress> active = [.. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress)];
        if (!active.Contains(local.SiloAddress))
        {
            return; // Not yet in, or on the way out.
        }

        var hasChanged = !active.SetEquals(known);
        var hasGone = !known.IsSubsetOf(active);
        foreach (var partition in Enumerable.Range(0, Partitions.Count).Where(partition => RouterPlacement.Choose(partition, active).Equals(local.SiloAddress)))
        {
            await Keep(grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(partition)), hasChanged);
        }

        if (hasGone && active.Min()!.Equals(local.SiloAddress))
        {
            logger.LogInformation("A silo has gone; the owners of matters under way are woken.");
            for (var book = 0; book < DueBooks.Count; book++)
            {
                await grains.GetGrain<IDueBookGrain>(DueBooks.KeyOf(book)).WakeAll();
            }
        }

        known = active;
    }

    /// <summary>Wakes a router of this silo's; one that still lives elsewhere is asked to come.</summary>
    private async Task Keep(IObservationRouterGrain router, bool hasChanged)
    {
        if (hasChanged)
        {
            var place = await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(router);
            if (place is not null && !place.Equals(local.SiloAddress))
            {
                await router.AsReference<IGrainManagementExtension>().DeactivateOnIdle(); // It writes its checkpoint and begins again here.
            }
        }

        await router.Status();
    }
}
