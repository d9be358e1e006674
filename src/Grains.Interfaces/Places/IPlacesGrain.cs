using CityActors.Alerts;

namespace CityActors.Places;

/// <summary>
/// What holds in several homes or devices of a district at once, and the alerts of its areas and cells; key <c>places-</c> and 6 digits.
/// One per district, so that what spreads over several cells is decided in one place.
/// </summary>
public interface IPlacesGrain : IAlertingGrain;
