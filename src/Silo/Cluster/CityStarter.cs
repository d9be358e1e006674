using CityActors.Deadlines;
using CityActors.Observations;
using CityActors.Reactions;

namespace CityActors.Silo.Cluster;

/// <summary>
/// Keeps what moves the city alive: nothing else wakes a partition's grains when nothing comes in. Every silo does it when it starts, when
/// silos come or go, and every ten seconds.
/// </summary>
public sealed class CityStarter(IGrainFactory grains, IClusterMembershipService membership, ILocalSiloDetails local, ILogger<CityStarter> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestCheckpoint = TimeSpan.FromSeconds(5);

    /// <summary>The grains that move a partition: what it observed, what follows, and what falls due.</summary>
    public static IEnumerable<IPartitionGrain> OfPartition(IGrainFactory grains, int partition) =>
    [
        grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(partition)),
        grains.GetGrain<IReactionRouterGrain>(Partitions.ReactionsKey(partition)),
        grains.GetGrain<IDeadlineGrain>(Partitions.DeadlinesKey(partition)),
    ];

    /// <summary>Wakes all of them, independently; those that cannot be woken are tried again in the next round.</summary>
    public async Task WakeAll()
    {
        List<Task> calls = [.. All().Select(static async grain => await grain.Wake())];
        await Task.WhenAll(calls).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (calls.FindAll(static call => !call.IsCompletedSuccessfully) is [var first, ..] faults)
        {
            logger.LogWarning(
                first.Exception?.InnerException,
                "{Count} grains that move partitions could not be woken; trying again in {Every}. This is the first reason.",
                faults.Count,
                Every);
        }
    }

    /// <summary>
    /// Makes everything delivered durable and delivers no more, while the grains still answer: a silo that is going places none of them again.
    /// What is not done in time is delivered again after the start.
    /// </summary>
    public async Task StopDelivering(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LongestCheckpoint);
        try
        {
            await Task.WhenAll(All().Select(StopDelivering)).WaitAsync(limit.Token);
        }
#pragma warning disable CA1031 // Whatever it was, the logs have all that was acknowledged.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.LogWarning(fault, "Not every partition could write its checkpoint while stopping; what was delivered since the last one is delivered again after the start.");
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var changes = membership.MembershipUpdates.GetAsyncEnumerator(stoppingToken);
        await using (changes)
        {
            var changed = changes.MoveNextAsync().AsTask();
            while (true)
            {
                await WakeAll();
                await Task.WhenAny(changed, Task.Delay(Every, stoppingToken));
                stoppingToken.ThrowIfCancellationRequested();
                changed = changed.IsCompleted ? changes.MoveNextAsync().AsTask() : changed;
            }
        }
    }

    // Whether it lives here it knows itself: it may not have come home yet, or be home elsewhere.
    private async Task StopDelivering(IPartitionGrain grain)
    {
        if (await grain.Rest(local.SiloAddress))
        {
            await grain.Checkpoint();
        }
    }

    private IEnumerable<IPartitionGrain> All() => Enumerable.Range(0, Partitions.Count).SelectMany(partition => OfPartition(grains, partition));
}
