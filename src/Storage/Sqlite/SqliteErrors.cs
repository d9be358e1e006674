using System.Globalization;
using SQLitePCL;

namespace CityActors.Storage.Sqlite;

/// <summary>Turns SQLite's result codes into exceptions that callers can act on.</summary>
internal static class SqliteErrors
{
    /// <summary>The exception for a failed call: storage is unavailable, or the statement was wrong.</summary>
    public static Exception From(int code, string detail, string file, string statement)
    {
        var fault = FaultOf(code);
        return fault is null
            ? new StatementException(code.ToString(CultureInfo.InvariantCulture), $"SQLite error {code}: {detail}. File: {file}. Statement: {statement.Trim()}")
            : new StorageUnavailableException(fault.Value, $"{Describe(fault.Value)} File: {file}. SQLite error {code}: {detail}.");
    }

    private static StorageFault? FaultOf(int code) => (code & 0xff) switch
    {
        raw.SQLITE_FULL => StorageFault.Full,
        raw.SQLITE_IOERR or raw.SQLITE_NOMEM or raw.SQLITE_PROTOCOL => StorageFault.InputOutput,
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => StorageFault.Locked,
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM => StorageFault.CannotOpen,
        raw.SQLITE_READONLY => StorageFault.ReadOnly,
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => StorageFault.Damaged,
        _ => null,
    };

    private static string Describe(StorageFault fault) => fault switch
    {
        StorageFault.Full => "The disk is full; nothing was stored. Free some space: writing goes on by itself.",
        StorageFault.InputOutput => "The disk failed to read or write; nothing was stored. Check the device and its log; writing goes on by itself when it works again.",
        StorageFault.Locked => "Another program holds a lock on the database; nothing was stored. End that program (a shell with an open transaction?): writing goes on by itself.",
        StorageFault.CannotOpen => "The database cannot be opened. Check that the folder exists, that this user may write in it, and that it has space.",
        StorageFault.ReadOnly => "The database may not be written. Check the rights on the file and its folder, and that the file system is not mounted read-only.",
        StorageFault.Damaged => "The database is damaged or is not a database. Stop the program, keep a copy of the folder, and restore the last backup.",
        _ => "The database is unavailable.",
    };
}
