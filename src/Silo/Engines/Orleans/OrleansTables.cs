using System.Net.Sockets;
using CityActors.Storage;
using Npgsql;

namespace CityActors.Silo.Engines;

/// <summary>The tables and statements of Orleans' providers in the city's PostgreSQL database.</summary>
internal static class OrleansTables
{
    private const string Prefix = "sql/";
    private const long MigrationLock = 0x43495459_53514C00; // "CITYSQL": silos that start together do not create the same table twice.

    /// <summary>Creates what is missing and brings the statements up to date; to be called any number of times.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or does not let its tables be made.</exception>
    public static async Task Migrate(string store)
    {
        try
        {
            await using var connection = new NpgsqlConnection(store);
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await Run(connection, $"SELECT pg_advisory_xact_lock({MigrationLock})");
            foreach (var script in Scripts())
            {
                await Run(connection, script);
            }

            await transaction.CommitAsync();
        }
        catch (Exception fault) when (fault is NpgsqlException or SocketException or ArgumentException)
        {
            throw new StorageUnavailableException(
                StorageFault.CannotOpen,
                $"The PostgreSQL database of --Store cannot be used: {fault.Message} Check that the server runs, that the database exists, and that its user may create tables.",
                fault);
        }
    }

    /// <summary>The scripts in the order of their names.</summary>
    private static IEnumerable<string> Scripts()
    {
        var assembly = typeof(OrleansTables).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }

    private static async Task Run(NpgsqlConnection connection, string script)
    {
        await using var command = new NpgsqlCommand(script, connection);
        await command.ExecuteNonQueryAsync();
    }
}
