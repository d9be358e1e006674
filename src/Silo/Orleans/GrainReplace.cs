using CityActors.Storage;

namespace CityActors.Silo.Orleans;

/// <summary>Writes a payload (or none) if the stored version is the one expected.</summary>
/// <param name="key">Whose state it is.</param>
/// <param name="serviceId">Orleans' service id.</param>
/// <param name="payload">The state; null for a cleared one.</param>
/// <param name="version">The version expected; null for none.</param>
/// <param name="now">Stamps the row.</param>
internal sealed class GrainReplace(GrainStorageKey key, string serviceId, byte[]? payload, int? version, DateTimeOffset now)
{
    /// <summary>Whether it was written; known after the commit.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The operation.</summary>
    public GrainReplace Apply(DatabaseSession session)
    {
        var write = GrainTable.Bind(session.Prepare(version is null ? GrainTable.Insert : GrainTable.Update), key, serviceId)
            .Bind(8, payload)
            .BindTimestamp(9, now, isToTheSecond: true);
        write = version is null ? write : write.Bind(10, version.Value);
        write.PostCount(changed => IsDone = changed > 0);
        return this;
    }
}
