using Orleans.Runtime;

namespace CityActors.Engine.Reminders;

/// <summary>One durable reminder.</summary>
/// <param name="GrainType">The type of the grain, as its <see cref="Orleans.GrainTypeAttribute"/> names it.</param>
/// <param name="GrainKey">The key of the grain.</param>
/// <param name="Name">The name of the reminder, unique within the grain.</param>
/// <param name="StartUtc">When it is due first.</param>
/// <param name="Period">How long between ticks.</param>
/// <param name="ETag">The version of the record; empty when it was never stored.</param>
public sealed record ReminderEntry(string GrainType, string GrainKey, string Name, DateTimeOffset StartUtc, TimeSpan Period, string ETag)
{
    /// <summary>Gets the grain.</summary>
    public GrainId GrainId => GrainId.Create(GrainType, GrainKey);
}

/// <summary>Keeps reminders durably. Called from several threads.</summary>
public interface IReminderTable
{
    /// <summary>Reads all reminders.</summary>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>The reminders, ordered by grain type, key and name (ordinal).</returns>
    Task<IReadOnlyList<ReminderEntry>> ReadAll(CancellationToken cancellationToken);

    /// <summary>Reads the reminders of one grain.</summary>
    /// <param name="grain">The grain.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>The reminders, ordered by name (ordinal).</returns>
    Task<IReadOnlyList<ReminderEntry>> Read(GrainId grain, CancellationToken cancellationToken);

    /// <summary>Stores a reminder, replacing one of the same grain and name whatever its version.</summary>
    /// <param name="entry">The reminder; its ETag is not looked at.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>The new version.</returns>
    Task<string> Upsert(ReminderEntry entry, CancellationToken cancellationToken);

    /// <summary>Removes a reminder.</summary>
    /// <param name="grain">The grain.</param>
    /// <param name="name">The name of the reminder.</param>
    /// <param name="eTag">The version it must have; null removes any version.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>Whether there was such a record.</returns>
    Task<bool> Remove(GrainId grain, string name, string? eTag, CancellationToken cancellationToken);
}
