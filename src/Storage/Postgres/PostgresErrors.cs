using System.Net.Sockets;
using Npgsql;

namespace CityActors.Storage.Postgres;

/// <summary>Turns the driver's exceptions into ones that callers can act on.</summary>
internal static class PostgresErrors
{
    private const string IdleInTransaction = "25P03";

    /// <summary>Whether the exception comes from the server or the way to it, not from the code around.</summary>
    public static bool Knows(Exception error) => error is not StorageUnavailableException and (NpgsqlException or IOException or SocketException or TimeoutException);

    /// <summary>The exception for a failed call: storage is unavailable, or the statement was wrong.</summary>
    /// <remarks>It never tells the connection string.</remarks>
    public static Exception From(Exception error, string place, string statement)
    {
        if (error is not PostgresException refusal)
        {
            return new StorageUnavailableException(StorageFault.Unreachable, $"{Describe(StorageFault.Unreachable)} Database: {place}. {error.Message}", error);
        }

        if (FaultOf(refusal.SqlState) is not { } fault)
        {
            var text = refusal.BatchCommand?.CommandText ?? statement;
            return new StatementException(
                refusal.SqlState, $"PostgreSQL error {refusal.SqlState}: {refusal.MessageText}. Database: {place}. Statement: {text.Trim()}", error);
        }

        return new StorageUnavailableException(fault, $"{Describe(fault)} Database: {place}. PostgreSQL error {refusal.SqlState}: {refusal.MessageText}.", error)
        {
            IsCollision = refusal.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
        };
    }

    /// <summary>The exception for a connection that had ended before it was used.</summary>
    public static StorageUnavailableException Gone(string place) =>
        new(StorageFault.Unreachable, $"{Describe(StorageFault.Unreachable)} Database: {place}. The connection has ended.");

    private static StorageFault? FaultOf(string state) => state switch
    {
        PostgresErrorCodes.DiskFull => StorageFault.Full,
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege => StorageFault.CannotOpen,
        PostgresErrorCodes.ReadOnlySqlTransaction => StorageFault.ReadOnly,
        PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable
            or IdleInTransaction or PostgresErrorCodes.QueryCanceled => StorageFault.Locked,
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => StorageFault.Damaged,
        _ => state[..2] switch
        {
            "08" or "57" => StorageFault.Unreachable,
            "28" => StorageFault.CannotOpen,
            "53" or "58" => StorageFault.InputOutput,
            _ => null,
        },
    };

    private static string Describe(StorageFault fault) => fault switch
    {
        StorageFault.Full => "The disk of the database server is full; nothing was stored. Free some space there: writing goes on by itself.",
        StorageFault.InputOutput => "The database server lacks memory or its disk failed; nothing was stored. Look into its log; writing goes on by itself when it works again.",
        StorageFault.Locked => "Another program holds a lock for too long, or the server cancelled the statement; nothing was stored. End that program (a shell with an open transaction?): writing goes on by itself.",
        StorageFault.CannotOpen => "The database cannot be opened. Check that it exists, that this user may connect and write, its password (PGPASSWORD, PGPASSFILE), and that the server has connections left.",
        StorageFault.ReadOnly => "The database may not be written: the server is a standby or was set to read only. Point the store at the primary.",
        StorageFault.Damaged => "The database is damaged. Stop the program, keep a copy, and restore the last backup.",
        _ => "The database server cannot be reached or did not answer in time; what was not acknowledged may or may not be stored. Check that it runs and the way to it: reading and writing go on by themselves.",
    };
}
