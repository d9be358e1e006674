using CityActors.Watch;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CityActors.Observations;

/// <summary>Delivers one partition of the observation log to its entities, in order.</summary>
[GrainType("observation-router")]
public sealed class ObservationRouterGrain(
    IObservationLog log,
    Kinds kinds,
    CityThings things,
    IEnumerable<IRegisteredThings> registered,
    IOptions<RouterOptions> options,
    TimeProvider time,
    ILocalSiloDetails silo,
    ILogger<ObservationRouterGrain> logger)
    : PartitionGrain(time, silo, logger), IObservationRouterGrain
{
    private PartitionDelivery delivery = null!;
    private LiveDelivery live = null!;
    private SteppedDelivery stepped = null!;
    private bool isBroken;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        await Restore();
        if (options.Value.IsSelfDriven)
        {
            _ = LookEverySecond(Second, interleave: false);
        }
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (!isBroken && !IsResting && delivery is { HasTouched: true })
        {
            await Checkpoint();
        }
    }

    /// <inheritdoc/>
    public override Task Wake() => IsResting ? Task.CompletedTask : Guarded(async () =>
    {
        await live.Pump(Now, () => IsResting);
        return true;
    });

    /// <inheritdoc/>
    public Task<RouterStep> Step(DateTimeOffset now, DateTimeOffset until) =>
        Guarded(async () => new RouterStep(await stepped.Step(now, until), stepped.Delivered));

    /// <inheritdoc/>
    public override Task Checkpoint() => Guarded(async () =>
    {
        if (options.Value.IsSelfDriven)
        {
            await live.Checkpoint(Now);
        }
        else
        {
            await delivery.Checkpoint(stepped.Delivered, Now);
        }

        return true;
    });

    /// <inheritdoc/>
    public Task<RouterStatus> Status() => Task.FromResult(new RouterStatus
    {
        Partition = Partition,
        Delivered = options.Value.IsSelfDriven ? live.Delivered : stepped.Delivered,
        Checkpoint = delivery.CheckpointOffset,
        Waiting = delivery.Due.Count,
        Poisoned = delivery.Poisoned,
    });

    /// <inheritdoc/>
    protected override Task Look() => Wake();

    private async Task Restore()
    {
        delivery = new PartitionDelivery(Partition, log, GrainFactory, options.Value, new ObservationCodec(kinds), new SwitchNews(things, registered), logger);
        await delivery.Restore();
        live = new LiveDelivery(delivery, log, options.Value);
        stepped = new SteppedDelivery(delivery, log);
        isBroken = false;
    }

    /// <summary>After a storage failure the router starts again from its checkpoint; entities skip what they already have.</summary>
    private async Task<TResult> Guarded<TResult>(Func<Task<TResult>> work)
    {
        if (isBroken)
        {
            await Restore();
        }

        try
        {
            return await work();
        }
        catch
        {
            isBroken = true;
            throw;
        }
    }
}
