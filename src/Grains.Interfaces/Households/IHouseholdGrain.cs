using CityActors.Alerts;
using CityActors.Observations;

namespace CityActors.Households;

/// <summary>A dwelling with its meters; key <c>home-</c> and a number.</summary>
public interface IHouseholdGrain : IObservedGrain, IAlertingGrain
{
    /// <summary>Registers it or changes what is registered.</summary>
    [Alias("Register")]
    Task Register(HouseholdRegistration registration, DateTimeOffset at);

    /// <summary>Reads it; null where it is not registered. The look itself is logged by the caller's service first.</summary>
    [Alias("Read")]
    Task<HouseholdView?> Read(HouseholdLook look);
}
