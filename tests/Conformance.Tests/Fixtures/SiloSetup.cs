namespace CityActors.Conformance.Fixtures;

/// <summary>What a test wants of its silo.</summary>
internal sealed record SiloSetup
{
    /// <summary>Gets the clock of grains and reminders; real time where none is given.</summary>
    public HandClock? Clock { get; init; }

    public TimeSpan? ResponseTimeout { get; init; }

    /// <summary>Gets after how long without a call an activation is collected.</summary>
    public TimeSpan? CollectionAge { get; init; }
}
