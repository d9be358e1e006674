using System.Collections.ObjectModel;
using CityActors.Facts;

namespace CityActors.Alerts;

/// <summary>What every observed entity remembers: how far it read the log, its alerts, and what is still to be told.</summary>
[GenerateSerializer, Alias("entity-state")]
public abstract class EntityState : ITellingState
{
    /// <summary>The last offset of the observation log contained in this state.</summary>
    [Id(0)] public long Applied { get; set; }

    /// <summary>Counts the registrations, from 1; 0: not registered.</summary>
    [Id(1)] public long Version { get; set; }

    /// <summary>Its alerts, or null: it never had one.</summary>
    [Id(2)] public AlertBook? Alerts { get; set; }

    /// <summary>Facts not yet told, oldest first, or null: none.</summary>
    [Id(3)] public List<CityFact>? Facts { get; set; }

    IList<CityFact> ITellingState.Untold => Facts ?? (IList<CityFact>)ReadOnlyCollection<CityFact>.Empty;
}
