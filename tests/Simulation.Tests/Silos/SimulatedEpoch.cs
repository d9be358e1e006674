using CityActors.Silo.Clock;
using CityActors.Storage;
using Orleans.Storage;

namespace CityActors.Simulation;

/// <summary>A silo from its start to its crash.</summary>
internal sealed class SimulatedEpoch
{
    public SteppedSilo Silo { get; set; } = null!;

    /// <summary>Whether it has crashed: nothing that it still does counts.</summary>
    public bool IsDead { get; set; }

    /// <summary>Completes when the next one has started.</summary>
    public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What a dead silo still does comes to no end.</summary>
    public static Task Never() => new TaskCompletionSource().Task;
}

/// <summary>The clock as one silo sees it: its timers end with it.</summary>
internal sealed class EpochTime(ReplayClock clock, SimulatedEpoch epoch) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(
            given =>
            {
                if (!epoch.IsDead)
                {
                    callback(given);
                }
            },
            state,
            dueTime,
            period);
}

/// <summary>Stands before every call to a grain of the city: counts steps, crashes, lets calls overtake one another.</summary>
internal sealed class SimulatedCalls(SimulatedSilo silo, SimulatedEpoch epoch, SimulatedChance chance, SimulatedFaults faults) : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (!IsOurs(context.TargetId))
        {
            await context.Invoke();
        }
        else if (context.SourceId is { } source && IsOurs(source))
        {
            await Between(context);
        }
        else
        {
            await FromOutside(context);
        }
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (!IsOurs(context.TargetId))
        {
            await context.Invoke();
            return;
        }

        var (subject, action) = (context.TargetId.ToString(), context.MethodName);
        await silo.Step(epoch, subject, action);
        await context.Invoke();
        await silo.Step(epoch, subject, "end");
    }

    private static bool IsOurs(GrainId grain) => !grain.IsSystemTarget() && !grain.IsClient() && !grain.Type.ToString()!.StartsWith("sys", StringComparison.Ordinal);

    private async Task Between(IOutgoingGrainCallContext context)
    {
        if (epoch.IsDead)
        {
            await SimulatedEpoch.Never();
        }

        if (chance.Happens(faults.CallDelay))
        {
            await silo.Delay(chance.UpTo(faults.CallDelayTime));
        }

        await context.Invoke();
    }

    private async Task FromOutside(IOutgoingGrainCallContext context)
    {
        var call = context.Invoke();
        await Task.WhenAny(call, epoch.Gone.Task);
        if (!call.IsCompleted)
        {
            throw new SiloUnavailableException("The silo crashed.");
        }

        await call;
    }
}

/// <summary>Storage that takes virtual time and fails as chance has it, before or after the commit.</summary>
internal sealed class SimulatedStorage(SimulatedSilo silo, SimulatedEpoch epoch, MemoryStates states, SimulatedChance chance, SimulatedFaults faults) : IGrainStorage
{
    private readonly StateSerializer serializer = new();

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Wait();
        FailIf(faults.ReadFails, "read", grainId);
        await states.ReadStateAsync(stateName, grainId, grainState);
        await silo.Step(epoch, grainId.ToString(), "read");
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Change(stateName, grainId, grainState, serializer.Serialize(grainState.State)); // Taken now, whatever the grain does to its state while it waits.

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Change(stateName, grainId, grainState, null);

    private async Task Change<T>(string stateName, GrainId grainId, IGrainState<T> grainState, byte[]? payload)
    {
        await Wait();
        FailIf(faults.WriteFailsBeforeCommit, "write before commit", grainId);
        await silo.Step(epoch, grainId.ToString(), "write");
        var row = new GrainState<T> { ETag = grainState.ETag };
        states.Replace(stateName, grainId, row, payload);
        await silo.Step(epoch, grainId.ToString(), "written");
        await Wait();
        FailIf(faults.WriteFailsAfterCommit, "write after commit", grainId);
        (grainState.ETag, grainState.RecordExists) = (row.ETag, row.RecordExists);
    }

    private Task Wait()
    {
        if (epoch.IsDead)
        {
            return SimulatedEpoch.Never();
        }

        var delay = chance.UpTo(faults.StorageDelay);
        return delay == TimeSpan.Zero ? Task.CompletedTask : silo.Delay(delay);
    }

    private void FailIf(double probability, string what, GrainId grain)
    {
        if (chance.Happens(probability))
        {
            silo.Trace(grain.ToString(), what + " fails");
            throw new IOException($"Simulated: {what} of {grain} failed.");
        }
    }
}
