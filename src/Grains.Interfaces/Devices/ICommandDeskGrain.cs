using CityActors.Reactions;

namespace CityActors.Devices;

/// <summary>
/// Knows the devices of a district that can be told what to do, and finds the nearest when an alert wants one.
/// One per district (key <c>commands-</c> and 6 digits), so that a device on the other side of a cell border is found, too.
/// </summary>
public interface ICommandDeskGrain : ICityGrain;
