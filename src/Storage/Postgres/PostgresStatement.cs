using Npgsql;
using NpgsqlTypes;

namespace CityActors.Storage.Postgres;

/// <summary>A statement of one connection to the server, which the driver prepares there once it has proved to be used often.</summary>
internal sealed class PostgresStatement : Statement
{
    private readonly PostgresSession _session;
    private readonly string _text;
    private readonly bool _answersWithRows;
    private NpgsqlParameter?[] _values;
    private int _bytes;
    private NpgsqlDataReader? _reader;
    private NpgsqlBatchCommand? _running;

    public PostgresStatement(PostgresSession session, SqlQuery query)
    {
        _session = session;
        _text = PostgresDialect.Query(query.Text);
        _answersWithRows = PostgresDialect.AnswersWithRows(query.Text);
        _values = new NpgsqlParameter?[PostgresDialect.ParameterCount(query.Text)];
    }

    /// <inheritdoc/>
    public override Statement Bind(int parameter, long value) =>
        Set(parameter, new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint }, sizeof(long));

    /// <inheritdoc/>
    public override Statement Bind(int parameter, string? value) => value is null
        ? Set(parameter, Null(NpgsqlDbType.Text), 0)
        : Set(parameter, new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text }, value.Length);

    /// <inheritdoc/>
    public override Statement Bind(int parameter, ReadOnlySpan<byte> value) =>
        Set(parameter, new NpgsqlParameter<byte[]> { TypedValue = value.ToArray(), NpgsqlDbType = NpgsqlDbType.Bytea }, value.Length);

    /// <inheritdoc/>
    public override Statement BindTimestamp(int parameter, DateTimeOffset value, bool isToTheSecond)
    {
        var ticks = value.UtcTicks;
        var instant = new DateTime(ticks - (ticks % (isToTheSecond ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond)), DateTimeKind.Unspecified);
        return Set(parameter, new NpgsqlParameter<DateTime> { TypedValue = instant, NpgsqlDbType = NpgsqlDbType.Timestamp }, sizeof(long));
    }

    /// <inheritdoc/>
    public override bool Step()
    {
        if (_session.Guard(_text, Start(), static reader => reader.Read()))
        {
            return true;
        }

        _session.Close(this);
        return false;
    }

    /// <inheritdoc/>
    public override int Execute()
    {
        _ = Start();
        var running = _running!;
        _session.Close(this);
        return Math.Max(running.RecordsAffected, 0);
    }

    /// <inheritdoc/>
    public override void Post() => _session.Post(Take());

    /// <inheritdoc/>
    public override void PostCount(Action<int> changed) => _session.Post(new PostgresCommand(Take(), this, null, changed));

    /// <inheritdoc/>
    public override void PostRows(Action<Statement> row) => _session.Post(new PostgresCommand(Take(), this, row, null));

    /// <inheritdoc/>
    public override bool IsNull(int column) => Row.IsDBNull(column);

    /// <inheritdoc/>
    public override long Int64(int column) => IsNull(column) ? 0 : Get<long>(column);

    /// <inheritdoc/>
    public override int Int32(int column) => IsNull(column) ? 0 : Get<int>(column);

    /// <inheritdoc/>
    public override string Text(int column) => IsNull(column) ? "" : Get<string>(column);

    /// <inheritdoc/>
    public override DateTimeOffset Instant(int column) => Row.GetFieldType(column) == typeof(DateTime)
        ? new DateTimeOffset(DateTime.SpecifyKind(Get<DateTime>(column), DateTimeKind.Utc))
        : base.Instant(column);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Blob(int column) => IsNull(column) ? [] : Get<byte[]>(column);

    /// <summary>Stands at each row of an answer in turn.</summary>
    public void Visit(NpgsqlDataReader reader, Action<Statement> row)
    {
        _reader = reader;
        try
        {
            while (reader.Read())
            {
                row(this);
            }
        }
        finally
        {
            _reader = null;
        }
    }

    /// <summary>Ends it: its rows are gone; values that were bound and not used are, too.</summary>
    public void End()
    {
        var reader = _reader;
        _reader = null;
        _running = null;
        Array.Clear(_values);
        _bytes = 0;
        if (reader is not null)
        {
            _ = _session.Guard(_text, reader, static ended => Close(ended));
        }
    }

    private protected override Statement BindNull(int parameter, NullKind kind) =>
        Set(parameter, Null(kind == NullKind.Number ? NpgsqlDbType.Bigint : NpgsqlDbType.Bytea), 0);

    private NpgsqlDataReader Row => _reader ?? throw new InvalidOperationException($"The statement stands at no row; another one was begun, or it has ended: {_text}");

    private static bool Close(NpgsqlDataReader reader)
    {
        reader.Close();
        return true;
    }

    private static NpgsqlParameter Null(NpgsqlDbType type) => new() { Value = DBNull.Value, NpgsqlDbType = type };

    private NpgsqlDataReader Start()
    {
        if (_reader is not null)
        {
            return _reader;
        }

        var command = Take();
        _reader = _session.Open(this, command);
        _running = command.Command;
        return _reader;
    }

    private T Get<T>(int column)
    {
        try
        {
            return Row.GetFieldValue<T>(column);
        }
        catch (InvalidCastException error)
        {
            throw new StatementException("cast", $"Column {column} is not of the type asked for: {error.Message} Statement: {_text}", error);
        }
    }

    private PostgresStatement Set(int parameter, NpgsqlParameter value, int bytes)
    {
        _values[parameter - 1] = value;
        _bytes += bytes;
        return this;
    }

    /// <summary>The statement with the values bound; it is then ready to be bound anew.</summary>
    private PostgresCommand Take()
    {
        var command = new NpgsqlBatchCommand(_text);
        for (var i = 0; i < _values.Length; i++)
        {
            command.Parameters.Add(_values[i] ?? throw new InvalidOperationException($"Parameter {i + 1} has no value: {_text}"));
        }

        var taken = new PostgresCommand(command, _answersWithRows, _text.Length + _bytes);
        _values = new NpgsqlParameter?[_values.Length];
        _bytes = 0;
        return taken;
    }
}
