using System.Text.Json.Serialization;

namespace CityActors.Client.Api;

/// <summary>One Silo of the city: what went through its address so far, and, where it was asked, how it says it is.</summary>
/// <param name="Url">Its address.</param>
public sealed record SiloFigures(Uri Url)
{
    /// <summary>False: it was not asked or did not answer, and the last three figures are unknown.</summary>
    public bool Answers => Observations is not null;

    /// <summary>Requests sent to it, repeats among them.</summary>
    public long Requests { get; init; }

    /// <summary>Observations that it acknowledged as stored.</summary>
    public long Accepted { get; init; }

    /// <summary>Observations acknowledged a second, over the time in which they were sent; 0 where that is not known.</summary>
    public double AcceptedPerSecond { get; init; }

    /// <summary>Observations that it refused.</summary>
    public long Refused { get; init; }

    /// <summary>Requests without an answer: no connection, a lost one, or none in time.</summary>
    public long Failures { get; init; }

    /// <summary>Answers 429 and 503: to be sent again.</summary>
    public long Retries => TooMany + Unavailable;

    /// <summary>Answers 429: too much waits.</summary>
    [JsonIgnore]
    public long TooMany { get; init; }

    /// <summary>Answers 503: it cannot serve now.</summary>
    [JsonIgnore]
    public long Unavailable { get; init; }

    /// <summary>Bytes of the bodies sent, repeats among them.</summary>
    public long BytesSent { get; init; }

    /// <summary>Half of the batches were acknowledged within so many milliseconds (at most 1 % too many); null: none was.</summary>
    public double? P50Ms { get; init; }

    /// <summary>95 of 100 batches were acknowledged within so many milliseconds.</summary>
    public double? P95Ms { get; init; }

    /// <summary>99 of 100 batches were acknowledged within so many milliseconds.</summary>
    public double? P99Ms { get; init; }

    /// <summary>Entities that it knows.</summary>
    public long? Entities { get; init; }

    /// <summary>Observations in the city's log, as it sees it.</summary>
    public long? Observations { get; init; }

    /// <summary>Observations not yet covered by a checkpoint.</summary>
    public long? Waiting { get; init; }

    internal DateTimeOffset PausedUntil { get; init; }
}
