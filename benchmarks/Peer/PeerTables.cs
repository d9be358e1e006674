using CityActors.Silo.Orleans;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CityActors.Benchmarks.Peer;

/// <summary>The tables and statements that Orleans' ADO.NET provider expects.</summary>
internal static class PeerTables
{
    // The package brings no script for SQLite, but Orleans knows the driver. One row per state and grain; the version guards the write.
    private const string Sqlite = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE OrleansQuery (QueryKey TEXT NOT NULL PRIMARY KEY, QueryText TEXT NOT NULL);
        CREATE TABLE OrleansStorage (
            GrainIdHash INT NOT NULL, GrainIdN0 BIGINT NOT NULL, GrainIdN1 BIGINT NOT NULL, GrainTypeHash INT NOT NULL, GrainTypeString TEXT NOT NULL,
            GrainIdExtensionString TEXT NULL, ServiceId TEXT NOT NULL, PayloadBinary BLOB NULL, ModifiedOn TEXT NOT NULL, Version INT NULL
        );
        CREATE UNIQUE INDEX UX_OrleansStorage ON OrleansStorage (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId);
        INSERT INTO OrleansQuery VALUES
        ('ReadFromStorageKey', '
            SELECT PayloadBinary, Version FROM OrleansStorage
            WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
                AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString IS @GrainIdExtensionString AND ServiceId = @ServiceId'),
        ('WriteToStorageKey', '
            INSERT INTO OrleansStorage VALUES (@GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId, @PayloadBinary, datetime(), 1)
            ON CONFLICT DO UPDATE SET PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = Version + 1 WHERE Version = @GrainStateVersion
            RETURNING Version AS NewGrainStateVersion'),
        ('ClearStorageKey', '
            UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = datetime(), Version = Version + 1
            WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
                AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString IS @GrainIdExtensionString AND ServiceId = @ServiceId AND Version = @GrainStateVersion
            RETURNING Version AS NewGrainStateVersion');
        INSERT INTO OrleansQuery SELECT 'DeleteStorageKey', QueryText FROM OrleansQuery WHERE QueryKey = 'ClearStorageKey';
        """;

    /// <summary>Makes them in a new file of SQLite.</summary>
    public static async Task InSqlite(string connection)
    {
        await using var open = new SqliteConnection(connection);
        await open.OpenAsync();
        await using var make = open.CreateCommand();
        make.CommandText = Sqlite;
        await make.ExecuteNonQueryAsync();
    }

    /// <summary>Makes them in an empty database of PostgreSQL, with the statements of the city's own cluster.</summary>
    public static async Task InPostgres(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var make = source.CreateCommand(OrleansTables.Script("1-queries") + OrleansTables.Script("2-storage"));
        await make.ExecuteNonQueryAsync();
    }
}
