namespace CityActors.Engine.Storage.Sqlite;

/// <summary>
/// The one thread that writes: takes everything that waits, runs it in one transaction, commits (which syncs to disk), and only then tells the callers.
/// </summary>
internal sealed class SqliteWriter
{
    private static readonly SqliteQuery Begin = new("BEGIN IMMEDIATE");
    private static readonly SqliteQuery Commit = new("COMMIT");
    private static readonly SqliteQuery Rollback = new("ROLLBACK");
    private static readonly SqliteQuery Savepoint = new("SAVEPOINT operation");
    private static readonly SqliteQuery Release = new("RELEASE operation");
    private static readonly SqliteQuery Undo = new("ROLLBACK TO operation");

    private readonly SqliteWriteQueue _queue;
    private readonly Func<SqliteSession> _open;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteSession? _session;
    private long _commitCount;
    private long _writeCount;

    /// <param name="queue">What is to be written.</param>
    /// <param name="session">The connection opened at the start.</param>
    /// <param name="open">Opens another one after a fault.</param>
    public SqliteWriter(SqliteWriteQueue queue, SqliteSession session, Func<SqliteSession> open)
    {
        _queue = queue;
        _session = session;
        _open = open;
    }

    /// <summary>Transactions committed.</summary>
    public long CommitCount => Interlocked.Read(ref _commitCount);

    /// <summary>Operations committed.</summary>
    public long WriteCount => Interlocked.Read(ref _writeCount);

    /// <summary>Completes when the queue is closed and drained and the connection is closed.</summary>
    public Task Ended => _ended.Task;

    public void Start() => new Thread(Run) { Name = "city-storage-writer", IsBackground = true }.Start();

    private void Run()
    {
        var empty = new List<SqliteWrite>();
        while (_queue.TakeAll(empty) is { } batch)
        {
            Write(batch);
            batch.Clear();
            empty = batch;
        }

        _session?.Dispose();
        _ended.SetResult();
    }

    private void Write(List<SqliteWrite> batch)
    {
        try
        {
            WriteTogether(batch);
        }
        catch (Exception error) when (error is StorageUnavailableException or SqliteStatementException)
        {
            // The whole transaction is undone, so every operation in it failed alike. That a statement of the transaction
            // itself is refused means that an operation ended it: the connection is in an unknown state.
            var fault = (error as StorageUnavailableException)?.Fault ?? StorageFault.InputOutput;
            Recover(fault);
            foreach (var write in batch)
            {
                write.Fail(new StorageUnavailableException(fault, error.Message, error));
            }

            return;
        }

        foreach (var write in batch)
        {
            write.End();
        }
    }

    private void WriteTogether(List<SqliteWrite> batch)
    {
        var session = _session ??= _open();
        session.Run(Begin);
        foreach (var write in batch)
        {
            Apply(session, write);
        }

        session.Run(Commit);
        session.EndOperation();
        _ = Interlocked.Increment(ref _commitCount);
        _ = Interlocked.Add(ref _writeCount, batch.Count);
    }

    private static void Apply(SqliteSession session, SqliteWrite write)
    {
        session.Run(Savepoint);
        try
        {
            write.Apply(session);
        }
        catch (Exception error) when (error is not StorageUnavailableException)
        {
            session.EndOperation();
            session.Run(Undo);
            write.Refuse(error);
        }

        session.EndOperation();
        session.Run(Release);
    }

    /// <summary>Undoes the transaction. After a fault of the device the connection is given up and opened anew for the next batch.</summary>
    private void Recover(StorageFault fault)
    {
        if (_session is not { } session)
        {
            return;
        }

        try
        {
            session.EndOperation();
            if (session.InTransaction)
            {
                session.Run(Rollback);
                session.EndOperation();
            }

            if (fault is StorageFault.Full or StorageFault.Locked)
            {
                return;
            }
        }
        catch (Exception error) when (error is StorageUnavailableException or SqliteStatementException)
        {
            // Closing the connection undoes what the rollback could not.
        }

        session.Dispose();
        _session = null;
    }
}
