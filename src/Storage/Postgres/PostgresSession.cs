using System.Data;
using Npgsql;

namespace CityActors.Storage.Postgres;

/// <summary>One connection to the server. Statements that only have an effect wait until something must be known, and then go in one message.</summary>
internal sealed class PostgresSession : DatabaseSession
{
    private const int WaitingLimit = 512;
    private const int WaitingBytesLimit = 4 << 20;
    private const int ScriptSeconds = 600; // A step of a schema may rewrite a large table.

    private readonly NpgsqlConnection _connection;
    private readonly string _place;
    private readonly Dictionary<SqlQuery, PostgresStatement> _statements = [];
    private List<PostgresCommand> _waiting = [];
    private int _waitingBytes;
    private PostgresStatement? _open;
    private int _operationStart;
    private bool _isOperationSent;
    private bool _isTransactionSent;
    private bool _hasFailed;
    private bool _isSerialized;
    private bool _isCommitSent;

    public PostgresSession(NpgsqlConnection connection, string place)
    {
        _connection = connection;
        _place = place;
    }

    /// <summary>A way back for each operation would cost the server a sub-transaction, and us a message.</summary>
    internal override bool IsOptimistic => true;

    internal override bool HasTriedToCommit => _isCommitSent;

    /// <inheritdoc/>
    public override PostgresStatement Prepare(SqlQuery query)
    {
        if (!_statements.TryGetValue(query, out var statement))
        {
            statement = new PostgresStatement(this, query);
            _statements.Add(query, statement);
        }

        return statement;
    }

    /// <inheritdoc/>
    public override void Serialize()
    {
        if (!_isSerialized)
        {
            _isSerialized = true;
            Post(new PostgresCommand(PostgresLocks.Append));
        }
    }

    internal override void Flush()
    {
        if (_waiting.Count > 0)
        {
            using var reader = Send(isLastRead: false);
        }
    }

    internal override void Begin()
    {
        _isTransactionSent = _hasFailed = _isSerialized = _isCommitSent = false;
        Post(new PostgresCommand("BEGIN"));
    }

    internal override void Commit()
    {
        RefuseAfterFailure();
        _isCommitSent = true;
        Post(new PostgresCommand("COMMIT"));
        Flush();
        _isTransactionSent = false;
    }

    internal override void Rollback()
    {
        Forget(0);
        CloseOpen();
        if (_isTransactionSent && _connection.State == ConnectionState.Open)
        {
            _isTransactionSent = false;
            RunScript("ROLLBACK");
        }

        _hasFailed = _isSerialized = false;
    }

    internal override void BeginOperation()
    {
        _operationStart = _waiting.Count;
        _isOperationSent = false;
        Post(new PostgresCommand("SAVEPOINT operation"));
    }

    internal override void KeepOperation()
    {
        Flush(); // What fails now is this operation's.
        RefuseAfterFailure();
        Post(new PostgresCommand("RELEASE operation"));
    }

    internal override void UndoOperation()
    {
        CloseOpen();
        _isSerialized = false; // A lock taken since the savepoint is given up with it; to take it twice does no harm.
        if (!_isOperationSent)
        {
            Forget(_operationStart);
            return;
        }

        Forget(0);
        _hasFailed = false;
        Post(new PostgresCommand("ROLLBACK TO operation"));
        Post(new PostgresCommand("RELEASE operation"));
    }

    internal override bool Survives(StorageFault fault) => _connection.State == ConnectionState.Open && fault is not StorageFault.Damaged;

    internal override void RunScript(string text)
    {
        Flush();
        using var command = new NpgsqlCommand(text, _connection) { CommandTimeout = ScriptSeconds };
        _ = Guard(text, command, static script => script.ExecuteNonQuery());
    }

    internal override void RunStep(string text) => RunScript(PostgresDialect.Schema(text));

    internal override IReadOnlyList<string>? ScriptsOf(SchemaPart part) => part.PostgresScripts;

    internal override void EndOperation() => CloseOpen();

    /// <summary>Adds a statement to those that wait, and sends them when they are many.</summary>
    internal void Post(PostgresCommand command)
    {
        _waiting.Add(command);
        _waitingBytes += command.Bytes;
        if (_waiting.Count >= WaitingLimit || _waitingBytes >= WaitingBytesLimit)
        {
            Flush();
        }
    }

    /// <summary>Sends what waits and then a statement whose answer is read at once.</summary>
    internal NpgsqlDataReader Open(PostgresStatement statement, PostgresCommand command)
    {
        _waiting.Add(command);
        var reader = Send(isLastRead: true);
        _open = statement;
        return reader;
    }

    /// <summary>Ends a statement.</summary>
    internal void Close(PostgresStatement statement)
    {
        if (_open == statement)
        {
            _open = null;
        }

        statement.End();
    }

    /// <summary>Runs something that the server or the way to it can make fail.</summary>
    internal TResult Guard<TOn, TResult>(string text, TOn on, Func<TOn, TResult> action)
    {
        try
        {
            return action(on);
        }
        catch (Exception error) when (PostgresErrors.Knows(error))
        {
            _hasFailed = true;
            throw PostgresErrors.From(error, _place, text);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _open = null;
            PostgresStore.End(_connection);
        }
    }

    /// <summary>Sends all that waits in one message, and hands out the answers in order.</summary>
    private NpgsqlDataReader Send(bool isLastRead)
    {
        CloseOpen();
        if (_connection.State != ConnectionState.Open)
        {
            throw PostgresErrors.Gone(_place);
        }

        var sent = _waiting;
        _waiting = [];
        _waitingBytes = 0;
        _isOperationSent = _isTransactionSent = true;
        var batch = new NpgsqlBatch(_connection);
        foreach (var command in sent)
        {
            batch.BatchCommands.Add(command.Command);
        }

        return Guard("", (batch, sent, isLastRead), static on => Exchange(on.batch, on.sent, on.isLastRead));
    }

    private static NpgsqlDataReader Exchange(NpgsqlBatch batch, List<PostgresCommand> sent, bool isLastRead)
    {
        var reader = batch.ExecuteReader();
        try
        {
            var answered = isLastRead ? sent.Count - 1 : sent.Count;
            for (var i = 0; i < answered; i++)
            {
                sent[i].Answer(reader);
            }

            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Statements of ours that wait are dropped: they were never sent.</summary>
    private void Forget(int from)
    {
        _waitingBytes = from == 0 ? 0 : _waitingBytes;
        _waiting.RemoveRange(from, _waiting.Count - from);
    }

    private void CloseOpen()
    {
        if (_open is { } open)
        {
            Close(open);
        }
    }

    /// <summary>An operation must not go on after a statement of it failed: the server would quietly undo what was "committed".</summary>
    private void RefuseAfterFailure()
    {
        if (_hasFailed)
        {
            throw new StatementException("25P02", "An earlier statement of the operation failed, so nothing of it can be kept.");
        }
    }
}
