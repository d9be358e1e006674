using CityActors.Packs;
using CityActors.Storage;

namespace CityActors.Silo.Packs;

/// <summary>The city's packs in its database: every version that it ever had, by digest, and which of them it has now.</summary>
/// <remarks>What a city decides by does not hang on a folder: a pack that vanishes from disk goes on from here.</remarks>
internal static class PackStore
{
    private static readonly SqlQuery InsertVersion = new("INSERT INTO pack_version (digest, pack, version, installed_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (digest) DO NOTHING");
    private static readonly SqlQuery InsertFile = new("INSERT INTO pack_file (digest, path, content) VALUES (?1, ?2, ?3) ON CONFLICT (digest, path) DO NOTHING");
    private static readonly SqlQuery Current = new("INSERT INTO pack_current (pack, digest) VALUES (?1, ?2) ON CONFLICT (pack) DO UPDATE SET digest = excluded.digest");
    private static readonly SqlQuery SelectCurrent = new("SELECT pack, digest FROM pack_current ORDER BY pack");
    private static readonly SqlQuery SelectFiles = new("SELECT path, content FROM pack_file WHERE digest = ?1 ORDER BY path");

    /// <summary>The tables.</summary>
    public static SchemaPart Schema { get; } = new("pack", [
        """
        CREATE TABLE pack_version (digest TEXT NOT NULL PRIMARY KEY, pack TEXT NOT NULL, version TEXT NOT NULL, installed_at TEXT NOT NULL);
        CREATE TABLE pack_file (digest TEXT NOT NULL, path TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (digest, path));
        CREATE TABLE pack_current (pack TEXT NOT NULL PRIMARY KEY, digest TEXT NOT NULL);
        """,
    ]);

    /// <summary>Stores the packs of a folder, and adds those that the city has and the folder lacks.</summary>
    /// <param name="database">The city's database.</param>
    /// <param name="folder">The packs of the folder, checked.</param>
    /// <param name="now">The time, UTC.</param>
    /// <exception cref="FormatException">A pack of the city does not go with those of the folder.</exception>
    public static async Task<PackSet> Take(Database database, PackSet folder, DateTimeOffset now)
    {
        var missing = await database.Write(session =>
        {
            session.Serialize();
            var known = session.Prepare(SelectCurrent).All(static row => (Pack: row.Text(0), Digest: row.Text(1)));
            foreach (var pack in folder.All.Where(pack => !known.Contains((pack.Name, pack.Digest))))
            {
                session.Prepare(InsertVersion).Bind(1, pack.Digest).Bind(2, pack.Name).Bind(3, pack.Manifest.Version).Bind(4, now).Execute();
                foreach (var (path, content) in pack.Sources)
                {
                    session.Prepare(InsertFile).Bind(1, pack.Digest).Bind(2, path).Bind(3, content.Span).Execute();
                }

                session.Prepare(Current).Bind(1, pack.Name).Bind(2, pack.Digest).Execute();
            }

            return known.Where(pack => folder.Find(pack.Pack) is null)
                .ToDictionary(static pack => pack.Pack, pack => session.Prepare(SelectFiles).Bind(1, pack.Digest).All(static row => (Path: row.Text(0), Content: row.Blob(1).ToArray())));
        });

        var all = folder;
        foreach (var (name, files) in missing)
        {
            var pack = PackReader.Read(files.ToDictionary(static file => file.Path, static file => (ReadOnlyMemory<byte>)file.Content, StringComparer.Ordinal), out var faults);
            all = pack is null ? throw new FormatException($"the pack '{name}' of the city's database is not read: {string.Join("; ", faults)}") : all.With(pack);
        }

        var wrong = missing.Keys.SelectMany(name => PackCheck.Run(all.Find(name)!, all).Select(fault => $"{name}: {fault}")).ToList();
        return wrong.Count == 0 ? all : throw new FormatException($"a pack that the city has, and the folder has not, does not go with those of the folder: {string.Join("; ", wrong)}");
    }
}
