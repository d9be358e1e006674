using CityActors.Silo.Access;
using CityActors.Storage;

namespace CityActors.Silo.People;

/// <summary>What came of a password.</summary>
/// <param name="PasswordHash">The hash it agrees with, or null: name or password is wrong.</param>
/// <param name="LockedUntil">Until when no password of the name is looked at, or null.</param>
public readonly record struct PasswordCheck(string? PasswordHash, DateTimeOffset? LockedUntil);

/// <summary>
/// Checks passwords, and locks a name for 15 minutes after 5 wrong ones. A name that nobody has is locked just the same,
/// with the same work and the same answers: who guesses learns nothing about names.
/// </summary>
/// <param name="database">The city's database.</param>
/// <param name="credentials">Says what time it is.</param>
/// <param name="passwords">Checks hashes.</param>
public sealed class SignInAttempts(Database database, Credentials credentials, Passwords passwords)
{
    private const int MostWrong = 5;
    private const int MostNames = 10_000;
    private static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    private static readonly SqlQuery SelectPassword = new("SELECT password FROM person WHERE name = ?1 AND disabled_at IS NULL");
    private static readonly SqlQuery SelectFailures = new("SELECT failed, last_at, locked_until FROM sign_in_failure WHERE name = ?1");

    private static readonly SqlQuery PutFailures = new("""
        INSERT INTO sign_in_failure (name, failed, last_at, locked_until) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (name) DO UPDATE SET failed = excluded.failed, last_at = excluded.last_at, locked_until = excluded.locked_until
        """);

    private static readonly SqlQuery DeleteOld = new("DELETE FROM sign_in_failure WHERE last_at < ?1");

    private static readonly SqlQuery DeleteTooMany = new("""
        DELETE FROM sign_in_failure WHERE last_at < (SELECT last_at FROM sign_in_failure ORDER BY last_at DESC LIMIT 1 OFFSET ?1)
        """);

    private static readonly SqlQuery DeleteOne = new("DELETE FROM sign_in_failure WHERE name = ?1");

    /// <summary>The table: names that were tried lately, whether anybody has them or not.</summary>
    public static SchemaPart Schema { get; } = new("sign-in-failure", [
        """
        CREATE TABLE sign_in_failure (name TEXT PRIMARY KEY, failed INTEGER NOT NULL, last_at TEXT NOT NULL, locked_until TEXT);
        CREATE INDEX sign_in_failure_last ON sign_in_failure (last_at);
        """,
    ]);

    /// <summary>Checks somebody's password. It counts as wrong until it is known to be right, so that many at once are no more than five.</summary>
    public async Task<PasswordCheck> Check(string name, string password)
    {
        var canBe = CallerNames.IsName(name) && password.Length <= 2 * Passwords.Longest;
        var (hash, locked) = canBe ? await database.Write(session => Count(session, name, credentials.Now)) : ("", null);
        if (locked is not null)
        {
            return new PasswordCheck(null, locked);
        }

        var isRight = await passwords.IsRight(hash, canBe ? password : "");
        return new PasswordCheck(isRight ? hash : null, null);
    }

    /// <summary>A right password, or a new one, ends the counting.</summary>
    internal static void Forget(DatabaseSession session, string name) => session.Prepare(DeleteOne).Bind(1, name).Post();

    private static (string Hash, DateTimeOffset? Locked) Count(DatabaseSession session, string name, DateTimeOffset now)
    {
        session.Serialize();
        var before = session.Prepare(SelectFailures).Bind(1, name)
            .First(static row => (Failed: row.Int32(0), LastAt: row.Instant(1), LockedUntil: row.IsNull(2) ? (DateTimeOffset?)null : row.Instant(2)));
        if (before.LockedUntil > now)
        {
            return ("", before.LockedUntil);
        }

        var failed = (before.LockedUntil is null && now - before.LastAt < LockedFor ? before.Failed : 0) + 1;
        session.Prepare(PutFailures).Bind(1, name).Bind(2, failed).Bind(3, now).Bind(4, failed >= MostWrong ? now + LockedFor : null).Post();
        session.Prepare(DeleteOld).Bind(1, now - LockedFor).Post();
        session.Prepare(DeleteTooMany).Bind(1, MostNames).Post();
        return (session.Prepare(SelectPassword).Bind(1, name).First(static row => row.Text(0)) ?? "", null);
    }
}
