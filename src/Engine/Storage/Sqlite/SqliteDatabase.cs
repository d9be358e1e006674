namespace CityActors.Engine.Storage.Sqlite;

/// <summary>
/// One database file, <c>city.db</c> in a data folder: write-ahead log, synced at every commit, one writer with group commit, a few readers.
/// </summary>
/// <remarks>
/// A write is acknowledged only after the commit that holds it was synced to disk. Writes commit in the order in which they were given.
/// A write that fails by itself (a version conflict) fails alone; a hindrance of the environment (a full disk) fails all writes of that
/// commit as <see cref="StorageUnavailableException"/>, and the database goes on by itself when the hindrance is gone.
/// </remarks>
public sealed class SqliteDatabase : IAsyncDisposable
{
    private const string FileName = "city.db";
    private readonly SqliteFolderLock _lock;
    private readonly SqliteWriteQueue _writes;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private bool _disposed;

    private SqliteDatabase(SqliteDatabaseOptions options, SqliteFolderLock folderLock, SqliteSession session)
    {
        _lock = folderLock;
        FilePath = Path.Combine(options.Folder, FileName);
        _writes = new SqliteWriteQueue(options.QueuedOperationsLimit, options.QueuedBytesLimit);
        _writer = new SqliteWriter(_writes, session, () => OpenWriter(FilePath, options));
        _readers = new SqliteReaders(options.ReaderCount, options.QueuedReadsLimit, () => OpenReader(FilePath, options));
        _writer.Start();
        _readers.Start();
    }

    /// <summary>The path of the database file.</summary>
    public string FilePath { get; }

    /// <summary>Transactions committed since the start: each is one sync to disk.</summary>
    public long CommitCount => _writer.CommitCount;

    /// <summary>Writes committed since the start.</summary>
    public long WriteCount => _writer.WriteCount;

    /// <summary>Writes that wait for the writer.</summary>
    public int QueuedWriteCount => _writes.Count;

    /// <summary>Opens the database of a folder, creates what is missing, and brings its tables up to date. Blocks; call it at the start.</summary>
    /// <exception cref="StorageUnavailableException">The folder is in use, cannot be written, is full or damaged.</exception>
    /// <exception cref="InvalidOperationException">The file was written by a newer version.</exception>
    public static SqliteDatabase Open(SqliteDatabaseOptions options)
    {
        var folderLock = SqliteFolderLock.Take(options.Folder);
        SqliteSession? session = null;
        try
        {
            var file = Path.Combine(options.Folder, FileName);
            session = OpenWriter(file, options);
            SqliteSchema.Migrate(session, file, options.Schema);
            return new SqliteDatabase(options, folderLock, session);
        }
        catch
        {
            session?.Dispose();
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>Runs an operation in the next commit.</summary>
    /// <param name="operation">Runs on the writer's thread inside a savepoint; what it throws undoes and fails only itself. It must not keep the session.</param>
    /// <param name="bytes">About how many bytes it holds while it waits.</param>
    /// <param name="committed">Called on the writer's thread after the commit, in order; quick, and must not throw.</param>
    /// <returns>The operation's result, after the commit was synced to disk.</returns>
    /// <exception cref="StorageUnavailableException">Nothing was stored: disk full, locked, overloaded, closed.</exception>
    public Task<T> Write<T>(Func<SqliteSession, T> operation, int bytes = 0, Action<T>? committed = null)
    {
        var write = new SqliteWrite<T>(operation, committed, bytes);
        return _writes.TryAdd(write) is { } fault ? Task.FromException<T>(Refusal(fault)) : write.Task;
    }

    /// <summary>Runs a query on one of the readers. It sees all that was acknowledged before.</summary>
    /// <param name="query">Runs on a reader's thread. It must not keep the session.</param>
    /// <exception cref="StorageUnavailableException">The database cannot be read, is overloaded or closed.</exception>
    public Task<T> Read<T>(Func<SqliteSession, T> query)
    {
        var read = new SqliteRead<T>(query);
        return _readers.TryAdd(read) is { } fault ? Task.FromException<T>(Refusal(fault)) : read.Task;
    }

    /// <summary>Takes nothing more, finishes what was given, closes the file and frees the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        _readers.Close();
        await _readers.Ended;
        _writes.Close();
        await _writer.Ended; // The last connection to close folds the write-ahead log into the file.
        _lock.Dispose();
        _readers.Dispose();
        _writes.Dispose();
    }

    private static SqliteSession OpenWriter(string file, SqliteDatabaseOptions options)
    {
        var session = SqliteSession.Open(file, readOnly: false, options.LockTimeout);
        try
        {
            if (session.RunOnce("PRAGMA journal_mode = WAL") != "wal")
            {
                throw new StorageUnavailableException(
                    StorageFault.CannotOpen, $"The file system of {file} cannot hold a write-ahead log (a network share?). Choose a data folder on a local disk.");
            }

            _ = session.RunOnce("PRAGMA synchronous = FULL");
            _ = session.RunOnce("PRAGMA fullfsync = ON"); // On macOS a plain sync does not reach the platter.
            _ = session.RunOnce("PRAGMA temp_store = MEMORY");
            _ = session.RunOnce("PRAGMA cache_size = -65536");
            _ = session.RunOnce("PRAGMA wal_autocheckpoint = 2000"); // 8 MiB of log between checkpoints.
            _ = session.RunOnce("PRAGMA journal_size_limit = 16777216"); // The log gives space back after a burst.
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static SqliteSession OpenReader(string file, SqliteDatabaseOptions options)
    {
        var session = SqliteSession.Open(file, readOnly: true, options.LockTimeout);
        _ = session.RunOnce("PRAGMA cache_size = -16384");
        return session;
    }

    private StorageUnavailableException Refusal(StorageFault fault) => fault == StorageFault.Closed
        ? new StorageUnavailableException(fault, $"The database {FilePath} is closed; nothing was stored. The program is ending.")
        : new StorageUnavailableException(fault, $"The database {FilePath} is overloaded: too much waits for the disk. Nothing was stored; ask again in a few seconds.");
}
