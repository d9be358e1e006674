using CityActors.Engine.Activation;
using CityActors.Engine.Scheduling;
using Orleans;
using Orleans.Runtime;

namespace CityActors.Engine;

/// <content>Watching and steering.</content>
internal sealed partial class GrainEngine : IEngineControl
{
    public int ActivationCount => Loops.Sum(loop => loop.Directory.Count);

    public DateTimeOffset? NextDue
    {
        get
        {
            var next = Loops.Length == 0 ? long.MaxValue : Loops.Min(loop => loop.Timers.NextDueTicks);
            return next == long.MaxValue ? null : new DateTimeOffset(Math.Max(next, 0), TimeSpan.Zero);
        }
    }

    public Task WhenIdle(CancellationToken cancellationToken)
    {
        if (IsQuiet())
        {
            return Task.CompletedTask;
        }

        var waiter = new TaskCompletionSource(Loops[0].Elsewhere);
        lock (_idleWaiters)
        {
            _idleWaiters.Add(waiter);
            Volatile.Write(ref _idleWaiterCount, _idleWaiters.Count);
        }

        foreach (var loop in Loops)
        {
            loop.Schedule(new LoopAction(static () => { })); // Each looks again when it is done with this.
        }

        return waiter.Task.WaitAsync(cancellationToken);
    }

    public IReadOnlyList<GrainTypeStatus> Status() =>
    [
        .. Classes.All.Where(found => found.Activations > 0)
            .OrderBy(found => found.Name, StringComparer.Ordinal)
            .Select(found => new GrainTypeStatus(found.Name, found.Activations, found.Waiting)),
    ];

    public Task Deactivate(GrainId grain)
    {
        var reference = References.Untyped(Classes.Of(grain.Type), grain.Key);
        return LoopCall.Run(reference.Home, () =>
        {
            var activation = reference.Home.Directory.Find(reference.Class, reference.Key);
            activation?.Deactivate(new DeactivationReason(DeactivationReasonCode.RuntimeRequested, "Asked for by IEngineControl."));
            return activation?.Deactivated ?? Task.CompletedTask;
        });
    }

    public Task DeactivateAll() =>
        EndAll(new DeactivationReason(DeactivationReasonCode.RuntimeRequested, "Asked for by IEngineControl."), default);

    private async Task EndAll(DeactivationReason reason, CancellationToken cancellationToken)
    {
        var ended = Loops.Select(loop => LoopCall.Run(loop, () =>
        {
            List<GrainActivation> all = [.. loop.Directory.Tables.SelectMany(table => table.ToList())];
            List<Task> tasks = [.. all.Select(activation => activation.Deactivated)];
            all.ForEach(activation => activation.Deactivate(reason, cancellationToken));
            return Task.WhenAll(tasks);
        }));
        await Task.WhenAll([.. ended]).WaitAsync(cancellationToken);
    }

    private bool IsQuiet()
    {
        long done = 0;
        long sent = 0;
        foreach (var loop in Loops)
        {
            done += Volatile.Read(ref loop.Counters.Done);
        }

        Interlocked.MemoryBarrier();
        foreach (var loop in Loops)
        {
            sent += Volatile.Read(ref loop.Counters.Sent) + loop.Counters.SentFromOutside;
        }

        return done == sent;
    }

    private void ReleaseIdleWaiters()
    {
        List<TaskCompletionSource> waiters;
        lock (_idleWaiters)
        {
            waiters = [.. _idleWaiters];
            _idleWaiters.Clear();
            Volatile.Write(ref _idleWaiterCount, 0);
        }

        foreach (var waiter in waiters)
        {
            _ = waiter.TrySetResult();
        }
    }
}
