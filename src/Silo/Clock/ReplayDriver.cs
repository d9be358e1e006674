namespace CityActors.Silo.Clock;

/// <summary>Takes a replay to where it was told to go, and lets everything committed in the meantime have its consequences.</summary>
public sealed class ReplayDriver(
    ReplayClock clock, ReplayAgenda agenda, ReplayStepper stepper, IReplayPosition position, ILogger<ReplayDriver> logger) : BackgroundService, IQuiescence
{
    private readonly SemaphoreSlim signal = new(0);
    private readonly Lock gate = new();
    private readonly List<(DateTimeOffset To, TaskCompletionSource Done)> waiting = [];
    private DateTimeOffset target;
    private bool hasBegun;

    /// <summary>Processes everything up to a time; completes when that is done and durable.</summary>
    public async Task Advance(DateTimeOffset to, CancellationToken cancellation)
    {
        await position.Write(stepper.Reached, to, isSynced: false); // It is told to nobody before it has got there.
        await WhenReached(to, cancellation);
    }

    /// <inheritdoc/>
    public Task WhenQuiescent(CancellationToken cancellation) => WhenReached(clock.GetUtcNow(), cancellation);

    /// <inheritdoc/>
    public override void Dispose()
    {
        signal.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Aim((await position.Read())?.Target ?? clock.GetUtcNow());
        agenda.HasNews = () => signal.Release();
        signal.Release();
        while (!stoppingToken.IsCancellationRequested)
        {
            await signal.WaitAsync(stoppingToken);
            try
            {
                await Go(stoppingToken);
            }
#pragma warning disable CA1031 // A full disk or a discarded grain: the replay waits and continues from there.
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.LogError(fault, "The replay is held up at {Now}; trying again in a second.", clock.GetUtcNow());
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
                signal.Release();
            }
        }
    }

    private Task WhenReached(DateTimeOffset to, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add((to, done));
        }

        Aim(to);
        signal.Release();
        return done.Task.WaitAsync(cancellation);
    }

    private void Aim(DateTimeOffset to)
    {
        lock (gate)
        {
            target = to > target ? to : target;
        }
    }

    private async Task Go(CancellationToken cancellation)
    {
        DateTimeOffset to;
        bool isAwaited;
        lock (gate)
        {
            (to, isAwaited) = (target, waiting.Count > 0);
        }

        if (isAwaited || !hasBegun || to > clock.GetUtcNow())
        {
            await stepper.GoTo(to, cancellation);
            hasBegun = true;
        }
        else
        {
            await stepper.Settle(cancellation);
        }

        Release();
    }

    private void Release()
    {
        lock (gate)
        {
            waiting.RemoveAll(entry => entry.To <= clock.GetUtcNow() && entry.Done.TrySetResult());
        }
    }
}
