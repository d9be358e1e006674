namespace CityActors.Storage;

/// <summary>
/// The thread that writes: takes everything that waits, runs it in one transaction, commits (which syncs to disk), and only then tells the callers.
/// What need not be synced, and has nothing to wait for, is written by its caller's thread: to hand it over would take longer.
/// </summary>
internal sealed class DatabaseWriter
{
    private const int AttemptLimit = 4;
    private readonly OperationQueue _queue;
    private readonly Func<DatabaseSession> _open;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _turn = new(); // Who holds it writes.
    private DatabaseSession? _session;
    private long _commitCount;
    private long _writeCount;

    /// <summary>Starts the thread.</summary>
    /// <param name="queue">What is to be written.</param>
    /// <param name="session">The connection opened at the start.</param>
    /// <param name="open">Opens another one after a fault.</param>
    public DatabaseWriter(OperationQueue queue, DatabaseSession session, Func<DatabaseSession> open)
    {
        _queue = queue;
        _session = session;
        _open = open;
#pragma warning disable RS0030 // Databases block: storage has its own threads.
        new Thread(Run) { Name = "city-storage-writer", IsBackground = true }.Start();
#pragma warning restore RS0030
    }

    /// <summary>Transactions committed.</summary>
    public long CommitCount => Interlocked.Read(ref _commitCount);

    /// <summary>Operations committed.</summary>
    public long WriteCount => Interlocked.Read(ref _writeCount);

    /// <summary>Completes when the queue is closed and drained and the connection is closed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Writes an operation on this thread, unless something else is being written or waits.</summary>
    /// <returns>False: it has to wait with the others.</returns>
    public bool TryWriteNow(IPendingOperation operation)
    {
        if (!_turn.TryEnter())
        {
            return false;
        }

        try
        {
            if (!_queue.IsIdle)
            {
                return false;
            }

            Write(new Queue<IPendingOperation>([operation]));
            return true;
        }
        finally
        {
            _turn.Exit();
        }
    }

    private void Run()
    {
        var empty = new Queue<IPendingOperation>();
        while (_queue.Wait())
        {
            lock (_turn)
            {
                var batch = _queue.TakeAll(empty);
                Write(batch);
                batch.Clear();
                empty = batch;
            }
        }

        lock (_turn)
        {
            _session?.Close();
        }

        _ended.SetResult();
    }

    private void Write(Queue<IPendingOperation> batch)
    {
        try
        {
            WritePatiently(batch);
        }
        catch (Exception error) when (error is StorageUnavailableException or StatementException)
        {
            // The whole transaction is undone, so every operation in it failed alike. That a statement of the transaction
            // itself is refused means that an operation ended it: the connection is in an unknown state.
            var fault = (error as StorageUnavailableException)?.Fault ?? StorageFault.InputOutput;
            Recover(fault);
            foreach (var write in batch)
            {
                write.SetException(new StorageUnavailableException(fault, error.Message, error));
            }

            return;
        }

        foreach (var write in batch)
        {
            write.End();
        }
    }

    /// <summary>
    /// Runs the transaction again where it collided with another process's, or where one operation must be undone alone: operations are first run
    /// without a way to do that, because it costs a database server a sub-transaction and us a message, or two.
    /// </summary>
    private void WritePatiently(Queue<IPendingOperation> batch)
    {
        var isTogether = true;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                WriteOnce(batch, isTogether);
                return;
            }
            catch (StorageUnavailableException error) when (MayRunAgain(error, attempt))
            {
                Recover(error.Fault);
            }
            catch (Exception error) when (error is not StorageUnavailableException && isTogether)
            {
                isTogether = false;
                Recover(StorageFault.Locked);
            }
        }
    }

    /// <summary>After a collision, or where a connection turns out to have ended since it was last used: then nothing of the transaction was kept.</summary>
    private bool MayRunAgain(StorageUnavailableException error, int attempt) =>
        (error.IsCollision && attempt < AttemptLimit)
        || (error.Fault == StorageFault.Unreachable && attempt == 1 && _session is { HasTriedToCommit: false });

    private void WriteOnce(Queue<IPendingOperation> batch, bool isTogether)
    {
        var session = _session ??= _open();
        session.Begin(isSynced: batch.Any(static write => write.IsSynced));
        if (isTogether)
        {
            ApplyTogether(session, batch);
        }
        else
        {
            foreach (var write in batch)
            {
                ApplyAlone(session, write);
            }
        }

        session.Commit();
        _ = Interlocked.Increment(ref _commitCount);
        _ = Interlocked.Add(ref _writeCount, batch.Count);
    }

    /// <summary>Runs all first halves, has them answered together, and then runs the rest.</summary>
    private static void ApplyTogether(DatabaseSession session, Queue<IPendingOperation> batch)
    {
        var isAsked = false;
        foreach (var write in batch.Where(static write => write.Asks))
        {
            write.Ask(session);
            session.EndOperation();
            isAsked = true;
        }

        if (isAsked)
        {
            session.Flush();
        }

        foreach (var write in batch)
        {
            write.Apply(session);
            session.EndOperation();
        }
    }

    private static void ApplyAlone(DatabaseSession session, IPendingOperation write)
    {
        session.BeginOperation();
        try
        {
            if (write.Asks)
            {
                write.Ask(session);
                session.Flush();
            }

            write.Apply(session);
            session.KeepOperation();
        }
        catch (Exception error) when (error is not StorageUnavailableException)
        {
            session.UndoOperation();
            write.Refuse(error);
        }
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
            session.Rollback();
            if (session.Survives(fault))
            {
                return;
            }
        }
        catch (Exception error) when (error is StorageUnavailableException or StatementException)
        {
            // Closing the connection undoes what the rollback could not.
        }

        session.Close();
        _session = null;
    }
}
