using CityActors.Storage;

namespace CityActors.Silo.Stores;

/// <summary>The table of grain states and its statements.</summary>
internal static class GrainTable
{
    /// <summary>About how many bytes a waiting write holds besides its payload.</summary>
    public const int RowOverhead = 512;

    /// <summary>Columns, types and index as in Orleans' script for SQLite.</summary>
    public static readonly SchemaPart Schema = new("grain-storage", [
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

    public static readonly SqlQuery Read = new($"SELECT PayloadBinary, Version FROM OrleansStorage WHERE {Row} LIMIT 1");

    private const string Row = """
        GrainIdHash = ?1 AND GrainTypeHash = ?2 AND GrainIdN0 = ?3 AND GrainIdN1 = ?4
        AND GrainTypeString = ?5 AND GrainIdExtensionString IS NOT DISTINCT FROM ?6 AND ServiceId = ?7
        """;

    public static readonly SqlQuery Update = new($"""
        UPDATE OrleansStorage SET PayloadBinary = ?8, ModifiedOn = ?9, Version = Version + 1 WHERE {Row} AND Version = ?10
        """);

    public static readonly SqlQuery Insert = new($"""
        INSERT INTO OrleansStorage (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId,
            PayloadBinary, ModifiedOn, Version)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1 WHERE NOT EXISTS (SELECT 1 FROM OrleansStorage WHERE {Row})
        ON CONFLICT DO NOTHING
        """);

    public static Statement Bind(Statement statement, GrainStorageKey key, string serviceId) => statement
        .Bind(1, key.IdHash)
        .Bind(2, key.TypeHash)
        .Bind(3, key.N0)
        .Bind(4, key.N1)
        .Bind(5, key.Type)
        .Bind(6, key.Extension)
        .Bind(7, serviceId);

    /// <summary>The version stored now; null for none.</summary>
    public static int? Version(DatabaseSession session, GrainStorageKey key, string serviceId)
    {
        var stored = Bind(session.Prepare(Read), key, serviceId);
        return stored.Step() ? stored.Int32(1) : null;
    }
}
