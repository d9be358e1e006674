using System.Collections.Concurrent;
using CityActors.Places;

namespace CityActors.Silo.Ingest;

/// <summary>What is registered, in memory: the door's own list, rebuilt from the facts at every start.</summary>
public sealed class EntityRegistry
{
    private readonly ConcurrentDictionary<string, EntityStanding> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> terminalKinds = new(StringComparer.Ordinal);

    /// <summary>How many are registered.</summary>
    public int Count => known.Count;

    /// <summary>Notes an entity.</summary>
    public void Note(EntityCard card)
    {
        known[card.Id] = card.IsObserved ? EntityStanding.Open : EntityStanding.NoConsent;
        if (card.Kind.Length > 0)
        {
            terminalKinds[card.Id] = string.Intern(card.Kind);
        }
    }

    /// <summary>Whether an entity makes a kind of observation: a terminal only its own, others all of their type.</summary>
    public bool Makes(string entity, string kind) => !terminalKinds.TryGetValue(entity, out var own) || own == kind;

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
