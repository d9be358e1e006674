using System.Globalization;
using SQLitePCL;

namespace CityActors.Storage.Sqlite;

/// <summary>A prepared statement of one connection to the file.</summary>
internal sealed class SqliteStatement : Statement
{
    private readonly SqliteSession _session;
    private readonly SqlQuery _query;
    private readonly sqlite3_stmt _handle;
    private bool _dirty;

    internal SqliteStatement(SqliteSession session, SqlQuery query, sqlite3_stmt handle)
    {
        _session = session;
        _query = query;
        _handle = handle;
    }

    /// <inheritdoc/>
    public override SqliteStatement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_handle, parameter, value));
        return this;
    }

    /// <inheritdoc/>
    public override SqliteStatement Bind(int parameter, string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(_handle, parameter) : raw.sqlite3_bind_text(_handle, parameter, value));
        return this;
    }

    /// <inheritdoc/>
    public override SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        // An empty span would be bound as NULL; an empty value is not the same as none.
        Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(_handle, parameter, 0)
            : raw.sqlite3_bind_blob(_handle, parameter, value));
        return this;
    }

    /// <inheritdoc/>
    public override SqliteStatement BindTimestamp(int parameter, DateTimeOffset value, bool isToTheSecond) =>
        Bind(parameter, isToTheSecond ? value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : SqlInstant.ToText(value));

    /// <inheritdoc/>
    public override bool Step()
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

    /// <inheritdoc/>
    public override int Execute()
    {
        while (Step())
        {
            // Rows of a statement run for its effect are not wanted.
        }

        return _session.Changes;
    }

    /// <inheritdoc/>
    public override void Post() => Execute();

    /// <inheritdoc/>
    public override void PostCount(Action<int> changed) => changed(Execute());

    /// <inheritdoc/>
    public override void PostRows(Action<Statement> row)
    {
        while (Step())
        {
            row(this);
        }
    }

    /// <inheritdoc/>
    public override bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    /// <inheritdoc/>
    public override long Int64(int column) => raw.sqlite3_column_int64(_handle, column);

    /// <inheritdoc/>
    public override int Int32(int column) => raw.sqlite3_column_int(_handle, column);

    /// <inheritdoc/>
    public override string Text(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string() ?? "";

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_handle, column);

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

    private protected override SqliteStatement BindNull(int parameter, NullKind kind)
    {
        Check(raw.sqlite3_bind_null(_handle, parameter));
        return this;
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
