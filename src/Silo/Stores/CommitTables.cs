using CityActors.Storage;

namespace CityActors.Silo.Stores;

/// <summary>What an owner keeps beside its state, and what it heard: tables and statements.</summary>
internal static class CommitTables
{
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
    ]);

    /// <summary>State and rows in one statement, so that both are of one moment on every database.</summary>
    public static readonly SqlQuery Read = new("""
        SELECT 0 AS kind, '' AS name, Version AS version, PayloadBinary AS payload FROM OrleansStorage
        WHERE GrainIdHash = ?1 AND GrainTypeHash = ?2 AND GrainIdN0 = ?3 AND GrainIdN1 = ?4
        AND GrainTypeString = ?5 AND GrainIdExtensionString IS NOT DISTINCT FROM ?6 AND ServiceId = ?7
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

    public static readonly SqlQuery Heard = new("SELECT number FROM heard WHERE target = ?1 AND lane = ?2");

    /// <summary>The number of the last letter of a lane that an owner heard; 0: none.</summary>
    public static long LastHeard(DatabaseSession session, string owner, string lane)
    {
        var row = session.Prepare(Heard).Bind(1, owner).Bind(2, lane);
        return row.Step() ? row.Int64(0) : 0;
    }
}
