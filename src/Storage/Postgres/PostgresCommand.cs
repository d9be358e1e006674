using Npgsql;

namespace CityActors.Storage.Postgres;

/// <summary>A statement with its values, on its way to the server.</summary>
/// <param name="Command">The statement and its values.</param>
/// <param name="AnswersWithRows">Whether the server answers it with rows, even if there are none.</param>
/// <param name="Bytes">About how many bytes it takes on the way.</param>
internal sealed record PostgresCommand(NpgsqlBatchCommand Command, bool AnswersWithRows, int Bytes)
{
    private readonly PostgresStatement? _statement;
    private readonly Action<Statement>? _row;
    private readonly Action<int>? _changed;

    /// <summary>A statement run for its effect, without values.</summary>
    public PostgresCommand(string text)
        : this(new NpgsqlBatchCommand(text), PostgresDialect.AnswersWithRows(text), text.Length)
    {
    }

    /// <summary>The same with somebody who wants to know its answer.</summary>
    public PostgresCommand(PostgresCommand asked, PostgresStatement statement, Action<Statement>? row, Action<int>? changed)
        : this(asked)
    {
        _statement = statement;
        _row = row;
        _changed = changed;
    }

    /// <summary>Gives the answer to who wants it. The reader stands on it, where the statement answers with rows.</summary>
    /// <exception cref="StatementException">A value has another type than was asked for.</exception>
    public void Answer(NpgsqlDataReader reader)
    {
        if (AnswersWithRows)
        {
            if (_row is not null)
            {
                _statement!.Visit(reader, _row);
            }

            _ = reader.NextResult();
        }

        _changed?.Invoke(Math.Max(Command.RecordsAffected, 0));
    }
}
