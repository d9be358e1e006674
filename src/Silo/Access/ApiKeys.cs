using CityActors.Storage;

namespace CityActors.Silo.Access;

/// <summary>The keys of programs: made, listed, rotated and revoked. A key is shown once; disk and memory hold its SHA-256 hash.</summary>
/// <param name="database">The city's database.</param>
/// <param name="credentials">Who is let in.</param>
public sealed class ApiKeys(Database database, Credentials credentials)
{
    /// <summary>The name of the key that is given from outside.</summary>
    public const string Given = "admin-given";

    private const string Columns = "name, role, area, purpose, created_at, expires_at, revoked_at";

    private static readonly SqlQuery SelectAll = new("SELECT hash, name, role, area, expires_at, revoked_at FROM caller_key");

    private static readonly SqlQuery SelectPage = new($"""
        SELECT {Columns} FROM caller_key WHERE name > ?1 AND substr(area, 1, length(?2)) = ?2 ORDER BY name LIMIT ?3
        """);

    private static readonly SqlQuery SelectOne = new($"SELECT {Columns} FROM caller_key WHERE name = ?1");

    private static readonly SqlQuery Insert = new("""
        INSERT INTO caller_key (hash, name, role, area, created_at, purpose, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """);

    private static readonly SqlQuery Give = new("""
        INSERT INTO caller_key (hash, name, role, area, created_at, purpose) VALUES (?1, ?2, ?3, '', ?4, 'Keys:Admin')
        ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, role = excluded.role, area = '', purpose = excluded.purpose, expires_at = NULL, revoked_at = NULL
        """);

    private static readonly SqlQuery UpdateHash = new("UPDATE caller_key SET hash = ?2 WHERE name = ?1");
    private static readonly SqlQuery UpdateRevoked = new("UPDATE caller_key SET revoked_at = ?2 WHERE name = ?1 AND revoked_at IS NULL");

    /// <summary>The table. Rows stay: a name that stands in histories is nobody else's afterwards.</summary>
    public static SchemaPart Schema { get; } = new("caller-key", [
        "CREATE TABLE caller_key (name TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, role TEXT NOT NULL, area TEXT NOT NULL, created_at TEXT NOT NULL);",
        """
        ALTER TABLE caller_key ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
        ALTER TABLE caller_key ADD COLUMN expires_at TEXT;
        ALTER TABLE caller_key ADD COLUMN revoked_at TEXT;
        """,
    ]);

    /// <summary>Takes the administrator's key from the configuration: the same row at every start.</summary>
    public Task TakeGiven(string adminKey) => credentials.Change(session =>
    {
        session.Prepare(Give).Bind(1, Secrets.Hash(adminKey)).Bind(2, Given).Bind(3, nameof(Role.Admin)).Bind(4, credentials.Now).Post();
        return true;
    });

    /// <summary>Makes a key.</summary>
    /// <returns>The key, this once, or null: its name is taken.</returns>
    public Task<IssuedKey?> Make(NewKey wanted)
    {
        var secret = Secrets.New();
        return credentials.Change(session =>
        {
            if (wanted.Name is { } given && CallerNames.IsTaken(session, given))
            {
                return null;
            }

            var made = new ApiKey(wanted.Name ?? CallerNames.NextFor(session, wanted.Role), wanted.Role, wanted.Area, wanted.Purpose, credentials.Now, wanted.ExpiresAt, null);
            session.Prepare(Insert).Bind(1, Secrets.Hash(secret)).Bind(2, made.Name).Bind(3, made.Role.ToString()).Bind(4, made.Area)
                .Bind(5, made.CreatedAt).Bind(6, made.Purpose).Bind(7, made.ExpiresAt)
                .Post();
            return new IssuedKey(secret, made);
        });
    }

    /// <summary>Reads keys by name, without their secrets.</summary>
    /// <param name="after">Only names after this one.</param>
    /// <param name="area">Only keys of this area.</param>
    /// <param name="limit">At most so many.</param>
    public Task<List<ApiKey>> Read(string after, string area, int limit) =>
        database.Read(session => session.Prepare(SelectPage).Bind(1, after).Bind(2, area).Bind(3, limit).All(KeyIn));

    /// <summary>A key by its name, or null.</summary>
    public Task<ApiKey?> Find(string name) => database.Read(session => session.Prepare(SelectOne).Bind(1, name).First(KeyIn));

    /// <summary>Gives a key another secret; the old one is unknown from then on.</summary>
    /// <returns>The new secret.</returns>
    public async Task<string> Rotate(string name)
    {
        var secret = Secrets.New();
        await credentials.Change(session => session.Prepare(UpdateHash).Bind(1, name).Bind(2, Secrets.Hash(secret)).Execute());
        return secret;
    }

    /// <summary>Revokes a key for good.</summary>
    public Task Revoke(string name) => credentials.Change(session => session.Prepare(UpdateRevoked).Bind(1, name).Bind(2, credentials.Now).Execute());

    /// <summary>What the hash of each key stands for.</summary>
    internal static IEnumerable<KeyValuePair<string, Credential>> ReadAll(DatabaseSession session) => session.Prepare(SelectAll).All(static row => KeyValuePair.Create(
        row.Text(0), new Credential(new Caller(row.Text(1), Enum.Parse<Role>(row.Text(2)), row.Text(3)), Time(row, 4), Time(row, 5))));

    private static ApiKey KeyIn(Statement row) =>
        new(row.Text(0), Enum.Parse<Role>(row.Text(1)), row.Text(2), row.Text(3), row.Instant(4), Time(row, 5), Time(row, 6));

    private static DateTimeOffset? Time(Statement row, int column) => row.IsNull(column) ? null : row.Instant(column);
}

/// <summary>A key without its secret.</summary>
/// <param name="Name">Its name, as it stands in histories.</param>
/// <param name="Role">What its holder may do.</param>
/// <param name="Area">Where.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="ExpiresAt">Until when it is good, UTC; null: until it is revoked.</param>
/// <param name="RevokedAt">When it was revoked, UTC, or null.</param>
public sealed record ApiKey(
    string Name, Role Role, string Area, string Purpose, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);

/// <summary>A key that was just made or rotated.</summary>
/// <param name="Secret">What its holder sends; it cannot be read again.</param>
/// <param name="Key">The rest.</param>
public sealed record IssuedKey(string Secret, ApiKey Key);

/// <summary>A key to be made.</summary>
/// <param name="Role">What its holder may do.</param>
/// <param name="Area">The code of the area it may see and act on; empty: everything.</param>
/// <param name="Purpose">What it is for, 1 to 200 characters.</param>
/// <param name="ExpiresAt">Until when it is good; null: until it is revoked.</param>
/// <param name="Name">Its name in histories; null: made of the role and a number.</param>
public sealed record NewKey(Role Role, string Area, string Purpose, DateTimeOffset? ExpiresAt = null, string? Name = null);
