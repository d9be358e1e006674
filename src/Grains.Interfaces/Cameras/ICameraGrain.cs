using CityActors.Alerts;
using CityActors.Observations;
using Orleans.Concurrency;

namespace CityActors.Cameras;

/// <summary>A video source with AI events; key <c>cam-</c> and its 20-digit GB/T 28181 code.</summary>
public interface ICameraGrain : IObservedGrain, IAlertingGrain
{
    /// <summary>Registers it or changes what is registered.</summary>
    [Alias("Register")]
    Task Register(CameraRegistration registration, DateTimeOffset at);

    /// <summary>Reads it; null where it is not registered.</summary>
    [ReadOnly, Alias("Read")]
    Task<CameraView?> Read();
}
