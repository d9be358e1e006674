using System.Collections.Concurrent;
using System.Globalization;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace CityActors.Engine.Storage;

/// <summary>Keeps states in memory as the JSON a durable storage would hold, so that a state is never shared with a grain.</summary>
internal sealed class MemoryGrainStorage(StateSerializer serializer) : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, GrainId Grain), Record> _records = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_records.TryGetValue((stateName, grainId), out var record) && record.Json is not null)
        {
            grainState.State = serializer.Deserialize<T>(record.Json);
            grainState.ETag = Tag(record.Version);
            grainState.RecordExists = true;
        }
        else
        {
            grainState.State = EmptyState<T>.Create();
            grainState.ETag = record is null ? null : Tag(record.Version);
            grainState.RecordExists = false;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.ETag = Replace(stateName, grainId, grainState.ETag, serializer.Serialize(grainState.State));
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.ETag = Replace(stateName, grainId, grainState.ETag, null);
        grainState.State = EmptyState<T>.Create();
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private static string Tag(int version) => version.ToString(CultureInfo.InvariantCulture);

    private string Replace(string stateName, GrainId grainId, string? eTag, byte[]? json)
    {
        var key = (stateName, grainId);
        var stored = _records.GetValueOrDefault(key);
        var next = new Record((stored?.Version ?? 0) + 1, json);
        var stale = (stored is null ? null : Tag(stored.Version)) != eTag;
        if (stale || !(stored is null ? _records.TryAdd(key, next) : _records.TryUpdate(key, next, stored)))
        {
            throw new InconsistentStateException(
                $"State '{stateName}' of {grainId} was changed by somebody else.", stored is null ? null : Tag(stored.Version), eTag);
        }

        return Tag(next.Version);
    }

    private sealed record Record(int Version, byte[]? Json);
}
