using Npgsql;

namespace CityActors.Storage.Postgres;

/// <summary>
/// The advisory locks of a city's database. All have the same first number, so that they read well in <c>pg_locks</c>:
/// 1 is held for a process's life (alone by a replay, shared by the silos of a cluster), 2 during a stretch of numbered appends,
/// 3 while tables are created or changed.
/// </summary>
/// <remarks>The first lock is held by the writer's connection itself: where that ends, the lock ends, and nothing is written until both are back.</remarks>
internal static class PostgresLocks
{
    /// <summary>"CITY" in ASCII.</summary>
    public const string Class = "1128879193";

    /// <summary>The first number of leases; the second is the hash of the lease's name.</summary>
    public const string LeaseClass = "1128879194";

    /// <summary>Waits for, and holds to the end of the transaction, the lock of numbered appends.</summary>
    public const string Append = $"SELECT pg_advisory_xact_lock({Class}, 2)";

    /// <summary>
    /// Waits for, and holds to the end of the transaction, the lock of migrations. Not that of appends: what changes tables waits for those who write rows,
    /// and they would wait for it.
    /// </summary>
    public const string Migrate = $"SELECT pg_advisory_xact_lock({Class}, 3)";

    private const string Alone = $"SELECT pg_advisory_lock({Class}, 1)";
    private const string Shared = $"SELECT pg_advisory_lock_shared({Class}, 1)";
    private const string LockNotAvailable = "55P03";

    private const string Holders = $"""
        SELECT string_agg(DISTINCT coalesce(nullif(a.application_name, ''), 'an unnamed program') || coalesce(' from ' || host(a.client_addr), ''), ', ')
        FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE l.locktype = 'advisory' AND l.classid = {Class} AND l.objid = 1 AND l.granted AND l.pid <> pg_backend_pid() AND a.datname = current_database()
        """;

    /// <summary>Takes the lock for the life of the connection. A process that just ended may need a moment to let go of it.</summary>
    /// <exception cref="StorageUnavailableException">Somebody else has the database.</exception>
    public static void Take(NpgsqlConnection connection, DatabaseSharing sharing, string place)
    {
        using var take = new NpgsqlCommand(sharing == DatabaseSharing.Alone ? Alone : Shared, connection);
        try
        {
            _ = take.ExecuteScalar();
        }
        catch (PostgresException error) when (error.SqlState == LockNotAvailable)
        {
            throw new StorageUnavailableException(
                StorageFault.Locked,
                $"The database {place} is in use by {WhoHolds(connection)}. End that program, or give this one another database. A replay and a cluster of silos use a database in turn, never together.",
                error);
        }
    }

    private static string WhoHolds(NpgsqlConnection connection)
    {
        using var ask = new NpgsqlCommand(Holders, connection);
        return ask.ExecuteScalar() as string ?? "another program";
    }
}
