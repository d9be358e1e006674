using Npgsql;

namespace CityActors.Storage.Postgres;

/// <summary>Where a PostgreSQL database is.</summary>
internal sealed class PostgresStore(NpgsqlConnectionStringBuilder settings)
{
    private const int NameLimit = 63; // PostgreSQL cuts application names there.

    /// <summary>The database and its server, for people; never with a user or a password.</summary>
    public string Place { get; } = $"\"{settings.Database ?? settings.Username}\" on {settings.Host}:{settings.Port}";

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="StorageUnavailableException">It is none; the message does not repeat it, as it may hold a password, and names no cause, which would.</exception>
    public static PostgresStore Parse(string store)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(store);
            return string.IsNullOrWhiteSpace(settings.Host) || string.IsNullOrWhiteSpace(settings.Database)
                ? throw Unreadable("Host and Database must be given")
                : new PostgresStore(settings);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw Unreadable("it has a word that is no setting of a connection, or a value of the wrong kind");
        }
    }

    /// <summary>The connection string for one of our connections: each is our own, kept as long as it lasts.</summary>
    public string ConnectionString(DatabaseSharing sharing, string role)
    {
        var name = $"CityActors {(sharing == DatabaseSharing.Alone ? "alone" : "silo")} {role}, process {Environment.ProcessId} on {Environment.MachineName}";
        return new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            ApplicationName = name.Length > NameLimit ? name[..NameLimit] : name,
            Pooling = settings.Host!.Contains(',', StringComparison.Ordinal), // The driver wants a pool where it chooses among servers.
            Enlist = false,
            MaxAutoPrepare = 256,
            AutoPrepareMinUsages = 3,
            Timeout = Math.Min(settings.Timeout, 5),
            TcpKeepAlive = true,
            IncludeErrorDetail = false,
            PersistSecurityInfo = false,
        }.ConnectionString;
    }

    /// <summary>Ends a connection for good, and with it the locks that it holds; a pool would keep both.</summary>
    public static void End(NpgsqlConnection connection)
    {
        NpgsqlConnection.ClearPool(connection);
        connection.Dispose();
    }

    private static StorageUnavailableException Unreadable(string reason) => new(
        StorageFault.CannotOpen, $"The store cannot be used as a PostgreSQL connection string: {reason}. It looks like Host=db.example;Database=city;Username=city; a password is better given by PGPASSWORD or PGPASSFILE.");
}
