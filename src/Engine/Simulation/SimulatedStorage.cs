using CityActors.Storage;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace CityActors.Engine.Simulation;

/// <summary>Storage that survives crashes, takes virtual time and fails as chance has it.</summary>
internal sealed class SimulatedStorage(SimulatedWorld world, IGrainStorage inner, StateSerializer serializer) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Wait();
        FailIf(world.Options.Faults.ReadFails, "read", stateName, grainId);
        await inner.ReadStateAsync(stateName, grainId, grainState);
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Change("write", stateName, grainId, grainState, inner.WriteStateAsync);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Change("clear", stateName, grainId, grainState, inner.ClearStateAsync);

    private async Task Change<T>(
        string what, string stateName, GrainId grainId, IGrainState<T> grainState, Func<string, GrainId, IGrainState<T>, Task> change)
    {
        // The copy is taken now, as a durable storage does, whatever the grain does to its state while it waits.
        var copy = new GrainState<T>(serializer.Deserialize<T>(serializer.Serialize(grainState.State)), grainState.ETag)
        {
            RecordExists = grainState.RecordExists,
        };
        await Wait();
        FailIf(world.Options.Faults.WriteFailsBeforeCommit, $"{what} before commit", stateName, grainId);
        await change(stateName, grainId, copy);
        await Wait();
        FailIf(world.Options.Faults.WriteFailsAfterCommit, $"{what} after commit", stateName, grainId);
        grainState.ETag = copy.ETag;
        grainState.RecordExists = copy.RecordExists;
        if (what == "clear")
        {
            grainState.State = copy.State;
        }
    }

    private void FailIf(double probability, string what, string stateName, GrainId grainId)
    {
        if (world.Chance.Happens(probability))
        {
            world.Trace($"{what} fails");
            throw new IOException($"Simulated: {what} of '{stateName}' of {grainId} failed.");
        }
    }

    private Task Wait()
    {
        var delay = world.Chance.UpTo(world.Options.Faults.StorageDelay);
        return delay == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(delay, world.Time);
    }
}
