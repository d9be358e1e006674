using System.Collections.Concurrent;

namespace CityActors.Storage;

/// <summary>Threads that read, each on a read-only connection of its own. Every read sees all that was acknowledged before it was asked.</summary>
internal sealed class DatabaseReaders : IDisposable
{
    private readonly BlockingCollection<PendingRead> _queue;
    private readonly Func<DatabaseSession> _open;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _threadCount;
    private int _running;

    public DatabaseReaders(int threadCount, int queueLimit, Func<DatabaseSession> open)
    {
        _queue = new BlockingCollection<PendingRead>(queueLimit);
        _open = open;
        _threadCount = threadCount;
        _running = threadCount;
    }

    /// <summary>Completes when the queue is closed and drained and the connections are closed.</summary>
    public Task Ended => _ended.Task;

    public void Start()
    {
        for (var i = 0; i < _threadCount; i++)
        {
            new Thread(Run) { Name = $"city-storage-reader-{i}", IsBackground = true }.Start();
        }
    }

    /// <summary>Adds a read at the end.</summary>
    /// <returns>Null when taken, else why not.</returns>
    public StorageFault? TryAdd(PendingRead read)
    {
        try
        {
            return _queue.TryAdd(read) ? null : StorageFault.Overloaded;
        }
        catch (InvalidOperationException)
        {
            return StorageFault.Closed; // Completed for adding: the collection has no quieter way to say so in a race.
        }
    }

    public void Close() => _queue.CompleteAdding();

    public void Dispose() => _queue.Dispose();

    private void Run()
    {
        DatabaseSession? session = null;
        foreach (var read in _queue.GetConsumingEnumerable())
        {
            session = Answer(read, session);
        }

        session?.Dispose();
        if (Interlocked.Decrement(ref _running) == 0)
        {
            _ended.SetResult();
        }
    }

    /// <summary>Runs one read; where the connection turns out to have ended since it was last used, on a fresh one.</summary>
    /// <returns>The connection for the next one; null where it needs a fresh one.</returns>
    private DatabaseSession? Answer(PendingRead read, DatabaseSession? session)
    {
        var isUsed = session is not null;
        session ??= TryOpen(read);
        try
        {
            if (session is not null)
            {
                read.Run(session);
                session.EndOperation();
            }

            return session;
        }
        catch (StorageUnavailableException error)
        {
            session?.Dispose();
            if (isUsed && error.Fault == StorageFault.Unreachable)
            {
                return Answer(read, null);
            }

            read.Fail(error);
            return null;
        }
    }

    /// <summary>Opens a connection; where that fails, all that waits fails with it: to try for each in turn could take hours.</summary>
    private DatabaseSession? TryOpen(PendingRead first)
    {
        try
        {
            return _open();
        }
        catch (StorageUnavailableException error)
        {
            first.Fail(error);
            while (_queue.TryTake(out var other))
            {
                other.Fail(error);
            }

            return null;
        }
    }
}

/// <summary>One query for a reader thread.</summary>
internal abstract class PendingRead
{
    /// <summary>Runs the query and tells the caller.</summary>
    /// <exception cref="StorageUnavailableException">The environment hinders it; the caller is not told yet.</exception>
    public abstract void Run(DatabaseSession session);

    public abstract void Fail(Exception error);
}

/// <summary>A query with a result.</summary>
internal sealed class PendingRead<T>(Func<DatabaseSession, T> query) : PendingRead
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _completion.Task;

    public override void Run(DatabaseSession session)
    {
        T result;
        try
        {
            result = query(session);
        }
        catch (Exception error) when (error is not StorageUnavailableException)
        {
            session.EndOperation();
            _completion.SetException(error);
            return;
        }

        session.EndOperation(); // Before the caller goes on: no old snapshot may be held.
        _completion.SetResult(result);
    }

    public override void Fail(Exception error) => _completion.SetException(error);
}
