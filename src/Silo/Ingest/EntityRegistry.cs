using System.Collections.Concurrent;

namespace CityActors.Silo.Ingest;

/// <summary>What is registered, in memory: the door's own list, rebuilt from the facts at every start.</summary>
public sealed class EntityRegistry
{
    private readonly ConcurrentDictionary<string, EntityStanding> known = new(StringComparer.Ordinal);

    /// <summary>How many are registered.</summary>
    public int Count => known.Count;

    /// <summary>Notes an entity.</summary>
    public void Note(string entity, bool mayBeObserved) => known[entity] = mayBeObserved ? EntityStanding.Open : EntityStanding.NoConsent;

    /// <summary>How an entity stands.</summary>
    public EntityStanding Of(string entity) => known.GetValueOrDefault(entity, EntityStanding.Unknown);
}

/// <summary>Whether an entity's observations are taken.</summary>
public enum EntityStanding
{
    /// <summary>Not registered.</summary>
    Unknown,

    /// <summary>Taken.</summary>
    Open,

    /// <summary>A household without recorded consent: not taken.</summary>
    NoConsent,
}
