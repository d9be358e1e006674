namespace CityActors.Storage;

/// <summary>Threads that read, each on a read-only connection of its own. Every read sees all that was acknowledged before it was asked.</summary>
internal sealed class DatabaseReaders
{
    private readonly OperationQueue _queue;
    private readonly Func<DatabaseSession> _open;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    /// <summary>Starts the threads; each opens its connection with its first read.</summary>
    public DatabaseReaders(OperationQueue queue, int threadCount, Func<DatabaseSession> open)
    {
        _queue = queue;
        _open = open;
        _running = threadCount;
        for (var i = 0; i < threadCount; i++)
        {
#pragma warning disable RS0030 // Databases block: storage has its own threads.
            new Thread(Run) { Name = $"city-storage-reader-{i}", IsBackground = true }.Start();
#pragma warning restore RS0030
        }
    }

    /// <summary>Completes when the queue is closed and drained and the connections are closed.</summary>
    public Task Ended => _ended.Task;

    private void Run()
    {
        DatabaseSession? session = null;
        while (_queue.Take() is { } read)
        {
            session = Answer(read, session);
        }

        session?.Close();
        if (Interlocked.Decrement(ref _running) == 0)
        {
            _ended.SetResult();
        }
    }

    /// <summary>Runs one read; where the connection turns out to have ended since it was last used, on a fresh one.</summary>
    /// <returns>The connection for the next one; null where it needs a fresh one.</returns>
    private DatabaseSession? Answer(IPendingOperation read, DatabaseSession? used)
    {
        if ((used ?? TryOpen(read)) is not { } session)
        {
            return null;
        }

        try
        {
            Run(read, session);
            return session;
        }
        catch (StorageUnavailableException error)
        {
            session.Close();
            if (used is not null && error.Fault == StorageFault.Unreachable)
            {
                return Answer(read, null);
            }

            read.SetException(error);
            return null;
        }
    }

    private static void Run(IPendingOperation read, DatabaseSession session)
    {
        try
        {
            read.Apply(session);
        }
        catch (Exception error) when (error is not StorageUnavailableException)
        {
            read.Refuse(error);
        }

        session.EndOperation(); // Before the caller goes on: no old snapshot may be held.
        read.End();
    }

    /// <summary>Opens a connection; where that fails, all that waits fails with it: to try for each in turn could take hours.</summary>
    private DatabaseSession? TryOpen(IPendingOperation first)
    {
        try
        {
            return _open();
        }
        catch (StorageUnavailableException error)
        {
            foreach (var read in _queue.TakeAll([]).Prepend(first))
            {
                read.SetException(error);
            }

            return null;
        }
    }
}
