using CityActors.Engine.Storage;
using CityActors.Storage;
using Orleans.Storage;

namespace CityActors.Tests.Observations;

/// <summary>Memory storage that refuses writes while told to.</summary>
internal sealed class ForgetfulStorage : IGrainStorage
{
    private readonly MemoryGrainStorage inner = new(new StateSerializer());

    public bool RefusesWrites { get; set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ReadStateAsync(stateName, grainId, grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => RefusesWrites
        ? throw new InconsistentStateException("The storage refuses writes for a while.")
        : inner.WriteStateAsync(stateName, grainId, grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ClearStateAsync(stateName, grainId, grainState);
}
