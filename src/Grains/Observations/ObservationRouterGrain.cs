using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace CityActors.Observations;

/// <summary>Moves one partition of the observation log to its entities, in order.</summary>
[GrainType("observation-router")]
[ImplicitStreamSubscription(Nudges.Namespace)]
public sealed class ObservationRouterGrain(
    IObservationLog log,
    IOptions<RouterOptions> options,
    TimeProvider time,
    ILogger<ObservationRouterGrain> logger)
    : Grain, IObservationRouterGrain, IStreamSubscriptionObserver, IAsyncObserver<Nudge>
{
    private PartitionDelivery delivery = null!;
    private LiveDelivery live = null!;
    private SteppedDelivery stepped = null!;
    private bool isBroken;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Restore();
        if (options.Value.IsSelfDriven)
        {
            var second = TimeSpan.FromSeconds(1);
            this.RegisterGrainTimer(
                static (self, _) => self.Pump(),
                this,
                new GrainTimerCreationOptions(second, second) { KeepAlive = true });
        }
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (!isBroken && live is { IsResting: false } && delivery.HasTouched)
        {
            await Checkpoint();
        }
    }

    /// <inheritdoc/>
    public Task Pump() => live.IsResting ? Task.CompletedTask : Guarded(async () =>
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
    public Task Rest()
    {
        live.IsResting = true;
        return Task.CompletedTask;
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

    /// <inheritdoc/>
    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        await handleFactory.Create<Nudge>().ResumeAsync(this);

    /// <inheritdoc/>
    public Task OnNextAsync(Nudge item, StreamSequenceToken? token = null) => Pump();

    /// <inheritdoc/>
    public Task OnErrorAsync(Exception ex)
    {
        logger.LogWarning(ex, "A nudge of {Router} was lost; the next second pumps anyway.", this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    private async Task Restore()
    {
        delivery = new PartitionDelivery(Partitions.OfRouter(this.GetPrimaryKeyString()), log, GrainFactory, logger);
        await delivery.Restore();
        live = new LiveDelivery(delivery, log, options.Value);
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
