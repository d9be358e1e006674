using SQLitePCL;

namespace CityActors.Engine.Storage.Sqlite;

/// <summary>
/// A prepared statement of one connection, reused from call to call. Parameters count from 1, columns from 0.
/// Valid until the end of the operation that asked for it.
/// </summary>
public sealed class SqliteStatement
{
    private readonly SqliteSession _session;
    private readonly SqliteQuery _query;
    private readonly sqlite3_stmt _handle;
    private bool _dirty;

    internal SqliteStatement(SqliteSession session, SqliteQuery query, sqlite3_stmt handle)
    {
        _session = session;
        _query = query;
        _handle = handle;
    }

    /// <summary>Binds a whole number.</summary>
    public SqliteStatement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_handle, parameter, value));
        return this;
    }

    /// <summary>Binds a whole number, or NULL.</summary>
    public SqliteStatement Bind(int parameter, long? value) => value is null ? BindNull(parameter) : Bind(parameter, value.Value);

    /// <summary>Binds text, or NULL.</summary>
    public SqliteStatement Bind(int parameter, string? value)
    {
        if (value is null)
        {
            return BindNull(parameter);
        }

        Check(raw.sqlite3_bind_text(_handle, parameter, value));
        return this;
    }

    /// <summary>Binds an instant as <see cref="SqliteInstant"/> text, or NULL.</summary>
    public SqliteStatement Bind(int parameter, DateTimeOffset? value) =>
        value is null ? BindNull(parameter) : Bind(parameter, SqliteInstant.ToText(value.Value));

    /// <summary>Binds bytes; they are copied before the call returns.</summary>
    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        // An empty span would be bound as NULL; an empty value is not the same as none.
        Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(_handle, parameter, 0)
            : raw.sqlite3_bind_blob(_handle, parameter, value));
        return this;
    }

    /// <summary>Binds NULL.</summary>
    public SqliteStatement BindNull(int parameter)
    {
        Check(raw.sqlite3_bind_null(_handle, parameter));
        return this;
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False after the last row; the statement is then ready for its next use.</returns>
    /// <exception cref="StorageUnavailableException">The environment hinders it.</exception>
    /// <exception cref="SqliteStatementException">The statement or its values are wrong.</exception>
    public bool Step()
    {
        _dirty = true;
        var code = raw.sqlite3_step(_handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            var error = _session.Error(code, _query);
            Reset();
            throw error;
        }

        Reset();
        return false;
    }

    /// <summary>Runs the statement to its end.</summary>
    /// <returns>How many rows an INSERT, UPDATE or DELETE changed.</returns>
    /// <exception cref="StorageUnavailableException">The environment hinders it.</exception>
    /// <exception cref="SqliteStatementException">The statement or its values are wrong.</exception>
    public int Execute()
    {
        while (Step())
        {
            // Rows of a statement run for its effect are not wanted.
        }

        return _session.Changes;
    }

    /// <summary>Whether the column of the current row is NULL.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    /// <summary>The column of the current row as a whole number; 0 for NULL.</summary>
    public long Int64(int column) => raw.sqlite3_column_int64(_handle, column);

    /// <summary>The column of the current row as a 32-bit whole number; 0 for NULL.</summary>
    public int Int32(int column) => raw.sqlite3_column_int(_handle, column);

    /// <summary>The column of the current row as text; empty for NULL.</summary>
    public string Text(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string() ?? "";

    /// <summary>The column of the current row as an instant.</summary>
    public DateTimeOffset Instant(int column) => SqliteInstant.Parse(Text(column));

    /// <summary>The bytes of the column of the current row, valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_handle, column);

    /// <summary>Whether the running operation has asked for it.</summary>
    internal bool InUse { get; set; }

    internal void Reset()
    {
        if (!_dirty)
        {
            return;
        }

        _dirty = false;
        _ = raw.sqlite3_reset(_handle);
        _ = raw.sqlite3_clear_bindings(_handle);
    }

    internal void Close() => _handle.Dispose();

    private void Check(int code)
    {
        _dirty = true;
        if (code != raw.SQLITE_OK)
        {
            throw _session.Error(code, _query);
        }
    }
}
