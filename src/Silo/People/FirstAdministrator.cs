using CityActors.Silo.Access;
using CityActors.Storage;

namespace CityActors.Silo.People;

/// <summary>How a new city gets its first administrator: by a link that is good once, for a day, and stands in a file that only the operator reads.</summary>
/// <param name="credentials">Who is let in.</param>
/// <param name="settings">Says where the file is, and whether an administrator's key is given.</param>
public sealed class FirstAdministrator(Credentials credentials, SiloSettings settings)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private static readonly SqlQuery CountAdministrators = new("""
        SELECT (SELECT count(*) FROM caller_key WHERE role = ?1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?2))
            + (SELECT count(*) FROM person WHERE role = ?1 AND disabled_at IS NULL)
        """);

    private static readonly SqlQuery Put = new("""
        INSERT INTO first_administrator (place, hash, expires_at) VALUES (?1, ?2, ?3)
        ON CONFLICT (place) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at
        """);

    private static readonly SqlQuery CountGood = new("SELECT count(*) FROM first_administrator WHERE hash = ?1 AND expires_at > ?2");
    private static readonly SqlQuery DeleteAll = new("DELETE FROM first_administrator");

    /// <summary>The table: one link for each Silo that waits for a first administrator.</summary>
    public static SchemaPart Schema { get; } = new("first-administrator", [
        "CREATE TABLE first_administrator (place TEXT PRIMARY KEY, hash TEXT NOT NULL, expires_at TEXT NOT NULL);",
    ]);

    /// <summary>The file with the link.</summary>
    public string File { get; } = Path.Combine(settings.Data, "first-administrator.txt");

    /// <summary>At a start: makes a link if nobody could administer the city without one. The link of an earlier start ends.</summary>
    /// <returns>The link, or null.</returns>
    public async Task<string?> Open()
    {
        var (token, place) = (Secrets.New(), $"{Environment.MachineName}:{settings.Data}");
        var isMade = await credentials.Change(session =>
        {
            if (HasAdministrator(session))
            {
                session.Prepare(DeleteAll).Post();
                return false;
            }

            session.Prepare(Put).Bind(1, place).Bind(2, Secrets.Hash(token)).Bind(3, credentials.Now + Lifetime).Post();
            return true;
        });
        Remove();
        if (!isMade)
        {
            return null;
        }

        var link = $"{AddressOf(settings.UrlList[0])}/#first={token}";
        await Write(link);
        return link;
    }

    /// <summary>Registers the first administrator and signs it in.</summary>
    /// <returns>Null: the token is not good, or no longer.</returns>
    public async Task<Session?> Use(string token, string name, string passwordHash)
    {
        var begun = await credentials.Change(session =>
        {
            var isGood = session.Prepare(CountGood).Bind(1, Secrets.Hash(token)).Bind(2, credentials.Now).First(static row => row.Int64(0)) > 0;
            if (!isGood || HasAdministrator(session) || !PeopleRegister.Add(session, new NewPerson(name, Role.Admin, ""), passwordHash, credentials.Now))
            {
                return null;
            }

            session.Prepare(DeleteAll).Post();
            return Sessions.Begin(session, name, passwordHash, credentials.Now);
        });
        if (begun is not null)
        {
            Remove();
        }

        return begun;
    }

    // An address that listens everywhere is reached on this machine by its name.
    private static string AddressOf(string url)
    {
        foreach (var everywhere in (string[])["*", "+", "0.0.0.0", "[::]"])
        {
            url = url.Replace($"://{everywhere}", "://localhost", StringComparison.Ordinal);
        }

        return url.TrimEnd('/');
    }

    private bool HasAdministrator(DatabaseSession session) =>
        session.Prepare(CountAdministrators).Bind(1, nameof(Role.Admin)).Bind(2, credentials.Now).First(static row => row.Int64(0)) > 0;

    // Beside a database of its own the Silo's folder may not be there yet.
    private void Remove()
    {
        if (Directory.Exists(settings.Data))
        {
            System.IO.File.Delete(File);
        }
    }

    private async Task Write(string link)
    {
        Directory.CreateDirectory(settings.Data);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new StreamWriter(File, options);
        await file.WriteLineAsync(link);
    }
}
