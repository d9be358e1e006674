using CityActors.Observations;

namespace CityActors.Silo.Clock;

/// <summary>Moves a replay from event to event: timers first, then what was observed, each to its end before the clock goes on.</summary>
/// <remarks>So what happens depends on the input alone, not on how it was cut into batches, nor on how often the process was killed.</remarks>
public sealed class ReplayDriver(
    ReplayClock clock,
    ISettling city,
    IGrainFactory grains,
    IGrainContextAccessor contexts,
    ReplayPosition position,
    ILogger<ReplayDriver> logger) : BackgroundService
{
    /// <summary>What a restart has to repeat at most, in replayed time.</summary>
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromHours(6);

    private readonly SemaphoreSlim signal = new(0);
    private readonly Lock gate = new();
    private readonly List<(DateTimeOffset To, TaskCompletionSource Done)> waiting = [];
    private readonly DateTimeOffset?[] nexts = new DateTimeOffset?[Partitions.Count];
    private DateTimeOffset target;
    private DateTimeOffset checkpointed;

    /// <summary>Processes everything up to a time; completes when that is done and durable.</summary>
    public async Task Advance(DateTimeOffset to, CancellationToken cancellation)
    {
        await position.Write(clock.GetUtcNow() > checkpointed ? checkpointed : clock.GetUtcNow(), to);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add((to, done));
            target = to > target ? to : target;
        }

        signal.Release();
        await done.Task.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        signal.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        checkpointed = clock.GetUtcNow();
        if (await position.Read() is { } stored)
        {
            lock (gate)
            {
                target = stored.Target > target ? stored.Target : target;
            }
        }

        clock.OwnerNow = () => contexts.GrainContext?.GrainId.ToString() ?? "";
        clock.DueNow = () => signal.Release();
        signal.Release();
        while (!stoppingToken.IsCancellationRequested)
        {
            await signal.WaitAsync(stoppingToken);
            try
            {
                await Settle(stoppingToken);
                await Go(stoppingToken);
            }
#pragma warning disable CA1031 // A full disk or a discarded grain: the replay waits and goes on from there.
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.LogError(fault, "The replay stands at {Now}; trying again in a second.", clock.GetUtcNow());
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
                signal.Release();
            }
        }
    }

    private async Task Go(CancellationToken cancellation)
    {
        DateTimeOffset to;
        lock (gate)
        {
            to = target;
        }

        if (to >= clock.GetUtcNow() && Waits())
        {
            await StepAll(clock.GetUtcNow(), all: true, cancellation);
            while (await StepOnce(to, cancellation))
            {
                if (clock.GetUtcNow() - checkpointed >= CheckpointEvery)
                {
                    await Checkpoint(cancellation);
                }
            }

            await Checkpoint(cancellation);
        }

        Release();
    }

    private bool Waits()
    {
        lock (gate)
        {
            return waiting.Count > 0 || target > clock.GetUtcNow();
        }
    }

    /// <summary>Goes to the next event.</summary>
    /// <returns>False where the target was reached.</returns>
    private async Task<bool> StepOnce(DateTimeOffset to, CancellationToken cancellation)
    {
        var next = clock.NextDue is { } timer && timer < to ? timer : to;
        foreach (var at in nexts)
        {
            next = at < next ? at.Value : next;
        }

        clock.MoveTo(next);
        await Settle(cancellation);
        await StepAll(clock.GetUtcNow(), all: false, cancellation);
        return next < to;
    }

    private async Task StepAll(DateTimeOffset upTo, bool all, CancellationToken cancellation)
    {
        for (var partition = 0; partition < nexts.Length; partition++)
        {
            if (all || nexts[partition] <= upTo)
            {
                var router = grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(partition));
                nexts[partition] = await router.Step(upTo);
                await Settle(cancellation);
            }
        }
    }

    private async Task Settle(CancellationToken cancellation)
    {
        do
        {
            await city.WhenIdle(cancellation);
        }
        while (clock.FireNext());
    }

    private async Task Checkpoint(CancellationToken cancellation)
    {
        for (var partition = 0; partition < nexts.Length; partition++)
        {
            await grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(partition)).Checkpoint();
        }

        await Settle(cancellation);
        checkpointed = clock.GetUtcNow();
        await position.Write(checkpointed, target);
    }

    private void Release()
    {
        lock (gate)
        {
            waiting.RemoveAll(entry => entry.To <= clock.GetUtcNow() && entry.Done.TrySetResult());
        }
    }
}
