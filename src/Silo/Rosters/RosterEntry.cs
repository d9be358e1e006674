namespace CityActors.Silo.Rosters;

/// <summary>That somebody's guardians consented to be told. Who it is stands nowhere in the city: whoever registered it keeps that.</summary>
/// <param name="Reference">What the city calls it from now on; random, and told to the receivers that the consent names.</param>
/// <param name="Area">The code of the area whose cameras may recognise it.</param>
/// <param name="ConsentAt">When the guardians consented, UTC.</param>
/// <param name="ValidUntil">When all of it is deleted, UTC: the end of the school year.</param>
/// <param name="Tell">The receivers that the consent names.</param>
public sealed record RosterEntry(string Reference, string Area, DateTimeOffset ConsentAt, DateTimeOffset ValidUntil, IReadOnlyList<string> Tell);

/// <summary>A roster token and the consent that goes with it.</summary>
/// <param name="Token">The token; the city keeps nothing but a keyed digest of it.</param>
/// <param name="Area">The code of the area whose cameras may recognise it.</param>
/// <param name="ConsentAt">When the guardians consented, UTC.</param>
/// <param name="ValidUntil">When all of it is deleted, UTC.</param>
/// <param name="Tell">The receivers that the consent names.</param>
public sealed record RosterConsent(string Token, string Area, DateTimeOffset ConsentAt, DateTimeOffset ValidUntil, IReadOnlyList<string> Tell);

/// <summary>A roster entry that is to go.</summary>
/// <param name="Reference">What the city calls it.</param>
public sealed record RosterRemoval(string Reference);

/// <summary>The roster entries of an area.</summary>
/// <param name="Items">The entries, those that end first first.</param>
public sealed record RosterAnswer(IReadOnlyList<RosterEntry> Items);
