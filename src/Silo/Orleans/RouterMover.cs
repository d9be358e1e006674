using CityActors.Observations;
using CityActors.Silo.Cluster;
using Orleans.Core.Internal;

namespace CityActors.Silo.Orleans;

/// <summary>
/// When silos come or go, moves every router to the silo of its partition and removes entities that live elsewhere, so that they are loaded again
/// beside it.
/// </summary>
internal sealed class RouterMover(IClusterMembershipService membership, ILocalSiloDetails local, IGrainFactory grains, ILogger<RouterMover> logger) : BackgroundService
{
    private const int AtOnce = 200;
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
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.LogWarning(fault, "The cluster changed while routers were being moved; trying again.");
                known = [];
            }
        }
    }

    private async Task Look()
    {
        var active = RouterPlacement.ActiveSilos(membership);
        if (!active.Contains(local.SiloAddress) || active.SetEquals(known))
        {
            return; // Not yet in, or on the way out; or nothing is new.
        }

        await Task.WhenAll(Enumerable.Range(0, Partitions.Count).Where(partition => RouterPlacement.Choose(partition, active).Equals(local.SiloAddress))
            .SelectMany(partition => CityStarter.OfPartition(grains, partition)).Select(Move));

        await LetStraysGo(active);
        known = active;
    }

    /// <summary>Every silo does this for the entities that it has itself.</summary>
    private async Task LetStraysGo(HashSet<SiloAddress> active)
    {
        var here = await grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics(null, [local.SiloAddress]);
        foreach (var some in here.Select(grain => grain.GrainId).Where(grain => IsStray(grain, active)).Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(grain => grains.GetGrain(grain).AsReference<IGrainManagementExtension>().DeactivateOnIdle().AsTask()));
        }
    }

    private bool IsStray(GrainId grain, HashSet<SiloAddress> active) =>
        RouterPlacement.PartitionOf(grain) is { } partition && !RouterPlacement.Choose(partition, active).Equals(local.SiloAddress);

    /// <summary>A router that still lives elsewhere is asked to move.</summary>
    private async Task Move(IPartitionGrain router)
    {
        var place = await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(router);
        if (place is not null && !place.Equals(local.SiloAddress))
        {
            await router.AsReference<IGrainManagementExtension>().DeactivateOnIdle(); // It writes its checkpoint and begins again here.
        }

        await router.Wake();
    }
}
