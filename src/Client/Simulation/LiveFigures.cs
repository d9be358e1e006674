namespace CityActors.Client.Simulation;

/// <summary>What only a live drill has to tell.</summary>
internal sealed record LiveFigures
{
    /// <summary>How long it lasted, minutes.</summary>
    public required double Minutes { get; init; }

    /// <summary>Ended by its user before its time.</summary>
    public required bool Interrupted { get; init; }

    /// <summary>How often each home sent, seconds.</summary>
    public required double IntervalSeconds { get; init; }

    /// <summary>What could not be judged, each with the reason.</summary>
    public required IReadOnlyDictionary<string, string> LeftOut { get; init; }

    /// <summary>From the moment an alert became certain to its event in the feed, seconds; null: none was told.</summary>
    public required Spread? ToldSeconds { get; init; }

    /// <summary>The stream of readings beside the drill's own; null: none was asked for.</summary>
    public required LoadFigures? Load { get; init; }

    /// <summary>Observations that the log grew by, whoever sent them; null: unknown.</summary>
    public required long? LogGrewBy { get; init; }

    /// <summary>Observations that still waited when the drill gave up waiting for them; 0: all were delivered and covered by a checkpoint.</summary>
    public required long StillWaiting { get; init; }
}

/// <summary>A stream of readings that are no part of the drill's life.</summary>
internal sealed record LoadFigures
{
    /// <summary>Readings a second that were asked for.</summary>
    public required int AskedPerSecond { get; init; }

    public required long Sent { get; init; }

    public required long Accepted { get; init; }

    /// <summary>Refused ones by code.</summary>
    public required IReadOnlyDictionary<string, long> Refused { get; init; }

    /// <summary>Never sent: the city was behind.</summary>
    public required long LeftOut { get; init; }

    /// <summary>Readings acknowledged a second.</summary>
    public required double AcceptedPerSecond { get; init; }
}
