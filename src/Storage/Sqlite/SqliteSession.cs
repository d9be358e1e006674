using SQLitePCL;

namespace CityActors.Storage.Sqlite;

/// <summary>One connection to the file, with its prepared statements.</summary>
internal sealed class SqliteSession : DatabaseSession
{
    private static readonly SqlQuery BeginImmediate = new("BEGIN IMMEDIATE");

    private readonly string _file;
    private readonly sqlite3 _handle;
    private readonly Dictionary<SqlQuery, SqliteStatement> _prepared = [];
    private readonly List<SqliteStatement> _used = [];
    private bool _isSynced = true;

    /// <summary>Opens a connection.</summary>
    /// <exception cref="StorageUnavailableException">The file cannot be opened.</exception>
    public SqliteSession(string file, bool readOnly, TimeSpan lockTimeout)
    {
        Batteries_V2.Init();
        _file = file;
        var flags = raw.SQLITE_OPEN_NOMUTEX | (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        var code = raw.sqlite3_open_v2(file, out _handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            _handle?.Dispose();
            throw SqliteErrors.From(code, raw.sqlite3_errstr(code).utf8_to_string(), file, "open");
        }

        _ = raw.sqlite3_extended_result_codes(_handle, 1);
        _ = raw.sqlite3_busy_timeout(_handle, (int)lockTimeout.TotalMilliseconds);
    }

    /// <summary>Rows changed by the last INSERT, UPDATE or DELETE that ended.</summary>
    internal int Changes => raw.sqlite3_changes(_handle);

    /// <summary>Some faults end the transaction by themselves.</summary>
    private protected override bool MayRollback => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <inheritdoc/>
    public override SqliteStatement Prepare(SqlQuery query)
    {
        if (!_prepared.TryGetValue(query, out var statement))
        {
            var code = raw.sqlite3_prepare_v2(_handle, query.Text, out var handle);
            statement = code == raw.SQLITE_OK ? new SqliteStatement(this, query, handle) : throw Error(code, query);
            _prepared.Add(query, statement);
        }

        statement.Reset(); // Whoever asked for it before has read what it wanted.
        if (!statement.InUse)
        {
            statement.InUse = true;
            _used.Add(statement);
        }

        return statement;
    }

    /// <summary>After a fault of the device only a fresh connection is to be trusted.</summary>
    internal override bool Survives(StorageFault fault) => fault is StorageFault.Full or StorageFault.Locked;

    /// <summary>Runs one statement that is not kept, such as a PRAGMA with a value.</summary>
    /// <returns>The first column of its first row; empty where it has none.</returns>
    internal string RunOnce(string text)
    {
        var query = new SqlQuery(text);
        var run = Prepare(query);
        var answer = run.First(static row => row.Text(0)) ?? "";
        EndOperation();
        _ = _prepared.Remove(query);
        run.Close();
        return answer;
    }

    /// <inheritdoc/>
    public override void Empty(string table) => RunScript($"PRAGMA secure_delete = ON; DELETE FROM {table}; PRAGMA secure_delete = OFF;"); // Without a condition: whole pages are given up, and overwritten.

    /// <inheritdoc/>
    internal override void RunScript(string text)
    {
        var code = raw.sqlite3_exec(_handle, text);
        if (code != raw.SQLITE_OK)
        {
            throw Error(code, new SqlQuery(text));
        }
    }

    /// <inheritdoc/>
    internal override void EndOperation()
    {
        foreach (var statement in _used)
        {
            statement.Reset();
            statement.InUse = false;
        }

        _used.Clear();
    }

    /// <inheritdoc/>
    internal override void Close()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Close();
        }

        _ = raw.sqlite3_close_v2(_handle);
        _handle.Dispose();
    }

    // The mode belongs to the connection and cannot change within a transaction.
    private protected override void BeginTransaction(bool isSynced)
    {
        if (isSynced != _isSynced)
        {
            RunScript(isSynced ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            _isSynced = isSynced;
        }

        Prepare(BeginImmediate).Post();
    }

    internal Exception Error(int code, SqlQuery query) =>
        SqliteErrors.From(code, raw.sqlite3_errmsg(_handle).utf8_to_string(), _file, query.Text);
}
