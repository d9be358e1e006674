using System.Security.Cryptography;
using System.Text;
using CityActors.Observations;
using CityActors.Storage;

namespace CityActors.Silo.Rosters;

/// <summary>
/// Whose guardians consented, by a keyed digest of its token, and which tracks were such lately. These two tables are all that the city has of it: what follows
/// knows only that a track is somebody of a roster. Whatever is deleted is overwritten.
/// </summary>
/// <param name="database">The city's database.</param>
public sealed class RosterTable(Database database)
{
    /// <summary>A sighting is kept so long: what is told of it is delivered by then, or dead.</summary>
    public static readonly TimeSpan SightingKept = TimeSpan.FromHours(24);

    private const int KeyBytes = 32;
    private const string Columns = "reference, area, consent_at, valid_until, tell";

    private static readonly SqlQuery SelectKey = new("SELECT secret FROM roster_key WHERE id = 1");
    private static readonly SqlQuery InsertKey = new("INSERT INTO roster_key (id, secret) VALUES (1, ?1) ON CONFLICT (id) DO NOTHING");
    private static readonly SqlQuery OfDigest = new($"SELECT {Columns} FROM roster WHERE digest = ?1");
    private static readonly SqlQuery OfArea = new($"SELECT {Columns} FROM roster WHERE area >= ?1 AND area < ?1 || 'g' ORDER BY valid_until, reference LIMIT ?2");
    private static readonly SqlQuery OfReference = new($"SELECT {Columns} FROM roster WHERE reference = ?1");
    private static readonly SqlQuery All = new($"SELECT {Columns}, digest FROM roster ORDER BY digest");
    private static readonly SqlQuery Upsert = new("""
        INSERT INTO roster (digest, reference, area, consent_at, valid_until, tell) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (digest) DO UPDATE SET area = excluded.area, consent_at = excluded.consent_at, valid_until = excluded.valid_until, tell = excluded.tell
        """);

    private static readonly SqlQuery AllSightings = new("SELECT entity, track, zone, reference, first_at, last_at FROM roster_sighting ORDER BY entity, track, zone, reference");
    private static readonly SqlQuery UpsertSighting = new("""
        INSERT INTO roster_sighting (entity, track, zone, reference, first_at, last_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (entity, track, zone, reference) DO UPDATE SET
            first_at = CASE WHEN excluded.first_at < roster_sighting.first_at THEN excluded.first_at ELSE roster_sighting.first_at END,
            last_at = CASE WHEN excluded.last_at > roster_sighting.last_at THEN excluded.last_at ELSE roster_sighting.last_at END
        """);

    private static readonly SqlQuery SelectSeen = new("""
        SELECT DISTINCT r.reference, r.tell FROM roster_sighting s JOIN roster r ON r.reference = s.reference
        WHERE s.entity = ?1 AND s.zone = ?2 AND s.first_at <= ?3 AND s.last_at >= ?4 AND r.valid_until > ?3 ORDER BY r.reference
        """);

    private byte[]? key;

    /// <summary>The tables.</summary>
    public static SchemaPart Schema { get; } = new("rosters", [
        """
        CREATE TABLE roster_key (id INTEGER PRIMARY KEY, secret BLOB NOT NULL);
        CREATE TABLE roster (
            digest TEXT PRIMARY KEY, reference TEXT NOT NULL, area TEXT NOT NULL, consent_at TEXT NOT NULL, valid_until TEXT NOT NULL, tell TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE roster_sighting (
            entity TEXT NOT NULL, track TEXT NOT NULL, zone TEXT NOT NULL, reference TEXT NOT NULL, first_at TEXT NOT NULL, last_at TEXT NOT NULL,
            PRIMARY KEY (entity, track, zone, reference)) WITHOUT ROWID;
        """,
    ]);

    /// <summary>Registers a token, or changes what goes with it.</summary>
    /// <param name="consent">The consent.</param>
    /// <param name="mayChange">Whether the caller may change what is registered already.</param>
    /// <returns>The entry, or null: it may not.</returns>
    public Task<RosterEntry?> Put(RosterConsent consent, Func<RosterEntry, bool> mayChange) => database.Write(session =>
    {
        var digest = DigestOf(session, consent.Token);
        var known = session.Prepare(OfDigest).Bind(1, digest).First(EntryOf);
        if (known is not null && !mayChange(known))
        {
            return null;
        }

        var entry = new RosterEntry(
            known?.Reference ?? $"roster-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}", consent.Area, consent.ConsentAt, consent.ValidUntil, consent.Tell);
        Insert(session, digest, entry);
        return entry;
    });

    /// <summary>The entries of an area.</summary>
    public Task<List<RosterEntry>> Read(string area, int most) => database.Read(session => session.Prepare(OfArea).Bind(1, area).Bind(2, most).All(EntryOf));

    /// <summary>An entry, or null.</summary>
    public Task<RosterEntry?> Find(string reference) => database.Read(session => session.Prepare(OfReference).Bind(1, reference).First(EntryOf));

    /// <summary>Deletes entries with everything that tells of them, and sightings that are old.</summary>
    /// <param name="isOver">Which entries go.</param>
    /// <param name="now">What the clock shows, UTC.</param>
    /// <returns>How many rows went.</returns>
    public Task<int> Remove(Func<RosterEntry, bool> isOver, DateTimeOffset now) => database.Write(session =>
    {
        session.Serialize(); // Nobody registers one meanwhile.
        var entries = session.Prepare(All).All(static row => (Entry: EntryOf(row), Digest: row.Text(5)));
        var sightings = session.Prepare(AllSightings).All(static row => new RosterSighting(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Instant(4), row.Instant(5)));
        var kept = entries.FindAll(known => !isOver(known.Entry));
        var known = kept.Select(static entry => entry.Entry.Reference).ToHashSet(StringComparer.Ordinal);
        var fresh = sightings.FindAll(sighting => known.Contains(sighting.Reference) && sighting.LastAt > now - SightingKept);
        if (kept.Count < entries.Count)
        {
            session.Empty("roster");
            kept.ForEach(entry => Insert(session, entry.Digest, entry.Entry));
        }

        if (fresh.Count < sightings.Count)
        {
            session.Empty("roster_sighting");
            fresh.ForEach(sighting => Insert(session, sighting));
        }

        return entries.Count - kept.Count + sightings.Count - fresh.Count;
    });

    /// <summary>Notes which tracks are of somebody whose guardians consented.</summary>
    /// <param name="seen">What was seen, each with its token.</param>
    /// <param name="mayBe">Whether an entry holds for an observation.</param>
    /// <returns>For each whether it is.</returns>
    internal Task<List<bool>> Recognise(IReadOnlyList<(Observation Seen, string Token)> seen, Func<RosterEntry, Observation, bool> mayBe) => database.Write(
        session =>
        {
            var known = new List<bool>(seen.Count);
            foreach (var (observation, token) in seen)
            {
                var entry = session.Prepare(OfDigest).Bind(1, DigestOf(session, token)).First(EntryOf);
                var isKnown = entry is not null && mayBe(entry, observation);
                known.Add(isKnown);
                if (isKnown)
                {
                    Insert(session, new RosterSighting(observation.Entity, observation.Track, observation.Zone.Length == 0 ? "main" : observation.Zone, entry!.Reference, observation.At, observation.At));
                }
            }

            return known;
        },
        isSynced: false); // With the observations, which follow.

    /// <summary>Who was seen where an alert is, and may be told of to a receiver.</summary>
    /// <param name="entity">The camera.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="receiver">The receiver.</param>
    /// <param name="at">When it was wanted, UTC.</param>
    /// <param name="around">How long before it may have been seen last.</param>
    public async Task<IReadOnlyList<string>> SeenAt(string entity, string zone, string receiver, DateTimeOffset at, TimeSpan around)
    {
        var seen = await database.Read(session => session.Prepare(SelectSeen).Bind(1, entity).Bind(2, zone).Bind(3, at).Bind(4, at - around).All(static row => (Reference: row.Text(0), Tell: row.Text(1))));
        return [.. seen.Where(one => one.Tell.Split(' ').Contains(receiver)).Select(static one => one.Reference)];
    }

    private static void Insert(DatabaseSession session, string digest, RosterEntry entry) => session.Prepare(Upsert)
        .Bind(1, digest).Bind(2, entry.Reference).Bind(3, entry.Area).Bind(4, entry.ConsentAt).Bind(5, entry.ValidUntil).Bind(6, string.Join(' ', entry.Tell)).Execute();

    private static void Insert(DatabaseSession session, RosterSighting sighting) => session.Prepare(UpsertSighting)
        .Bind(1, sighting.Entity).Bind(2, sighting.Track).Bind(3, sighting.Zone).Bind(4, sighting.Reference).Bind(5, sighting.FirstAt).Bind(6, sighting.LastAt).Execute();

    private static RosterEntry EntryOf(Statement row) => new(row.Text(0), row.Text(1), row.Instant(2), row.Instant(3), row.Text(4).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    // Whoever has the table alone cannot try tokens out on it as long as the key is not known to it; both go with the database.
    private string DigestOf(DatabaseSession session, string token) => Convert.ToHexStringLower(HMACSHA256.HashData(key ??= KeyOf(session), Encoding.UTF8.GetBytes(token)));

    private static byte[] KeyOf(DatabaseSession session)
    {
        session.Prepare(InsertKey).Bind(1, RandomNumberGenerator.GetBytes(KeyBytes)).Execute();
        return session.Prepare(SelectKey).First(static row => row.Blob(0).ToArray())!;
    }

    private sealed record RosterSighting(string Entity, string Track, string Zone, string Reference, DateTimeOffset FirstAt, DateTimeOffset LastAt);
}
