using System.Security.Cryptography;
using System.Text;
using CityActors.Storage;

namespace CityActors.Silo.Access;

/// <summary>The callers' keys. On disk and in memory there are only their SHA-256 hashes.</summary>
/// <param name="database">The city's database.</param>
/// <param name="time">For the day a key was made.</param>
public sealed class KeyBook(Database database, TimeProvider time)
{
    private static readonly SqlQuery SelectAll = new("SELECT hash, name, role, area FROM caller_key");

    private static readonly SqlQuery Insert = new("""
        INSERT INTO caller_key (hash, name, role, area, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, role = excluded.role, area = excluded.area
        """);

    private static readonly SqlQuery InsertFirst = new("""
        INSERT INTO caller_key (hash, name, role, area, created_at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (name) DO NOTHING
        """);

    private static readonly TimeSpan BetweenReads = TimeSpan.FromSeconds(1);

    private Dictionary<string, Caller> callers = new(StringComparer.Ordinal);
    private long readAt;

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("caller-key", [
        "CREATE TABLE caller_key (name TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, role TEXT NOT NULL, area TEXT NOT NULL, created_at TEXT NOT NULL);",
    ]);

    /// <summary>Reads the keys; at the first start makes one of each role.</summary>
    /// <param name="adminKey">An administrator's key given from outside, or empty.</param>
    /// <param name="area">The area of the keys made.</param>
    /// <returns>The keys just made, to be printed once: name and key.</returns>
    public async Task<IReadOnlyList<(string Name, string Key)>> Open(string adminKey, string area)
    {
        callers = await database.Read(ReadAll);
        List<(string Name, string Key)> made = [];
        if (adminKey.Length > 0)
        {
            await Store(Insert, adminKey, new Caller("admin-given", Role.Admin, ""));
        }
        else if (callers.Count == 0)
        {
            foreach (var role in Enum.GetValues<Role>())
            {
                var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
                var name = $"{role.ToString().ToLowerInvariant()}-1";
                if (await Store(InsertFirst, key, new Caller(name, role, role == Role.Admin ? "" : area)))
                {
                    made.Add((name, key)); // Else another Silo was first, and printed its own.
                }
            }
        }

        callers = await database.Read(ReadAll);
        return made;
    }

    /// <summary>The caller with a key, or null.</summary>
    public async ValueTask<Caller?> Find(string key)
    {
        var hash = Hash(key);
        if (callers.TryGetValue(hash, out var caller))
        {
            return caller;
        }

        var last = Volatile.Read(ref readAt);
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(last, now) >= BetweenReads && Interlocked.CompareExchange(ref readAt, now, last) == last)
        {
            callers = await database.Read(ReadAll); // Another Silo may have made it.
        }

        return callers.GetValueOrDefault(hash);
    }

    private static Dictionary<string, Caller> ReadAll(DatabaseSession session)
    {
        var found = new Dictionary<string, Caller>(StringComparer.Ordinal);
        var row = session.Prepare(SelectAll);
        while (row.Step())
        {
            found[row.Text(0)] = new Caller(row.Text(1), Enum.Parse<Role>(row.Text(2)), row.Text(3));
        }

        return found;
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private Task<bool> Store(SqlQuery insert, string key, Caller caller) => database.Write(session => session.Prepare(insert)
        .Bind(1, Hash(key)).Bind(2, caller.Name).Bind(3, caller.Role.ToString()).Bind(4, caller.Area).Bind(5, time.GetUtcNow())
        .Execute() > 0);
}
