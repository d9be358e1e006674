using Orleans.Storage;

namespace CityActors.Conformance.Fixtures;

/// <summary>A storage that holds nothing and fails when told to.</summary>
internal sealed class FailingStorage : IGrainStorage
{
    public Exception? ReadFailure { get; set; }

    public Exception? WriteFailure { get; set; }

    /// <summary>Gets what completes when a write begins.</summary>
    public TaskCompletionSource Begun { get; } = new();

    /// <summary>Gets or sets what writes wait for.</summary>
    public Task Delay { get; set; } = Task.CompletedTask;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.State = Activator.CreateInstance<T>();
        return ReadFailure is null ? Task.CompletedTask : Task.FromException(ReadFailure);
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Write();

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Write();

    private async Task Write()
    {
        _ = Begun.TrySetResult();
        await Delay;
        if (WriteFailure is not null)
        {
            throw WriteFailure;
        }
    }
}
