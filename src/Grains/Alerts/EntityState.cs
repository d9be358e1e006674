using System.Text.Json.Serialization;

namespace CityActors.Alerts;

/// <summary>What every observed entity remembers: how far it read the log, and its alerts.</summary>
/// <remarks>Its detector changes it in place between commits; all that it holds is immutable, so that a copy is a snapshot.</remarks>
[GenerateSerializer, Alias("entity-state")]
public abstract class EntityState
{
    /// <summary>The last offset of the observation log contained in this state.</summary>
    [Id(0)] public long Applied { get; set; }

    /// <summary>Counts the registrations, from 1; 0: not registered.</summary>
    [Id(1)] public long Version { get; set; }

    /// <summary>Its alerts, or null: it never had one.</summary>
    [Id(2)] public AlertBook? Alerts { get; set; }

    /// <summary>What was found ahead of a replay's clock, or null. The detector has judged it; nothing is decided yet.</summary>
    [Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public FoundAhead? Ahead { get; set; }

    /// <summary>A copy of the state as it is now.</summary>
    internal EntityState Snapshot() => (EntityState)MemberwiseClone();
}
