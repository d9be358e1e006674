using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CityActors.Storage;

namespace CityActors.Silo.Access;

/// <summary>The callers' keys. Disk and memory hold only their SHA-256 hashes.</summary>
/// <param name="database">The city's database.</param>
/// <param name="time">For the day a key was made.</param>
public sealed class ApiKeys(Database database, TimeProvider time)
{
    private static readonly SqlQuery SelectAll = new("SELECT hash, name, role, area FROM caller_key");

    private static readonly SqlQuery Insert = new("""
        INSERT INTO caller_key (hash, name, role, area, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, role = excluded.role, area = excluded.area
        """);

    private static readonly TimeSpan BetweenReads = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTrust = TimeSpan.FromSeconds(30);

    private Dictionary<string, Caller> callers = new(StringComparer.Ordinal);
    private long readAt;

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("caller-key", [
        "CREATE TABLE caller_key (name TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, role TEXT NOT NULL, area TEXT NOT NULL, created_at TEXT NOT NULL);",
    ]);

    /// <summary>Reads the keys; the first start creates one for each role.</summary>
    /// <param name="adminKey">An administrator's key from the configuration, or empty.</param>
    /// <param name="area">The area of the keys made.</param>
    /// <returns>The keys just made, to be printed once: name and key.</returns>
    public async Task<IReadOnlyList<(string Name, string Key)>> Open(string adminKey, string area)
    {
        List<(string Key, Caller Caller)> first = adminKey.Length > 0
            ? [(adminKey, new Caller("admin-given", Role.Admin, ""))]
            : [.. Enum.GetValues<Role>().Select(role => (NewKey(), new Caller($"{role.ToString().ToLowerInvariant()}-1", role, role == Role.Admin ? "" : area)))];
        var isMade = await database.Write(session =>
        {
            session.Serialize(); // If silos start together, only one creates the keys.
            if (adminKey.Length == 0 && ReadAll(session).Count > 0)
            {
                return false;
            }

            first.ForEach(entry => Store(session, entry.Key, entry.Caller));
            return adminKey.Length == 0;
        });
        callers = await database.Read(ReadAll);
        return isMade ? [.. first.Select(entry => (entry.Caller.Name, entry.Key))] : [];
    }

    /// <summary>The caller with a key, or null.</summary>
    public async ValueTask<Caller?> Find(string key)
    {
        var hash = Hash(key);
        var last = Volatile.Read(ref readAt);
        var wanted = callers.ContainsKey(hash) ? LongestTrust : BetweenReads; // Another Silo may have made it, or changed it.
        if (Stopwatch.GetElapsedTime(last) >= wanted && Interlocked.CompareExchange(ref readAt, Stopwatch.GetTimestamp(), last) == last)
        {
            callers = await database.Read(ReadAll);
        }

        return callers.GetValueOrDefault(hash);
    }

    private static Dictionary<string, Caller> ReadAll(DatabaseSession session) => session.Prepare(SelectAll)
        .All(static row => (Hash: row.Text(0), Caller: new Caller(row.Text(1), Enum.Parse<Role>(row.Text(2)), row.Text(3))))
        .ToDictionary(static entry => entry.Hash, static entry => entry.Caller, StringComparer.Ordinal);

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    private void Store(DatabaseSession session, string key, Caller caller) => session.Prepare(Insert)
        .Bind(1, Hash(key)).Bind(2, caller.Name).Bind(3, caller.Role.ToString()).Bind(4, caller.Area).Bind(5, time.GetUtcNow())
        .Post();
}
