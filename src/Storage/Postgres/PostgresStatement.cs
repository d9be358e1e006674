using Npgsql;
using NpgsqlTypes;

namespace CityActors.Storage.Postgres;

/// <summary>A statement on its way to the server and back. The driver prepares it there once it has proved to be used often.</summary>
internal sealed class PostgresStatement(PostgresSession session, PostgresQuery query) : Statement
{
    private NpgsqlDataReader? _reader;
    private Action<Statement>? _row;
    private Action<int>? _changed;

    /// <summary>The statement and its values, for the driver.</summary>
    public NpgsqlBatchCommand Command { get; } = new(query.Text);

    /// <summary>About how many bytes it takes on the way.</summary>
    public int Bytes { get; private set; } = query.Text.Length;

    private NpgsqlDataReader Row => _reader
        ?? throw new InvalidOperationException($"The statement stands at no row; another one was begun, or it has ended: {query.Text}");

    /// <inheritdoc/>
    public override Statement Bind(int parameter, long? value) => value is null
        ? Set(parameter, Null(NpgsqlDbType.Bigint), 0)
        : Set(parameter, new NpgsqlParameter<long> { TypedValue = value.Value, NpgsqlDbType = NpgsqlDbType.Bigint }, sizeof(long));

    /// <inheritdoc/>
    public override Statement Bind(int parameter, string? value) => value is null
        ? Set(parameter, Null(NpgsqlDbType.Text), 0)
        : Set(parameter, new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text }, value.Length);

    /// <inheritdoc/>
    public override Statement Bind(int parameter, ReadOnlySpan<byte> value) =>
        Set(parameter, new NpgsqlParameter<byte[]> { TypedValue = value.ToArray(), NpgsqlDbType = NpgsqlDbType.Bytea }, value.Length);

    /// <inheritdoc/>
    public override Statement BindTimestamp(int parameter, DateTimeOffset value)
    {
        var second = new DateTime(value.UtcTicks - (value.UtcTicks % TimeSpan.TicksPerSecond), DateTimeKind.Unspecified);
        return Set(parameter, new NpgsqlParameter<DateTime> { TypedValue = second, NpgsqlDbType = NpgsqlDbType.Timestamp }, sizeof(long));
    }

    /// <inheritdoc/>
    public override bool Step()
    {
        _reader ??= session.Open(Whole());
        if (session.Guard(query.Text, _reader, static reader => reader.Read()))
        {
            return true;
        }

        session.EndOperation();
        return false;
    }

    /// <inheritdoc/>
    public override int Execute()
    {
        _reader ??= session.Open(Whole());
        session.EndOperation();
        return Math.Max(Command.RecordsAffected, 0);
    }

    /// <inheritdoc/>
    public override bool IsNull(int column) => Row.IsDBNull(column);

    /// <inheritdoc/>
    public override long Int64(int column) => IsNull(column) ? 0 : Get<long>(column);

    /// <inheritdoc/>
    public override string Text(int column) => IsNull(column) ? "" : Get<string>(column);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Blob(int column) => IsNull(column) ? [] : Get<byte[]>(column);

    /// <summary>Gives the answer to who wants it. The reader stands on it, where the statement answers with rows.</summary>
    /// <exception cref="StatementException">A value has another type than was asked for.</exception>
    public void Answer(NpgsqlDataReader reader)
    {
        if (query.AnswersWithRows)
        {
            _reader = reader;
            while (_row is not null && reader.Read())
            {
                _row(this);
            }

            _reader = null;
            _ = reader.NextResult();
        }

        _changed?.Invoke(Math.Max(Command.RecordsAffected, 0));
    }

    /// <summary>Ends it: its rows are gone.</summary>
    public void End()
    {
        var ended = Row;
        _reader = null;
        _ = session.Guard(query.Text, ended, static reader =>
        {
            reader.Close();
            return true;
        });
    }

    private protected override void Post(Action<Statement>? row, Action<int>? changed)
    {
        _row = row;
        _changed = changed;
        session.Post(Whole());
    }

    private static NpgsqlParameter Null(NpgsqlDbType type) => new() { Value = DBNull.Value, NpgsqlDbType = type };

    private T Get<T>(int column)
    {
        try
        {
            return Row.GetFieldValue<T>(column);
        }
        catch (InvalidCastException error)
        {
            throw new StatementException("cast", $"Column {column} is not of the type asked for: {error.Message} Statement: {query.Text}", error);
        }
    }

    private PostgresStatement Set(int parameter, NpgsqlParameter value, int bytes)
    {
        Command.Parameters.Add(value);
        Bytes += bytes;
        return Command.Parameters.Count == parameter
            ? this
            : throw new InvalidOperationException($"Parameter {parameter} is bound out of turn: {query.Text}");
    }

    private PostgresStatement Whole() => Command.Parameters.Count == query.ParameterCount
        ? this
        : throw new InvalidOperationException($"Only {Command.Parameters.Count} of {query.ParameterCount} parameters have a value: {query.Text}");
}
