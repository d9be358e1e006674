using System.Data;
using Npgsql;

namespace CityActors.Storage.Postgres;

/// <summary>One connection to the server. Statements that only have an effect wait until something must be known, and then go in one message.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection, string place) : DatabaseSession
{
    private const int WaitingLimit = 512;
    private const int WaitingBytesLimit = 4 << 20;
    private const int ScriptSeconds = 600; // A step of a schema may rewrite a large table.

    private static readonly SqlQuery BeginAll = new("BEGIN");
    private static readonly SqlQuery NoSync = new("SET LOCAL synchronous_commit = off");
    private static readonly SqlQuery LockAppends = new(PostgresLocks.Append);
    private static readonly SqlQuery LockMigrations = new(PostgresLocks.Migrate);

    private readonly Dictionary<SqlQuery, PostgresQuery> _queries = [];
    private List<PostgresStatement> _waiting = [];
    private int _waitingBytes;
    private PostgresStatement? _open;
    private bool _hasFailed;
    private bool _isSerialized;

    private protected override bool MayRollback => connection.State == ConnectionState.Open;

    /// <inheritdoc/>
    public override PostgresStatement Prepare(SqlQuery query)
    {
        if (!_queries.TryGetValue(query, out var translated))
        {
            translated = PostgresDialect.Query(query.Text);
            _queries.Add(query, translated);
        }

        return new PostgresStatement(this, translated);
    }

    /// <inheritdoc/>
    public override void Serialize()
    {
        if (!_isSerialized)
        {
            _isSerialized = true;
            Prepare(LockAppends).Post();
        }
    }

    /// <inheritdoc/>
    internal override void SerializeMigrations() => Prepare(LockMigrations).Post();

    /// <summary>Sends what waits.</summary>
    /// <remarks>An operation must not go on after a statement of it failed: the server would quietly undo what was "committed".</remarks>
    internal override void Flush()
    {
        if (_hasFailed)
        {
            throw new StatementException("25P02", "An earlier statement of the operation failed, so nothing of it can be kept.");
        }

        if (_waiting.Count > 0)
        {
            using var reader = Send(isLastRead: false);
        }
    }

    internal override bool Survives(StorageFault fault) => connection.State == ConnectionState.Open && fault is not StorageFault.Damaged;

    public override void Empty(string table) => RunScript($"TRUNCATE {table}"); // Begins a new file and deletes the old one with the commit.

    internal override void RunScript(string text)
    {
        Flush();
        using var command = new NpgsqlCommand(text, connection) { CommandTimeout = ScriptSeconds };
        _ = Guard(text, command, static script => script.ExecuteNonQuery());
    }

    internal override void RunStep(string text) => RunScript(PostgresDialect.Schema(text));

    internal override IReadOnlyList<string>? ScriptsOf(SchemaPart part) => part.PostgresScripts;

    internal override void EndOperation()
    {
        var open = _open;
        _open = null;
        open?.End();
    }

    internal override void Close() => PostgresStore.End(connection);

    /// <summary>Adds a statement to those that wait, and sends them when they are many.</summary>
    internal void Post(PostgresStatement statement)
    {
        _waiting.Add(statement);
        _waitingBytes += statement.Bytes;
        if (_waiting.Count >= WaitingLimit || _waitingBytes >= WaitingBytesLimit)
        {
            Flush();
        }
    }

    /// <summary>Sends what waits and then a statement whose answer is read at once.</summary>
    internal NpgsqlDataReader Open(PostgresStatement statement)
    {
        _waiting.Add(statement);
        var reader = Send(isLastRead: true);
        _open = statement;
        return reader;
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
            throw PostgresErrors.From(error, place, text);
        }
    }

    private protected override void BeginTransaction(bool isSynced)
    {
        Prepare(BeginAll).Post();
        if (!isSynced)
        {
            Prepare(NoSync).Post();
        }
    }

    /// <summary>What waits was never sent; a lock taken since the savepoint is given up with it, and to take it twice does no harm.</summary>
    private protected override void Forget()
    {
        _waiting.Clear();
        _waitingBytes = 0;
        _hasFailed = _isSerialized = false;
    }

    /// <summary>Sends all that waits in one message, and hands out the answers in order.</summary>
    private NpgsqlDataReader Send(bool isLastRead)
    {
        EndOperation();
        if (connection.State != ConnectionState.Open)
        {
            throw PostgresErrors.Gone(place);
        }

        var sent = _waiting;
        _waiting = [];
        _waitingBytes = 0;
        var batch = new NpgsqlBatch(connection);
        foreach (var statement in sent)
        {
            batch.BatchCommands.Add(statement.Command);
        }

        return Guard("", (batch, sent, isLastRead), static on => Exchange(on.batch, on.sent, on.isLastRead));
    }

    private static NpgsqlDataReader Exchange(NpgsqlBatch batch, List<PostgresStatement> sent, bool isLastRead)
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
}
