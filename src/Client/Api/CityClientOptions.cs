namespace CityActors.Client.Api;

/// <summary>How a <see cref="CityClient"/> behaves when the Silo is busy or away.</summary>
public sealed record CityClientOptions
{
    /// <summary>How often a call is tried again after 429, 503 or a lost connection.</summary>
    /// <value>From 0. Default 5.</value>
    public int Retries { get; init; } = 5;

    /// <summary>The wait before the first retry where the Silo names none; doubles each time.</summary>
    /// <value>From 1 ms. Default 200 ms.</value>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest single wait, also where the Silo asks for more.</summary>
    /// <value>Default 30 s.</value>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a lost connection is tried again beyond <see cref="Retries"/>: a Silo that restarts needs seconds.</summary>
    /// <value>From 0. Default 0; replays use more.</value>
    public int ReconnectRetries { get; init; }

    /// <summary>How long a city's address that failed is left alone while others answer; doubles with each failure in a row, up to a minute.</summary>
    /// <value>From 1 ms. Default 5 s.</value>
    public TimeSpan PauseAfterFailure { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a batch of observations may take before its connection counts as lost.</summary>
    /// <value>From 1 s, or null, the default: for ever.</value>
    public TimeSpan? AnswerWithin { get; init; }

    /// <summary>The clock for the waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
