namespace CityActors.Client.Simulation;

/// <summary>What only a live drill has to tell.</summary>
/// <param name="Minutes">How long it lasted, minutes.</param>
/// <param name="Interrupted">Ended by its user before its time.</param>
/// <param name="IntervalSeconds">How often each home sent, seconds.</param>
/// <param name="LeftOut">What could not be judged, each with the reason.</param>
/// <param name="ToldSeconds">From the moment an alert became certain to its event in the feed, seconds; null: none was told.</param>
/// <param name="Load">The stream of readings beside the drill's own; null: none was asked for.</param>
/// <param name="LogGrewBy">Observations that the log grew by, whoever sent them; null: unknown.</param>
/// <param name="StillWaiting">Observations that still waited when the drill gave up waiting; 0: a checkpoint covers all.</param>
internal sealed record LiveFigures(
    double Minutes, bool Interrupted, double IntervalSeconds, IReadOnlyDictionary<string, string> LeftOut, Spread? ToldSeconds, LoadFigures? Load,
    long? LogGrewBy, long StillWaiting);

/// <summary>A stream of readings that are no part of the drill's life.</summary>
/// <param name="AskedPerSecond">Readings a second that were asked for.</param>
/// <param name="Sent">Readings sent.</param>
/// <param name="Accepted">Readings acknowledged.</param>
/// <param name="Refused">Refused ones by code.</param>
/// <param name="LeftOut">Never sent: the city was behind.</param>
/// <param name="AcceptedPerSecond">Readings acknowledged a second.</param>
internal sealed record LoadFigures(
    int AskedPerSecond, long Sent, long Accepted, IReadOnlyDictionary<string, long> Refused, long LeftOut, double AcceptedPerSecond);
