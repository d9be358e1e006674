using System.Text.Json;
using CityActors.Packs;
using CityActors.Packs.Format;
using CityActors.Packs.Switches;
using CityActors.Storage;

namespace CityActors.Silo.Packs;

/// <summary>The city's packs in its database: every version that it ever had, by digest, and all that was done with them.</summary>
/// <remarks>What a city decides by does not hang on a folder: a pack that vanishes from disk goes on from here.</remarks>
internal static class PackStore
{
    private static readonly SqlQuery InsertVersion = new("INSERT INTO pack_version (digest, pack, version, installed_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (digest) DO NOTHING");
    private static readonly SqlQuery InsertFile = new("INSERT INTO pack_file (digest, path, content) VALUES (?1, ?2, ?3) ON CONFLICT (digest, path) DO NOTHING");
    private static readonly SqlQuery SelectCurrent = new("SELECT pack, digest FROM pack_current ORDER BY pack");
    private static readonly SqlQuery SelectVersions = new("SELECT version, digest FROM pack_version WHERE pack = ?1 ORDER BY installed_at, digest");
    private static readonly SqlQuery SelectFiles = new("SELECT path, content FROM pack_file WHERE digest = ?1 ORDER BY path");
    private static readonly SqlQuery SelectLast = new("SELECT COALESCE(MAX(number), 0) FROM pack_act");
    private static readonly SqlQuery SelectActs = new("SELECT content FROM pack_act ORDER BY number");
    private static readonly SqlQuery InsertAct = new("INSERT INTO pack_act (number, content) VALUES (?1, ?2)");

    /// <summary>The tables. <c>pack_current</c> is of cities that were begun before packs could be switched.</summary>
    public static SchemaPart Schema { get; } = new("pack", [
        """
        CREATE TABLE pack_version (digest TEXT NOT NULL PRIMARY KEY, pack TEXT NOT NULL, version TEXT NOT NULL, installed_at TEXT NOT NULL);
        CREATE TABLE pack_file (digest TEXT NOT NULL, path TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (digest, path));
        CREATE TABLE pack_current (pack TEXT NOT NULL PRIMARY KEY, digest TEXT NOT NULL);
        """,
        "CREATE TABLE pack_act (number INTEGER NOT NULL PRIMARY KEY, content TEXT NOT NULL);",
    ]);

    /// <summary>The number of the last line of what was done.</summary>
    public static long Last(DatabaseSession session) => session.Prepare(SelectLast).First(static row => row.Int64(0));

    /// <summary>Reads what was done, and the versions that it names.</summary>
    /// <param name="session">The database.</param>
    /// <param name="known">Versions that need not be read again.</param>
    /// <exception cref="FormatException">A version is not there, or this program cannot read it.</exception>
    public static PackBook Read(DatabaseSession session, IReadOnlyDictionary<string, PackFiles> known)
    {
        var acts = session.Prepare(SelectActs).All(static row => JsonSerializer.Deserialize<PackAct>(row.Text(0), PackJson.Options)!);
        return new PackBook(acts, Versions(session, acts, known));
    }

    /// <summary>What a city of before switches has, as if it had been switched on then.</summary>
    public static IReadOnlyList<PackAct> OfBefore(DatabaseSession session, DateTimeOffset now) => [.. session.Prepare(SelectCurrent).All(static row => (Pack: row.Text(0), Digest: row.Text(1)))
        .Select((pack, place) => new PackAct(place + 1, PackActKind.On, pack.Pack, DateTimeOffset.MinValue, "start", now, "on since before packs were switched") { Digest = pack.Digest, Areas = [""] })];

    /// <summary>The digests of a pack's versions that the city has, oldest first.</summary>
    public static IReadOnlyList<(string Version, string Digest)> VersionsOf(DatabaseSession session, string pack) =>
        session.Prepare(SelectVersions).Bind(1, pack).All(static row => (row.Text(0), row.Text(1)));

    /// <summary>The versions that lines name.</summary>
    /// <exception cref="FormatException">One is not there, or this program cannot read it.</exception>
    public static IReadOnlyDictionary<string, PackFiles> Versions(DatabaseSession session, IEnumerable<PackAct> acts, IReadOnlyDictionary<string, PackFiles> known)
    {
        var versions = new Dictionary<string, PackFiles>(StringComparer.Ordinal);
        foreach (var (pack, digest) in acts.Where(static act => act.Digest is not null).Select(static act => (act.Pack, act.Digest!)).Distinct())
        {
            versions[digest] = known.GetValueOrDefault(digest) ?? ReadVersion(session, pack, digest);
        }

        return versions;
    }

    /// <summary>Stores a version, if it is not there.</summary>
    public static void Add(DatabaseSession session, PackFiles pack, DateTimeOffset now)
    {
        session.Prepare(InsertVersion).Bind(1, pack.Digest).Bind(2, pack.Name).Bind(3, pack.Manifest.Version).Bind(4, now).Execute();
        foreach (var (path, content) in pack.Sources)
        {
            session.Prepare(InsertFile).Bind(1, pack.Digest).Bind(2, path).Bind(3, content.Span).Execute();
        }
    }

    /// <summary>Adds a line to what was done.</summary>
    public static void Add(DatabaseSession session, PackAct act) => session.Prepare(InsertAct).Bind(1, act.Number).Bind(2, JsonSerializer.Serialize(act, PackJson.Options)).Execute();

    private static PackFiles ReadVersion(DatabaseSession session, string name, string digest)
    {
        var files = session.Prepare(SelectFiles).Bind(1, digest).All(static row => (Path: row.Text(0), Content: row.Blob(1).ToArray()));
        var pack = PackReader.Read(files.ToDictionary(static file => file.Path, static file => (ReadOnlyMemory<byte>)file.Content, StringComparer.Ordinal), out var faults);
        return pack is null ? throw new FormatException($"the version {digest[..12]} of '{name}' in the city's database cannot be read by this program: {string.Join("; ", faults)}")
            : pack.Digest == digest ? pack
            : throw new FormatException($"the version {digest[..12]} of '{name}' in the city's database is damaged: its files have the digest {pack.Digest[..12]}");
    }
}
