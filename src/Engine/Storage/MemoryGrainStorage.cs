using CityActors.Storage;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace CityActors.Engine.Storage;

/// <summary>Keeps states in memory as the JSON a durable storage would hold, so that a state is never shared with a grain.</summary>
internal sealed class MemoryGrainStorage(StateSerializer serializer) : IGrainStorage
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string State, GrainId Grain), Record> _records = [];

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = Find(stateName, grainId);
        grainState.State = record?.Json is { } json ? serializer.Deserialize<T>(json) : EmptyState<T>.Create();
        grainState.ETag = Tag(record);
        grainState.RecordExists = record?.Json is not null;
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
        var known = grainState.RecordExists || !string.IsNullOrWhiteSpace(grainState.ETag);
        var eTag = known ? grainState.ETag : Tag(Find(stateName, grainId));
        if (eTag is not null)
        {
            grainState.ETag = Replace(stateName, grainId, eTag, null);
        }

        grainState.State = EmptyState<T>.Create();
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private static string? Tag(Record? record) => record is null ? null : GrainStateConflict.Tag(record.Version);

    private Record? Find(string stateName, GrainId grainId)
    {
        lock (_gate)
        {
            return _records.GetValueOrDefault((stateName, grainId));
        }
    }

    private string Replace(string stateName, GrainId grainId, string? eTag, byte[]? json)
    {
        var version = GrainStateConflict.Version(stateName, grainId, eTag);
        lock (_gate)
        {
            var stored = _records.GetValueOrDefault((stateName, grainId));
            if (stored?.Version != version)
            {
                throw GrainStateConflict.Stale(stateName, grainId, Tag(stored), eTag);
            }

            var next = new Record((version ?? 0) + 1, json);
            _records[(stateName, grainId)] = next;
            return GrainStateConflict.Tag(next.Version);
        }
    }

    private sealed record Record(int Version, byte[]? Json);
}
