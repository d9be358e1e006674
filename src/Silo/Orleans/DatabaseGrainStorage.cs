using CityActors.Storage;
using Orleans.Storage;

namespace CityActors.Silo.Orleans;

/// <summary>
/// Grain states in the city's database, in the table layout, key hashing and version rule of Orleans' ADO.NET provider. Writes in flight at once share a commit.
/// </summary>
/// <remarks>Every write that did not happen, for whatever reason, is an <see cref="InconsistentStateException"/>.</remarks>
internal sealed class DatabaseGrainStorage : IGrainStorage
{
    private readonly Database _database;
    private readonly StateSerializer _serializer;
    private readonly TimeProvider _time;
    private readonly string _serviceId;

    /// <summary>Creates the storage on a database that has its table.</summary>
    /// <param name="database">The city's database.</param>
    /// <param name="serializer">Turns states into bytes.</param>
    /// <param name="time">Stamps the rows, for people's information.</param>
    /// <param name="serviceId">Orleans' service id; rows of other services are not seen.</param>
    public DatabaseGrainStorage(Database database, StateSerializer serializer, TimeProvider time, string serviceId)
    {
        _database = database;
        _serializer = serializer;
        _time = time;
        _serviceId = serviceId;
    }

    /// <summary>The storage's table, for <see cref="DatabaseOptions.Schema"/>.</summary>
    public static SchemaPart Schema => GrainTable.Schema;

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">The database cannot be read now.</exception>
    /// <exception cref="System.Text.Json.JsonException">The stored text is not a state of that type.</exception>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = GrainStorageKey.Of(stateName, grainId);
        var (state, version, exists) = await _database.Read(session => Read<T>(session, key));
        grainState.State = state;
        grainState.ETag = version is null ? null : GrainStateConflict.Tag(version.Value);
        grainState.RecordExists = exists;
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">The state was not stored.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        try
        {
            var payload = _serializer.Serialize(grainState.State);
            grainState.ETag = await Replace(stateName, grainId, grainState.ETag, payload);
            grainState.RecordExists = true;
        }
        catch (Exception error) when (error is not InconsistentStateException)
        {
            throw GrainStateConflict.Failed(stateName, grainId, grainState.ETag, error);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">The state was not cleared.</exception>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (!grainState.RecordExists && string.IsNullOrWhiteSpace(grainState.ETag))
        {
            await ReadStateAsync(stateName, grainId, grainState);
            if (grainState.ETag is null)
            {
                return;
            }
        }

        try
        {
            grainState.ETag = await Replace(stateName, grainId, grainState.ETag, null);
            grainState.State = Activator.CreateInstance<T>();
            grainState.RecordExists = false;
        }
        catch (Exception error) when (error is not InconsistentStateException)
        {
            throw GrainStateConflict.Failed(stateName, grainId, grainState.ETag, error);
        }
    }

    private (T? State, int? Version, bool Exists) Read<T>(DatabaseSession session, GrainStorageKey key)
    {
        var row = GrainTable.Bind(session.Prepare(GrainTable.Read), key, _serviceId);
        if (!row.Step())
        {
            return (Activator.CreateInstance<T>(), null, false);
        }

        var exists = !row.IsNull(0);
        return (exists ? _serializer.Deserialize<T>(row.Blob(0)) : Activator.CreateInstance<T>(), row.Int32(1), exists);
    }

    private async Task<string> Replace(string stateName, GrainId grainId, string? eTag, byte[]? payload)
    {
        var key = GrainStorageKey.Of(stateName, grainId);
        var version = GrainStateConflict.Version(stateName, grainId, eTag);
        var now = _time.GetUtcNow();
        var replace = new GrainReplace(key, _serviceId, payload, version, now);
        if ((await _database.Write(replace.Apply, (payload?.Length ?? 0) + GrainTable.RowOverhead)).IsDone)
        {
            return GrainStateConflict.Tag((version ?? 0) + 1);
        }

        var stored = await _database.Read(session => GrainTable.Version(session, key, _serviceId));
        throw GrainStateConflict.Stale(stateName, grainId, stored is { } other ? GrainStateConflict.Tag(other) : null, eTag);
    }
}
