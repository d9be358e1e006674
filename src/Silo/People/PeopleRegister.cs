using CityActors.Silo.Access;
using CityActors.Storage;

namespace CityActors.Silo.People;

/// <summary>The people who may sign in, in the city's database.</summary>
/// <param name="database">The city's database.</param>
/// <param name="credentials">Who is let in.</param>
public sealed class PeopleRegister(Database database, Credentials credentials)
{
    private const string Columns = "person.name, display_name, role, area, responder, created_at, disabled_at, locked_until, length(password)";
    private const string WithLocks = "person LEFT JOIN sign_in_failure ON sign_in_failure.name = person.name";

    private static readonly SqlQuery SelectPage = new($"""
        SELECT {Columns} FROM {WithLocks} WHERE person.name > ?1 AND substr(area, 1, length(?2)) = ?2 ORDER BY person.name LIMIT ?3
        """);

    private static readonly SqlQuery SelectOne = new($"SELECT {Columns} FROM {WithLocks} WHERE person.name = ?1");

    private static readonly SqlQuery Insert = new("""
        INSERT INTO person (name, display_name, role, area, responder, password, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """);

    private static readonly SqlQuery Update = new("""
        UPDATE person SET display_name = ?2, role = ?3, area = ?4, responder = ?5,
            disabled_at = CASE WHEN ?6 IS NULL THEN NULL WHEN disabled_at IS NULL THEN ?6 ELSE disabled_at END
        WHERE name = ?1
        """);

    private static readonly SqlQuery UpdatePassword = new("UPDATE person SET password = ?2 WHERE name = ?1");

    /// <summary>The table. Rows stay: a name that stands in histories is nobody else's afterwards.</summary>
    public static SchemaPart Schema { get; } = new("person", [
        """
        CREATE TABLE person (
            name TEXT PRIMARY KEY, display_name TEXT NOT NULL, role TEXT NOT NULL, area TEXT NOT NULL, responder TEXT NOT NULL,
            password TEXT NOT NULL, created_at TEXT NOT NULL, disabled_at TEXT);
        """,
    ]);

    /// <summary>Reads people by name.</summary>
    /// <param name="after">Only names after this one.</param>
    /// <param name="area">Only people of this area.</param>
    /// <param name="limit">At most so many.</param>
    public Task<List<Person>> Read(string after, string area, int limit) =>
        database.Read(session => session.Prepare(SelectPage).Bind(1, after).Bind(2, area).Bind(3, limit).All(PersonIn));

    /// <summary>A person by name, or null.</summary>
    public Task<Person?> Find(string name) => database.Read(session => session.Prepare(SelectOne).Bind(1, name).First(PersonIn));

    /// <summary>Registers somebody.</summary>
    /// <param name="person">Who.</param>
    /// <param name="passwordHash">The hash of the first password, or empty.</param>
    /// <returns>False: the name is taken.</returns>
    public Task<bool> Add(NewPerson person, string passwordHash) => credentials.Change(session => Add(session, person, passwordHash, credentials.Now));

    /// <summary>Changes what somebody may do; who is disabled is signed out.</summary>
    public Task Change(Person person) => credentials.Change(session =>
    {
        session.Prepare(Update).Bind(1, person.Name).Bind(2, person.DisplayName).Bind(3, person.Role.ToString()).Bind(4, person.Area)
            .Bind(5, person.Responder).Bind(6, person.DisabledAt)
            .Post();
        if (person.DisabledAt is not null)
        {
            Sessions.EndAll(session, person.Name);
        }

        return true;
    });

    /// <summary>Changes a password; the person is signed out everywhere, and a lock ends.</summary>
    public Task SetPassword(string name, string passwordHash) => credentials.Change(session =>
    {
        session.Prepare(UpdatePassword).Bind(1, name).Bind(2, passwordHash).Post();
        Sessions.EndAll(session, name);
        SignInAttempts.Forget(session, name);
        return true;
    });

    /// <summary>Registers somebody within a change.</summary>
    /// <returns>False: the name is taken.</returns>
    internal static bool Add(DatabaseSession session, NewPerson person, string passwordHash, DateTimeOffset now)
    {
        if (CallerNames.IsTaken(session, person.Name))
        {
            return false;
        }

        session.Prepare(Insert).Bind(1, person.Name).Bind(2, person.DisplayName ?? person.Name).Bind(3, person.Role.ToString()).Bind(4, person.Area)
            .Bind(5, person.Responder ?? "").Bind(6, passwordHash).Bind(7, now)
            .Post();
        return true;
    }

    private static Person PersonIn(Statement row) => new(
        row.Text(0), row.Text(1), Enum.Parse<Role>(row.Text(2)), row.Text(3), row.Text(4), row.Instant(5),
        row.IsNull(6) ? null : row.Instant(6), row.IsNull(7) ? null : row.Instant(7), row.Int64(8) > 0);
}
