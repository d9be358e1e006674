using CityActors.Cameras;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Terminals;

namespace CityActors.Alerts;

/// <summary>Finds the grain of an entity by how its id begins.</summary>
public static class EntityGrains
{
    /// <summary>The entity as one that has alerts.</summary>
    /// <exception cref="ArgumentException">The id is of no kind of entity.</exception>
    public static IAlertingGrain Find(IGrainFactory grains, string entityId) => Resolve<IAlertingGrain>(grains, entityId);

    /// <summary>The entity as one that is observed.</summary>
    /// <exception cref="ArgumentException">The id is of no kind of entity.</exception>
    public static IObservedGrain FindObserved(IGrainFactory grains, string entityId) => Resolve<IObservedGrain>(grains, entityId);

    private static TGrain Resolve<TGrain>(IGrainFactory grains, string entityId)
        where TGrain : class => entityId switch
        {
            _ when entityId.StartsWith("home-", StringComparison.Ordinal) => (TGrain)grains.GetGrain<IHouseholdGrain>(entityId),
            _ when entityId.StartsWith("cam-", StringComparison.Ordinal) => (TGrain)grains.GetGrain<ICameraGrain>(entityId),
            _ when entityId.StartsWith("term-", StringComparison.Ordinal) => (TGrain)grains.GetGrain<ITerminalGrain>(entityId),
            _ => throw new ArgumentException($"'{entityId}' is no entity's id; one begins with home-, cam- or term-.", nameof(entityId)),
        };
}
