using CityActors.Deadlines;
using CityActors.Observations;

namespace CityActors.Silo.Cluster;

/// <summary>
/// Keeps routers and due-books awake: they know every entity and every matter that is under way, so nothing is forgotten
/// where they live. After a Silo left, every owner of a deadline is woken, so that what it still had to tell is told.
/// </summary>
public sealed class GrainWaker(IGrainFactory grains, IClusterMembershipService membership, ILocalSiloDetails local, SiloSettings settings, ILogger<GrainWaker> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestCheckpoint = TimeSpan.FromSeconds(5);
    private readonly MembershipVersion?[] woken = new MembershipVersion?[DueBooks.Count];

    /// <summary>
    /// Wakes everything that may have to go on: every owner of a deadline where silos came or went since, every due-book and router always.
    /// What cannot be woken, each for itself, is tried again in the next round.
    /// </summary>
    public async Task WakeAll()
    {
        var faults = new List<Exception>();
        if (!settings.IsReplay)
        {
            await Task.WhenAll(Routers().Select(router => Try(router.Status, faults))); // Awake, a router pumps by itself every second; a replay's is moved by the driver.
        }

        var version = membership.CurrentSnapshot.Version;
        for (var number = 0; number < DueBooks.Count; number++)
        {
            var book = grains.GetGrain<IDueBookGrain>(DueBooks.KeyOf(number));
            if (woken[number] == version)
            {
                await Try(book.Wake, faults);
            }
            else if (await Try(book.WakeAll, faults))
            {
                woken[number] = version;
            }
        }

        if (faults.Count > 0)
        {
            logger.LogWarning(faults[0], "{Count} routers and due-books could not be woken; they are tried again in {Every}. This is the first reason.", faults.Count, Every);
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
            await Task.WhenAll(Routers().Select(LayToRest)).WaitAsync(limit.Token);
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
            await WakeAll();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // Whatever hinders one, a state that cannot be read or a silo that is just leaving, must not keep the others asleep.
    private static async Task<bool> Try(Func<Task> wake, List<Exception> faults)
    {
        try
        {
            await wake();
            return true;
        }
#pragma warning disable CA1031 // As above.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            lock (faults)
            {
                faults.Add(fault);
            }

            return false;
        }
    }

    private IEnumerable<IObservationRouterGrain> Routers() =>
        Enumerable.Range(0, Partitions.Count).Select(partition => grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(partition)));

    // Whether it lives here it knows itself: it may not have come home yet, or be home elsewhere.
    private async Task LayToRest(IObservationRouterGrain router)
    {
        if (await router.Rest(local.SiloAddress))
        {
            await router.Checkpoint();
        }
    }
}
