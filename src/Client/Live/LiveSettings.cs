namespace CityActors.Client.Live;

/// <summary>What a live drill was asked to be.</summary>
internal sealed record LiveSettings
{
    public required string District { get; init; }

    public required double Scale { get; init; }

    public required int Seed { get; init; }

    /// <summary>How long it lasts, whole seconds.</summary>
    public required TimeSpan Lasts { get; init; }

    /// <summary>How often each home sends.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Readings a second beside the drill's own; 0: none.</summary>
    public required int LoadPerSecond { get; init; }

    /// <summary>How long it is waited in the end for what waits.</summary>
    public TimeSpan SettleWithin { get; init; } = TimeSpan.FromSeconds(90);
}
