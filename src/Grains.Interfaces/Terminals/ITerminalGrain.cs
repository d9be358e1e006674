using CityActors.Alerts;
using CityActors.Observations;
using Orleans.Concurrency;

namespace CityActors.Terminals;

/// <summary>A device that measures one thing: smoke, gas, water level, rain; key <c>term-</c> and a number.</summary>
public interface ITerminalGrain : IObservedGrain, IAlertingGrain
{
    /// <summary>Registers it or changes what is registered.</summary>
    [Alias("Register")]
    Task Register(TerminalRegistration registration, DateTimeOffset at);

    /// <summary>Reads it; null where it is not registered.</summary>
    [ReadOnly, Alias("Read")]
    Task<TerminalView?> Read();
}
