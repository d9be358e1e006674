using System.Text.Json.Serialization;
using CityActors.Places;
using CityActors.Signals;

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

    /// <summary>What could not be judged, or null: nothing yet.</summary>
    [Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public NotJudged? NotJudged { get; set; }

    /// <summary>What is stamped ahead of its time, by time, or null: nothing. It is judged when its time comes.</summary>
    [Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<HeardItem>? Early { get; set; }

    /// <summary>That it was taken out of service, or null: it is in service.</summary>
    [Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public Retirement? Retired { get; set; }

    /// <summary>What sends values that cannot be true, or null: nothing.</summary>
    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<ImplausibleRun>? Implausible { get; set; }

    /// <summary>What it and its places have told each other, or null: nothing yet.</summary>
    [Id(8), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public PlaceTies? Ties { get; set; }

    /// <summary>The card with which it is known to count where it stands, and the rules by which; null: it is not known.</summary>
    [JsonIgnore]
    [field: NonSerialized]
    internal (EntityCard Card, CityPlaces Places)? Counted { get; set; }

    /// <summary>A copy of the state as it is now.</summary>
    internal EntityState Snapshot() => (EntityState)MemberwiseClone();
}

/// <summary>What an entity with a detector remembers.</summary>
/// <typeparam name="TMemory">What its detector remembers.</typeparam>
[GenerateSerializer, Alias("judged-state`1")]
public abstract class JudgedState<TMemory> : EntityState
    where TMemory : class
{
    /// <summary>What it was lately judged from, or null: nothing yet.</summary>
    [Id(0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public Rewind<TMemory>? Rewind { get; set; }

    /// <summary>What its detector remembers now.</summary>
    [JsonIgnore] internal abstract TMemory Memory { get; set; }

    /// <summary>What was judged by another registration is not judged again.</summary>
    internal void Forget() => Rewind = Rewind is { } known
        ? new Rewind<TMemory> { Before = Memory, Newest = known.Newest, CoversAfter = known.Newest, JudgedUntil = known.JudgedUntil }
        : null;
}
