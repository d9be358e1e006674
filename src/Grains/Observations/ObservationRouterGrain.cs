using CityActors.Commits;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CityActors.Observations;

/// <summary>Moves one partition of the observation log to its entities, in order.</summary>
[GrainType("observation-router")]
public sealed class ObservationRouterGrain(
    IObservationLog log,
    IOptions<RouterOptions> options,
    TimeProvider time,
    ILocalSiloDetails silo,
    ILogger<ObservationRouterGrain> logger)
    : Grain, IObservationRouterGrain
{
    private PartitionDelivery delivery = null!;
    private LiveDelivery live = null!;
    private SteppedDelivery stepped = null!;
    private bool isBroken;
    private bool isResting;
    private bool isHindered;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Restore();
        if (options.Value.IsSelfDriven)
        {
            var second = TimeSpan.FromSeconds(1);
            this.RegisterGrainTimer(
                static (self, _) => self.Tick(),
                this,
                new GrainTimerCreationOptions(second, second) { KeepAlive = true });
        }
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (!isBroken && !isResting && delivery is { HasTouched: true })
        {
            await Checkpoint();
        }
    }

    /// <inheritdoc/>
    public Task Wake() => isResting ? Task.CompletedTask : Guarded(async () =>
    {
        await live.Pump(time.GetUtcNow());
        return true;
    });

    /// <inheritdoc/>
    public Task<DateTimeOffset?> Step(DateTimeOffset upTo) => Guarded(() => stepped.Step(upTo));

    /// <inheritdoc/>
    public Task Checkpoint() => Guarded(async () =>
    {
        if (options.Value.IsSelfDriven)
        {
            await live.Checkpoint(time.GetUtcNow());
        }
        else
        {
            await delivery.Checkpoint(stepped.Delivered, time.GetUtcNow());
        }

        return true;
    });

    /// <inheritdoc/>
    public Task<bool> Rest(SiloAddress ending)
    {
        isResting |= ending.Equals(silo.SiloAddress);
        live.IsResting = isResting;
        return Task.FromResult(isResting);
    }

    /// <inheritdoc/>
    public Task<RouterStatus> Status() => Task.FromResult(new RouterStatus
    {
        Partition = delivery.Partition,
        Delivered = options.Value.IsSelfDriven ? live.Delivered : stepped.Delivered,
        Checkpoint = delivery.CheckpointOffset,
        Waiting = delivery.Due.Count,
        Poisoned = delivery.Poisoned,
    });

    private async Task Tick()
    {
        try
        {
            await Wake();
            isHindered = false;
        }
        catch (Exception fault) when (Faults.IsEnvironment(fault))
        {
            if (!isHindered)
            {
                logger.LogWarning(fault, "Partition {Partition} waits for storage; it looks again every second.", delivery.Partition);
            }

            isHindered = true; // Said once, not every second.
        }
    }

    private async Task Restore()
    {
        delivery = new PartitionDelivery(Partitions.OfKey(this.GetPrimaryKeyString()), log, GrainFactory, logger);
        await delivery.Restore();
        live = new LiveDelivery(delivery, log, options.Value) { IsResting = isResting };
        stepped = new SteppedDelivery(delivery, log);
        isBroken = false;
    }

    /// <summary>After a fault of the ground the router begins again from its checkpoint: entities skip what they have.</summary>
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
