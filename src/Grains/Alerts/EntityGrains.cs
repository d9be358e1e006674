using CityActors.Observations;
using CityActors.Places;
using CityActors.Reactions;

namespace CityActors.Alerts;

/// <summary>Finds the grain of an entity by how its id begins.</summary>
public static class EntityGrains
{
    /// <summary>The type of the grain of an entity.</summary>
    /// <exception cref="ArgumentException">The id is of no kind of entity.</exception>
    public static string TypeOf(string entityId) => entityId switch
    {
        _ when entityId.StartsWith("home-", StringComparison.Ordinal) => Addresses.Household,
        _ when entityId.StartsWith("cam-", StringComparison.Ordinal) => Addresses.Camera,
        _ when entityId.StartsWith("term-", StringComparison.Ordinal) => Addresses.Terminal,
        _ when AreaCodes.OfPlaceId(entityId) is not null => Addresses.Places,
        _ => throw new ArgumentException($"'{entityId}' is no entity's id; one begins with home-, cam- or term-.", nameof(entityId)),
    };

    /// <summary>The key of the grain that has the alerts of an entity, area or cell.</summary>
    public static string KeyOf(string entityId) => AreaCodes.OfPlaceId(entityId) is { } code ? AreaCodes.PlacesKey(code) : entityId;

    /// <summary>The entity as one that has alerts.</summary>
    /// <exception cref="ArgumentException">The id is of no kind of entity.</exception>
    public static IAlertingGrain Find(IGrainFactory grains, string entityId) => grains.GetGrain<IAlertingGrain>(GrainId.Create(TypeOf(entityId), KeyOf(entityId)));

    /// <summary>The entity as one that is observed.</summary>
    /// <exception cref="ArgumentException">The id is of no kind of entity.</exception>
    public static IObservedGrain FindObserved(IGrainFactory grains, string entityId) => grains.GetGrain<IObservedGrain>(GrainId.Create(TypeOf(entityId), entityId));
}
