using SQLitePCL;

namespace CityActors.Storage.Sqlite;

/// <summary>One connection to the file, with its prepared statements.</summary>
internal sealed class SqliteSession : DatabaseSession
{
    private static readonly SqlQuery BeginImmediate = new("BEGIN IMMEDIATE");
    private static readonly SqlQuery CommitAll = new("COMMIT");
    private static readonly SqlQuery RollbackAll = new("ROLLBACK");
    private static readonly SqlQuery Savepoint = new("SAVEPOINT operation");
    private static readonly SqlQuery Release = new("RELEASE operation");
    private static readonly SqlQuery Undo = new("ROLLBACK TO operation");

    private readonly string _file;
    private readonly sqlite3 _handle;
    private readonly Dictionary<SqlQuery, SqliteStatement> _prepared = [];
    private readonly List<SqliteStatement> _used = [];

    private SqliteSession(string file, sqlite3 handle)
    {
        _file = file;
        _handle = handle;
    }

    /// <summary>Rows changed by the last INSERT, UPDATE or DELETE that ended.</summary>
    internal int Changes => raw.sqlite3_changes(_handle);

    private bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <inheritdoc/>
    public override SqliteStatement Prepare(SqlQuery query)
    {
        if (!_prepared.TryGetValue(query, out var statement))
        {
            var code = raw.sqlite3_prepare_v2(_handle, query.Text, out var handle);
            if (code != raw.SQLITE_OK)
            {
                throw Error(code, query);
            }

            statement = new SqliteStatement(this, query, handle);
            _prepared.Add(query, statement);
        }

        if (!statement.InUse)
        {
            statement.InUse = true;
            _used.Add(statement);
        }

        return statement;
    }

    internal override void Begin() => Run(BeginImmediate);

    internal override void Commit()
    {
        Run(CommitAll);
        EndOperation();
    }

    internal override void Rollback()
    {
        EndOperation();
        if (InTransaction)
        {
            Run(RollbackAll);
            EndOperation();
        }
    }

    internal override void BeginOperation() => Run(Savepoint);

    internal override void KeepOperation()
    {
        EndOperation();
        Run(Release);
    }

    internal override void UndoOperation()
    {
        EndOperation();
        Run(Undo);
        EndOperation();
        Run(Release);
    }

    /// <summary>After a fault of the device only a fresh connection is to be trusted.</summary>
    internal override bool Survives(StorageFault fault) => fault is StorageFault.Full or StorageFault.Locked;

    protected override void Dispose(bool disposing)
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Close();
        }

        _prepared.Clear();
        _used.Clear();
        _ = raw.sqlite3_close_v2(_handle);
        _handle.Dispose();
    }

    internal static SqliteSession Open(string file, bool readOnly, TimeSpan lockTimeout)
    {
        Batteries_V2.Init();
        var flags = raw.SQLITE_OPEN_NOMUTEX | (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        var code = raw.sqlite3_open_v2(file, out var handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            var detail = raw.sqlite3_errstr(code).utf8_to_string();
            handle?.Dispose();
            throw SqliteErrors.From(code, detail, file, "open");
        }

        _ = raw.sqlite3_extended_result_codes(handle, 1);
        _ = raw.sqlite3_busy_timeout(handle, (int)lockTimeout.TotalMilliseconds);
        return new SqliteSession(file, handle);
    }

    /// <summary>Runs one statement that is not kept, such as a PRAGMA with a value.</summary>
    /// <returns>The first column of its first row; empty where it has none.</returns>
    internal string RunOnce(string text)
    {
        var query = new SqlQuery(text);
        var run = Prepare(query);
        var answer = run.Step() ? run.Text(0) : "";
        EndOperation();
        _ = _prepared.Remove(query);
        run.Close();
        return answer;
    }

    /// <summary>Runs several statements separated by semicolons: a step of a schema.</summary>
    internal override void RunScript(string text)
    {
        var code = raw.sqlite3_exec(_handle, text);
        if (code != raw.SQLITE_OK)
        {
            throw Error(code, new SqlQuery(text));
        }
    }

    /// <summary>Ends every statement an operation left open, so that it holds neither a lock nor an old snapshot.</summary>
    internal override void EndOperation()
    {
        foreach (var statement in _used)
        {
            statement.Reset();
            statement.InUse = false;
        }

        _used.Clear();
    }

    internal Exception Error(int code, SqlQuery query) =>
        SqliteErrors.From(code, raw.sqlite3_errmsg(_handle).utf8_to_string(), _file, query.Text);
}
