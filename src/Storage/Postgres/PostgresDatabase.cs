using System.Globalization;
using Npgsql;

namespace CityActors.Storage.Postgres;

/// <summary>A PostgreSQL database.</summary>
internal sealed class PostgresDatabase : Database
{
    private static readonly TimeSpan DefaultLockTimeout = TimeSpan.FromSeconds(10);

    private readonly string _leasing;

    private PostgresDatabase(PostgresStore store, DatabaseOptions options, PostgresSession writing)
        : base(store.Place, options, readerCount: 8, writing, () => OpenWriter(store, options), () => OpenReader(store, options)) =>
        _leasing = store.ConnectionString(options.Sharing, "lease");

    /// <summary>Other silos change it, and a commit whose answer is lost on the way may have succeeded.</summary>
    public override bool ChangesOutside => true;

    /// <summary>Connects, takes the lock for this process, and brings the tables up to date.</summary>
    /// <exception cref="StorageUnavailableException">The store is no connection string, the server cannot be reached, or somebody else has the database.</exception>
    /// <exception cref="InvalidOperationException">The database was written by a newer version, or by one too old to be read.</exception>
    public static new PostgresDatabase Open(DatabaseOptions options)
    {
        var store = PostgresStore.Parse(options.Store);
        var session = OpenWriter(store, options);
        try
        {
            SchemaMigration.Apply(session, store.Place, options);
            return new PostgresDatabase(store, options, session);
        }
        catch
        {
            session.Close();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Task<IDatabaseLease?> TryLease(string name, CancellationToken cancellation) => PostgresLease.TryLease(_leasing, Place, name, cancellation);

    private static PostgresSession OpenWriter(PostgresStore store, DatabaseOptions options) =>
        Open(store, options, "writer", connection => PostgresLocks.Take(connection, options.Sharing, store.Place));

    private static PostgresSession OpenReader(PostgresStore store, DatabaseOptions options) =>
        Open(store, options, "reader", static connection => Run(connection, "SET default_transaction_read_only = on"));

    private static PostgresSession Open(PostgresStore store, DatabaseOptions options, string role, Action<NpgsqlConnection> prepare)
    {
        var connection = new NpgsqlConnection(store.ConnectionString(options.Sharing, role));
        PostgresSession? session = null;
        try
        {
            connection.Open();
            var lockTimeout = (options.LockTimeout ?? DefaultLockTimeout).TotalMilliseconds;
            Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
                SET timezone = 'UTC'; SET default_transaction_isolation = 'read committed'; SET lock_timeout = {Math.Max(lockTimeout, 1):0};
                SET idle_in_transaction_session_timeout = '20s'; SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
                SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
                """));
            CheckEncoding(connection, store.Place);
            prepare(connection);
            return session = new PostgresSession(connection, store.Place);
        }
        catch (Exception error) when (PostgresErrors.Knows(error))
        {
            throw PostgresErrors.From(error, store.Place, "connect");
        }
        finally
        {
            if (session is null)
            {
                PostgresStore.End(connection);
            }
        }
    }

    private static void CheckEncoding(NpgsqlConnection connection, string place)
    {
        using var ask = new NpgsqlCommand("SHOW server_encoding", connection);
        if (ask.ExecuteScalar() as string is var encoding && encoding != "UTF8")
        {
            throw new StorageUnavailableException(
                StorageFault.CannotOpen, $"The database {place} has the encoding {encoding}, in which Chinese cannot be written. Create it with ENCODING 'UTF8' TEMPLATE template0.");
        }
    }

    private static void Run(NpgsqlConnection connection, string text)
    {
        using var command = new NpgsqlCommand(text, connection);
        _ = command.ExecuteNonQuery();
    }
}
