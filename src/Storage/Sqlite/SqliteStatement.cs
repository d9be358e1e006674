using System.Globalization;
using SQLitePCL;

namespace CityActors.Storage.Sqlite;

/// <summary>A prepared statement of one connection to the file, reused from call to call.</summary>
internal sealed class SqliteStatement(SqliteSession session, SqlQuery query, sqlite3_stmt handle) : Statement
{
    private readonly int _parameters = raw.sqlite3_bind_parameter_count(handle);
    private int _bound;
    private bool _isDirty;

    /// <summary>Whether the running operation has asked for it.</summary>
    internal bool InUse { get; set; }

    /// <inheritdoc/>
    public override Statement Bind(int parameter, long? value) =>
        Bound(parameter, value is null ? raw.sqlite3_bind_null(handle, parameter) : raw.sqlite3_bind_int64(handle, parameter, value.Value));

    /// <inheritdoc/>
    public override Statement Bind(int parameter, string? value) =>
        Bound(parameter, value is null ? raw.sqlite3_bind_null(handle, parameter) : raw.sqlite3_bind_text(handle, parameter, value));

    /// <inheritdoc/>
    public override Statement Bind(int parameter, ReadOnlySpan<byte> value) =>
        // An empty span would be bound as NULL; an empty value is not the same as none.
        Bound(parameter, value.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, parameter, 0) : raw.sqlite3_bind_blob(handle, parameter, value));

    /// <inheritdoc/>
    public override Statement BindTimestamp(int parameter, DateTimeOffset value) =>
        Bind(parameter, value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override bool Step()
    {
        if (_bound != _parameters)
        {
            throw new InvalidOperationException($"Only {_bound} of {_parameters} parameters have a value: {query.Text}");
        }

        _isDirty = true;
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        var error = code == raw.SQLITE_DONE ? null : session.Error(code, query);
        Reset();
        return error is null ? false : throw error;
    }

    /// <inheritdoc/>
    public override int Execute()
    {
        Post();
        return session.Changes;
    }

    /// <inheritdoc/>
    public override bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    /// <inheritdoc/>
    public override long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    /// <inheritdoc/>
    public override string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string() ?? "";

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    /// <summary>Ends it and lets go of its values.</summary>
    internal void Reset()
    {
        if (_isDirty)
        {
            _isDirty = false;
            _bound = 0;
            _ = raw.sqlite3_reset(handle);
            _ = raw.sqlite3_clear_bindings(handle);
        }
    }

    internal void Close() => handle.Dispose();

    private protected override void Post(Action<Statement>? row, Action<int>? changed)
    {
        while (Step())
        {
            row?.Invoke(this);
        }

        changed?.Invoke(session.Changes);
    }

    // In turn, as a server wants it: what passes on the one database must pass on the other.
    private SqliteStatement Bound(int parameter, int code)
    {
        _isDirty = true;
        if (++_bound != parameter)
        {
            throw new InvalidOperationException($"Parameter {parameter} is bound out of turn: {query.Text}");
        }

        return code == raw.SQLITE_OK ? this : throw session.Error(code, query);
    }
}
