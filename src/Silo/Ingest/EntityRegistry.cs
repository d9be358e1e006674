using System.Collections.Concurrent;
using CityActors.Places;

namespace CityActors.Silo.Ingest;

/// <summary>What is registered, in memory, for checking what comes in; rebuilt from the facts at every start.</summary>
public sealed class EntityRegistry : Observations.IRegisteredThings
{
    private readonly ConcurrentDictionary<string, RegisteredEntity> known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<(string Id, string Kind, string Cell)> All => known.Where(static entity => !entity.Value.IsRetired).Select(static entity => (entity.Key, entity.Value.Kind, entity.Value.Cell));

    /// <summary>How many are registered and in service.</summary>
    public int Count => known.Count(static entity => !entity.Value.IsRetired);

    /// <summary>How many of a kind are registered and in service.</summary>
    public int CountOf(string kind) => known.Count(entity => !entity.Value.IsRetired && entity.Value.Kind == kind);

    /// <summary>Notes an entity.</summary>
    public void Note(EntityCard card, bool isRetired) =>
        known[card.Id] = new RegisteredEntity(card.IsObserved, string.Intern(card.Kind), string.Intern(card.Cell), card.Privacy, isRetired);

    /// <summary>What is known of an entity; null where it is not registered.</summary>
    public RegisteredEntity? Find(string entity) => known.TryGetValue(entity, out var found) ? found : null;
}

/// <summary>What is known of an entity when its observations come in.</summary>
/// <param name="IsObserved">Whether its observations are taken: those of a household without recorded consent are not.</param>
/// <param name="Kind">The one kind of observation that a terminal makes; empty: all kinds of its type.</param>
/// <param name="Cell">The cell that it stands in.</param>
/// <param name="Privacy">Whether it tells how people live.</param>
/// <param name="IsRetired">Whether it was taken out of service.</param>
public readonly record struct RegisteredEntity(bool IsObserved, string Kind, string Cell, Privacy Privacy, bool IsRetired);
