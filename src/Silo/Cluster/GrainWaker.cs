using CityActors.Deadlines;
using CityActors.Observations;
using CityActors.Silo.Orleans;

namespace CityActors.Silo.Cluster;

/// <summary>
/// Keeps routers and due-books awake: they know every entity and every matter that is under way, so nothing is forgotten
/// where they live. After a Silo left, every owner of a deadline is woken, so that what it still had to tell is told.
/// </summary>
public sealed class GrainWaker(IGrainFactory grains, IClusterMembershipService membership, ILocalSiloDetails local, SiloSettings settings, ILogger<GrainWaker> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestCheckpoint = TimeSpan.FromSeconds(5);
    private MembershipVersion? woken;

    /// <summary>Wakes everything that may have to go on after a start.</summary>
    public async Task WakeAll()
    {
        var version = membership.CurrentSnapshot.Version;
        for (var book = 0; book < DueBooks.Count; book++)
        {
            await grains.GetGrain<IDueBookGrain>(DueBooks.KeyOf(book)).WakeAll();
        }

        await TouchRouters();
        woken = version;
    }

    /// <summary>The same at a start. What cannot be woken now, because another silo is just leaving, is woken by whoever has the city's duties.</summary>
    public async Task TryWakeAll()
    {
        try
        {
            await WakeAll();
        }
#pragma warning disable CA1031 // Whatever it was, a Silo that does not start helps nobody.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.LogWarning(fault, "Not every router and due-book could be woken at the start; they are tried again in {Every}.", Every);
        }
    }

    /// <summary>
    /// Makes everything delivered durable and delivers no more, while the grains still answer: a silo that is going places none of them again.
    /// What is not done in time is delivered again after the start.
    /// </summary>
    public async Task LayToRest(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LongestCheckpoint);
        try
        {
            var routers = Enumerable.Range(0, Partitions.Count).Where(IsHere).Select(partition => grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(partition))).ToArray();
            await Task.WhenAll(routers.Select(router => router.Rest())).WaitAsync(limit.Token);
            await Task.WhenAll(routers.Select(router => router.Checkpoint())).WaitAsync(limit.Token);
        }
#pragma warning disable CA1031 // Whatever it was, the log has all that was acknowledged.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.LogWarning(fault, "Not every router could write its checkpoint at the end; what it delivered since the last one is delivered again.");
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                await (woken == membership.CurrentSnapshot.Version ? Touch() : WakeAll());
            }
#pragma warning disable CA1031 // A Silo that is just leaving, a full disk: the next round comes in ten seconds.
            catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
            {
                logger.LogWarning(fault, "Not every router and due-book could be woken; trying again in {Every}.", Every);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private bool IsHere(int partition) => RouterPlacement.Choose(partition, RouterPlacement.ActiveSilos(membership)).Equals(local.SiloAddress);

    private async Task Touch()
    {
        await Task.WhenAll(Enumerable.Range(0, DueBooks.Count).Select(book => grains.GetGrain<IDueBookGrain>(DueBooks.KeyOf(book)).Wake()));
        await TouchRouters();
    }

    // Awake, a router pumps by itself every second; a replay's is moved by the driver.
    private Task TouchRouters() => settings.IsReplay
        ? Task.CompletedTask
        : Task.WhenAll(Enumerable.Range(0, Partitions.Count).Select(partition =>
            grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(partition)).Status()));
}
