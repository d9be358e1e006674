namespace CityActors.Client.Api;

/// <summary>What went through one address of the city so far.</summary>
/// <param name="Address">The Silo's address.</param>
public sealed record SiloFigures(Uri Address)
{
    /// <summary>Requests sent to it, repeats among them.</summary>
    public long Requests { get; init; }

    /// <summary>Observations that it acknowledged as stored.</summary>
    public long Accepted { get; init; }

    /// <summary>Observations that it refused.</summary>
    public long Refused { get; init; }

    /// <summary>Requests without an answer: no connection, a lost one, or none in time.</summary>
    public long Failures { get; init; }

    /// <summary>Answers 429: too much waits.</summary>
    public long TooMany { get; init; }

    /// <summary>Answers 503: it cannot serve now.</summary>
    public long Unavailable { get; init; }

    /// <summary>Bytes of the bodies sent, repeats among them.</summary>
    public long BytesSent { get; init; }

    /// <summary>Half of the batches were acknowledged within this time; null: none was.</summary>
    public TimeSpan? P50 { get; init; }

    /// <summary>95 of 100 batches were acknowledged within this time.</summary>
    public TimeSpan? P95 { get; init; }

    /// <summary>99 of 100 batches were acknowledged within this time.</summary>
    public TimeSpan? P99 { get; init; }
}
