using CityActors.Alerts;
using CityActors.Devices;
using CityActors.Observations;
using CityActors.Places;
using Orleans.Concurrency;

namespace CityActors.Terminals;

/// <summary>A device that measures one thing: smoke, gas, water level, rain; key <c>term-</c> and a number.</summary>
public interface ITerminalGrain : IObservedGrain, IAlertingGrain
{
    /// <summary>Registers it or changes what is registered.</summary>
    [Alias("Register")]
    Task Register(TerminalRegistration registration, DateTimeOffset at);

    /// <summary>Reads it; null where it is not registered or out of service.</summary>
    [ReadOnly, Alias("Read")]
    Task<TerminalView?> Read();

    /// <summary>Its last readings, as far as it still has them; null where it is not registered or out of service.</summary>
    [ReadOnly, Alias("ReadReadings")]
    Task<TerminalReadings?> ReadReadings();

    /// <summary>Takes what the device says about a command; the same again changes nothing.</summary>
    [Alias("Answer")]
    Task<CommandReply> Answer(CommandReceipt receipt);
}

/// <summary>The last readings of a terminal.</summary>
/// <param name="Unit">The unit of its kind.</param>
/// <param name="Threshold">The value from which on it is an alert.</param>
/// <param name="Readings">The readings by time; those of the last half hour at least, if there are not very many.</param>
[GenerateSerializer, Immutable, Alias("terminal-readings")]
public sealed record TerminalReadings(
    [property: Id(0)] string Unit,
    [property: Id(1)] double Threshold,
    [property: Id(2)] IReadOnlyList<TerminalReading> Readings);

/// <summary>A reading of a terminal.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Value">The value, in the unit of its kind.</param>
[GenerateSerializer, Immutable, Alias("terminal-reading")]
public sealed record TerminalReading(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] double Value);

/// <summary>What is registered about a terminal.</summary>
/// <remarks>What is null is the default of its kind.</remarks>
[GenerateSerializer, Immutable, Alias("terminal-registration")]
public sealed record TerminalRegistration
{
    /// <summary>Where it is, in which cell, and what it measures: a kind of observation such as <c>water-level</c>.</summary>
    [Id(0)] public required EntityCard Card { get; init; }

    /// <summary>The value from which on it is an alert, in the unit of its kind.</summary>
    [Id(1)] public double? Threshold { get; init; }

    /// <summary>How far below the threshold the value must fall again, in the unit of its kind.</summary>
    [Id(2)] public double? DeadBand { get; init; }

    /// <summary>How long the value must stay at the threshold before it is an alert.</summary>
    [Id(3)] public TimeSpan? OnDelay { get; init; }

    /// <summary>How long the value must stay below before the alert ends.</summary>
    [Id(4)] public TimeSpan? OffDelay { get; init; }

    /// <summary>How often it reports.</summary>
    [Id(5)] public TimeSpan? Interval { get; init; }
}

/// <summary>A look at a terminal.</summary>
[GenerateSerializer, Immutable, Alias("terminal-view")]
public sealed record TerminalView
{
    /// <summary>What is registered.</summary>
    [Id(0)] public required TerminalRegistration Registration { get; init; }

    /// <summary>The value from which on it is an alert, in the unit of its kind; null: no one value is.</summary>
    [Id(1)] public double? Threshold { get; init; }

    /// <summary>The last reading's time, UTC, or null.</summary>
    [Id(2)] public DateTimeOffset? LastReadingAt { get; init; }

    /// <summary>The last reading, in the unit of its kind; null: there is none yet.</summary>
    [Id(3)] public double? Value { get; init; }

    /// <summary>Ids of open alerts.</summary>
    [Id(4)] public IReadOnlyList<string> OpenAlerts { get; init; } = [];

    /// <summary>What could not be judged so far, by reason; null: all was.</summary>
    [Id(5)] public NotJudged? NotJudged { get; init; }

    /// <summary>What it was told to do lately, the latest first; null: nothing.</summary>
    [Id(6)] public IReadOnlyList<DeviceCommand>? Commands { get; init; }
}
