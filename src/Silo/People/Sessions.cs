using CityActors.Silo.Access;
using CityActors.Storage;

namespace CityActors.Silo.People;

/// <summary>Who is signed in: a session's token is sent like a key and lets its person in for 12 hours.</summary>
/// <param name="credentials">Who is let in.</param>
public sealed class Sessions(Credentials credentials)
{
    private const int MostOfOne = 50;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1); // So long an old one is told that it has expired.

    private static readonly SqlQuery SelectAll = new("""
        SELECT hash, name, role, area, responder, expires_at FROM person_session JOIN person ON person.name = person_session.person WHERE disabled_at IS NULL
        """);

    private static readonly SqlQuery SelectPerson = new("SELECT role, area, responder, password FROM person WHERE name = ?1 AND disabled_at IS NULL");
    private static readonly SqlQuery Insert = new("INSERT INTO person_session (hash, person, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)");
    private static readonly SqlQuery DeleteOld = new("DELETE FROM person_session WHERE expires_at < ?1");
    private static readonly SqlQuery DeleteOne = new("DELETE FROM person_session WHERE hash = ?1");
    private static readonly SqlQuery DeleteOf = new("DELETE FROM person_session WHERE person = ?1");

    private static readonly SqlQuery DeleteTooMany = new("""
        DELETE FROM person_session WHERE person = ?1 AND hash NOT IN (SELECT hash FROM person_session WHERE person = ?1 ORDER BY created_at DESC LIMIT ?2)
        """);

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("person-session", [
        """
        CREATE TABLE person_session (hash TEXT PRIMARY KEY, person TEXT NOT NULL, created_at TEXT NOT NULL, expires_at TEXT NOT NULL);
        CREATE INDEX person_session_person ON person_session (person, created_at);
        """,
    ]);

    /// <summary>Signs somebody in whose name was proved.</summary>
    /// <param name="name">Who.</param>
    /// <param name="passwordHash">The hash that was checked; null: it was proved in another way.</param>
    /// <returns>Null: nobody of that name is let in, or the password was changed meanwhile.</returns>
    public Task<Session?> Begin(string name, string? passwordHash) => credentials.Change(session => Begin(session, name, passwordHash, credentials.Now));

    /// <summary>Signs out.</summary>
    public Task End(string hash) => credentials.Change(session => session.Prepare(DeleteOne).Bind(1, hash).Execute());

    /// <summary>Signs somebody in within a change.</summary>
    internal static Session? Begin(DatabaseSession session, string name, string? passwordHash, DateTimeOffset now)
    {
        var person = session.Prepare(SelectPerson).Bind(1, name)
            .First(static row => (Caller: new Caller("", Enum.Parse<Role>(row.Text(0)), row.Text(1), row.Text(2)), Password: row.Text(3)));
        if (person.Caller is null || (passwordHash ?? person.Password) != person.Password)
        {
            return null;
        }

        var (token, until) = (Secrets.New(), now + Lifetime);
        session.Prepare(DeleteOld).Bind(1, now - Remembered).Post();
        session.Prepare(Insert).Bind(1, Secrets.Hash(token)).Bind(2, name).Bind(3, now).Bind(4, until).Post();
        session.Prepare(DeleteTooMany).Bind(1, name).Bind(2, MostOfOne).Post();
        SignInAttempts.Forget(session, name);
        return new Session(token, until, name, person.Caller.Role, person.Caller.Area, person.Caller.Responder);
    }

    /// <summary>Signs somebody out everywhere.</summary>
    internal static void EndAll(DatabaseSession session, string name) => session.Prepare(DeleteOf).Bind(1, name).Post();

    /// <summary>What the hash of each session's token stands for.</summary>
    internal static IEnumerable<KeyValuePair<string, Credential>> ReadAll(DatabaseSession session) => session.Prepare(SelectAll).All(static row => KeyValuePair.Create(
        row.Text(0), new Credential(new Caller(row.Text(1), Enum.Parse<Role>(row.Text(2)), row.Text(3), row.Text(4)), row.Instant(5), null, IsPerson: true)));
}

/// <summary>Somebody who has just signed in.</summary>
/// <param name="Token">What is sent from now on, as a key is.</param>
/// <param name="ExpiresAt">Until when, UTC.</param>
/// <param name="Name">Who.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="Area">Where.</param>
/// <param name="Responder">The responder that the person is, or empty.</param>
public sealed record Session(string Token, DateTimeOffset ExpiresAt, string Name, Role Role, string Area, string Responder);
