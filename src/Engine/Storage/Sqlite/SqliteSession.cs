using SQLitePCL;

namespace CityActors.Engine.Storage.Sqlite;

/// <summary>One connection with its prepared statements. Used by one thread at a time; operations get it for their duration.</summary>
public sealed class SqliteSession : IDisposable
{
    private readonly string _file;
    private readonly sqlite3 _handle;
    private readonly Dictionary<SqliteQuery, SqliteStatement> _prepared = [];
    private readonly List<SqliteStatement> _used = [];

    private SqliteSession(string file, sqlite3 handle)
    {
        _file = file;
        _handle = handle;
    }

    /// <summary>Rows changed by the last INSERT, UPDATE or DELETE that ended.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>The row id of the last row inserted on this connection.</summary>
    public long LastInsertedRow => raw.sqlite3_last_insert_rowid(_handle);

    internal bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>The prepared statement of a query, with no values bound. Prepared once on this connection.</summary>
    /// <exception cref="SqliteStatementException">The text is not valid SQL.</exception>
    public SqliteStatement Prepare(SqliteQuery query)
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

    /// <summary>Runs a query without parameters for its effect.</summary>
    public void Run(SqliteQuery query) => Prepare(query).Execute();

    /// <inheritdoc/>
    public void Dispose()
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
        var query = new SqliteQuery(text);
        var run = Prepare(query);
        var answer = run.Step() ? run.Text(0) : "";
        EndOperation();
        _ = _prepared.Remove(query);
        run.Close();
        return answer;
    }

    /// <summary>Runs several statements separated by semicolons: a step of a schema.</summary>
    internal void RunScript(string text)
    {
        var code = raw.sqlite3_exec(_handle, text);
        if (code != raw.SQLITE_OK)
        {
            throw Error(code, new SqliteQuery(text));
        }
    }

    /// <summary>Ends every statement an operation left open, so that it holds neither a lock nor an old snapshot.</summary>
    internal void EndOperation()
    {
        foreach (var statement in _used)
        {
            statement.Reset();
            statement.InUse = false;
        }

        _used.Clear();
    }

    internal Exception Error(int code, SqliteQuery query) =>
        SqliteErrors.From(code, raw.sqlite3_errmsg(_handle).utf8_to_string(), _file, query.Text);
}
