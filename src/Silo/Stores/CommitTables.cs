using CityActors.Storage;

namespace CityActors.Silo.Stores;

/// <summary>An owner's state, what it keeps beside it, and what it heard: tables and statements.</summary>
internal static class CommitTables
{
    /// <summary>About how many bytes a waiting commit holds besides its payloads.</summary>
    public const int RowOverhead = 512;

    /// <summary>Columns, types and index as in Orleans' script for SQLite.</summary>
    public static readonly SchemaPart States = new("grain-storage", [
        """
        CREATE TABLE OrleansStorage (
            GrainIdHash INT NOT NULL,
            GrainIdN0 BIGINT NOT NULL,
            GrainIdN1 BIGINT NOT NULL,
            GrainTypeHash INT NOT NULL,
            GrainTypeString NVARCHAR(512) NOT NULL,
            GrainIdExtensionString NVARCHAR(512) NULL,
            ServiceId NVARCHAR(150) NOT NULL,
            PayloadBinary BLOB NULL,
            ModifiedOn DATETIME NOT NULL,
            Version INT NULL
        );
        CREATE INDEX IX_OrleansStorage ON OrleansStorage (GrainIdHash, GrainTypeHash);
        """,
    ]);

    public static readonly SchemaPart Schema = new("city-commits", [
        """
        CREATE TABLE grain_row (
            owner TEXT NOT NULL,
            name TEXT NOT NULL,
            payload BLOB NOT NULL,
            PRIMARY KEY (owner, name)
        ) WITHOUT ROWID;
        CREATE TABLE heard (
            target TEXT NOT NULL,
            lane TEXT NOT NULL,
            number INTEGER NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (target, lane)
        ) WITHOUT ROWID;
        CREATE INDEX heard_at ON heard (at);
        """,
        // The lines of orders are rows from here on: a version that looks for them in the state must not start. Nothing else changes.
        "DELETE FROM heard WHERE number < 0;",
    ]);

    private const string State = """
        GrainIdHash = ?1 AND GrainTypeHash = ?2 AND GrainIdN0 = ?3 AND GrainIdN1 = ?4
        AND GrainTypeString = ?5 AND GrainIdExtensionString IS NOT DISTINCT FROM ?6 AND ServiceId = ?7
        """;

    public static readonly SqlQuery UpdateState = new($"""
        UPDATE OrleansStorage SET PayloadBinary = ?8, ModifiedOn = ?9, Version = Version + 1 WHERE {State} AND Version = ?10
        """);

    public static readonly SqlQuery InsertState = new($"""
        INSERT INTO OrleansStorage (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId,
            PayloadBinary, ModifiedOn, Version)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1 WHERE NOT EXISTS (SELECT 1 FROM OrleansStorage WHERE {State})
        ON CONFLICT DO NOTHING
        """);

    /// <summary>State and rows in one statement, so that both are of one moment on every database.</summary>
    public static readonly SqlQuery Read = new($"""
        SELECT 0 AS kind, '' AS name, Version AS version, PayloadBinary AS payload FROM OrleansStorage WHERE {State}
        UNION ALL
        SELECT 1 AS kind, name, 0 AS version, payload FROM grain_row WHERE owner = ?8
        ORDER BY kind, name
        """);

    public static readonly SqlQuery SaveRow = new("""
        INSERT INTO grain_row (owner, name, payload) VALUES (?1, ?2, ?3)
        ON CONFLICT (owner, name) DO UPDATE SET payload = excluded.payload
        """);

    public static readonly SqlQuery DeleteRow = new("DELETE FROM grain_row WHERE owner = ?1 AND name = ?2");

    /// <summary>Changes nothing where the letter was heard before.</summary>
    public static readonly SqlQuery Hear = new("""
        INSERT INTO heard (target, lane, number, at) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (target, lane) DO UPDATE SET number = excluded.number, at = excluded.at WHERE heard.number < excluded.number
        """);

    private static readonly SqlQuery ReadVersion = new($"SELECT Version FROM OrleansStorage WHERE {State} LIMIT 1");

    private static readonly SqlQuery Heard = new("SELECT number FROM heard WHERE target = ?1 AND lane = ?2");

    /// <summary>A statement about a state, with the values that say which.</summary>
    public static Statement Prepare(DatabaseSession session, SqlQuery query, GrainStorageKey key, string serviceId) => session.Prepare(query)
        .Bind(1, key.IdHash).Bind(2, key.TypeHash).Bind(3, key.N0).Bind(4, key.N1).Bind(5, key.Type).Bind(6, key.Extension).Bind(7, serviceId);

    /// <summary>The version stored now; null for none.</summary>
    public static int? Version(DatabaseSession session, GrainStorageKey key, string serviceId) =>
        Prepare(session, ReadVersion, key, serviceId).First<int?>(static row => row.Int32(0));

    /// <summary>The number of the last letter of a lane that an owner heard; 0: none.</summary>
    public static long LastHeard(DatabaseSession session, string owner, string lane) =>
        session.Prepare(Heard).Bind(1, owner).Bind(2, lane).First(static row => row.Int64(0));
}
