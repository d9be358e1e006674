using System.Globalization;
using CityActors.Storage;
using Orleans.Storage;

namespace CityActors.Simulation;

/// <summary>Grain states as bytes in memory: they outlive a silo, and refuse writes while told to.</summary>
internal sealed class MemoryStates : IGrainStorage
{
    private readonly StateSerializer serializer = new();
    private readonly Dictionary<(string State, GrainId Grain), (byte[]? Payload, int Version)> rows = [];

    /// <summary>After a power cut nothing more arrives.</summary>
    public bool IsCut { get; set; }

    public int Writes { get; private set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (payload, version) = rows.GetValueOrDefault((stateName, grainId));
        grainState.State = payload is null ? Activator.CreateInstance<T>() : serializer.Deserialize<T>(payload);
        grainState.ETag = version == 0 ? null : Tag(version);
        grainState.RecordExists = payload is not null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Replace(stateName, grainId, grainState, serializer.Serialize(grainState.State));
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Replace(stateName, grainId, grainState, null);
        grainState.State = Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    /// <summary>The states as they are now, for the silo after the power cut.</summary>
    public MemoryStates Copy()
    {
        var copy = new MemoryStates();
        foreach (var (key, row) in rows)
        {
            copy.rows[key] = row;
        }

        return copy;
    }

    /// <summary>Replaces a row, taking the payload given.</summary>
    public void Replace<T>(string stateName, GrainId grainId, IGrainState<T> grainState, byte[]? payload)
    {
        if (IsCut)
        {
            throw new InconsistentStateException("The power is cut.");
        }

        var (_, version) = rows.GetValueOrDefault((stateName, grainId));
        if (grainState.ETag != (version == 0 ? null : Tag(version)))
        {
            throw new InconsistentStateException($"State '{stateName}' of {grainId} has another version.", Tag(version), grainState.ETag);
        }

        rows[(stateName, grainId)] = (payload, version + 1);
        grainState.ETag = Tag(version + 1);
        grainState.RecordExists = payload is not null;
        Writes++;
    }

    private static string Tag(int version) => version.ToString(CultureInfo.InvariantCulture);
}
