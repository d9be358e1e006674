using CityActors.Storage.Postgres;
using CityActors.Storage.Sqlite;

namespace CityActors.Storage;

/// <summary>The city's database: one writer with group commit, a few readers.</summary>
/// <remarks>
/// A write is acknowledged only after the commit that holds it is durable. Writes commit in the order in which they were given.
/// A write that fails by itself (a version conflict) fails alone; a failure of the environment (a full disk) fails all writes of that
/// commit as <see cref="StorageUnavailableException"/>, and the database recovers by itself once the cause is gone.
/// </remarks>
public abstract class Database : IAsyncDisposable
{
    private readonly OperationQueue _writes;
    private readonly OperationQueue _reads;
    private readonly DatabaseWriter _writer;
    private readonly DatabaseReaders _readers;
    private bool _disposed;

    private protected Database(
        string place, DatabaseOptions options, int readerCount, DatabaseSession writing, Func<DatabaseSession> openWriter, Func<DatabaseSession> openReader)
    {
        Place = place;
        _writes = new OperationQueue(options.QueuedBytesLimit);
        _reads = new OperationQueue(options.QueuedBytesLimit);
        _writer = new DatabaseWriter(_writes, writing, openWriter);
        _readers = new DatabaseReaders(_reads, readerCount, openReader);
    }

    /// <summary>Where it is, for people: the path of the file, or the database's name and server.</summary>
    public string Place { get; }

    /// <summary>
    /// Whether others can change it, too, or a commit can succeed without this process getting to know: then what is in memory is only a hint.
    /// </summary>
    public abstract bool ChangesOutside { get; }

    /// <summary>Transactions committed since the start: each is one sync to disk, but for those in which nothing had to be synced.</summary>
    public long CommitCount => _writer.CommitCount;

    /// <summary>Writes committed since the start.</summary>
    public long WriteCount => _writer.WriteCount;

    /// <summary>Opens the database, creates what is missing, and brings its tables up to date. Blocks; call it at the start.</summary>
    /// <exception cref="StorageUnavailableException">It is in use by another process, cannot be written, is full or damaged.</exception>
    /// <exception cref="InvalidOperationException">It was written by a newer version, or by one too old to be read.</exception>
    public static Database Open(DatabaseOptions options) =>
        options.Store.Length > 0 ? PostgresDatabase.Open(options) : SqliteDatabase.Open(options);

    /// <summary>Runs an operation in the next commit.</summary>
    /// <param name="operation">
    /// Runs on a thread that writes; what it throws undoes and fails only itself. It must not keep the session. It may be run more than once
    /// (after a collision with another process, or when another operation of the commit failed), so it has no effect but on the session and its result.
    /// </param>
    /// <param name="bytes">About how many bytes it holds while it waits.</param>
    /// <param name="committed">Called on the thread that wrote after the commit, in order; quick, and must not throw.</param>
    /// <param name="isSynced">
    /// False: it need not be on disk yet when its caller is told. It survives the process, and whatever is synced later takes it along;
    /// a power cut before that undoes it together with everything after it, never something in between.
    /// </param>
    /// <returns>The operation's result, after the commit was synced to disk.</returns>
    /// <exception cref="StorageUnavailableException">Nothing was stored: disk full, locked, overloaded, closed.</exception>
    public Task<T> Write<T>(Func<DatabaseSession, T> operation, int bytes = 0, Action<T>? committed = null, bool isSynced = true) =>
        Write(Whole(operation, committed, bytes, isSynced));

    /// <summary>
    /// Runs an operation in two halves: the first posts what must be answered, the second sees the answers, and may throw to undo and fail itself.
    /// All first halves of a commit are sent in one message, so that to know an answer costs the operations a message together, not each.
    /// </summary>
    /// <typeparam name="TAsked">What the first half leaves for the second.</typeparam>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="ask">
    /// The first half: posts and reads nothing at once. All of them run before everything else in the commit. For both halves holds what holds for a whole operation;
    /// as they may be run again, what collects the answers is made in here.
    /// </param>
    /// <param name="decide">The second half: everything that <paramref name="ask"/> posted has been answered. In the order in which the operations were given.</param>
    /// <param name="bytes">About how many bytes it holds while it waits.</param>
    /// <param name="committed">Called on the thread that wrote after the commit, in order; quick, and must not throw.</param>
    /// <param name="isSynced">As for an operation in one.</param>
    /// <returns>The operation's result, after the commit was synced to disk.</returns>
    /// <exception cref="StorageUnavailableException">Nothing was stored: disk full, locked, overloaded, closed.</exception>
    public Task<T> Write<TAsked, T>(
        Func<DatabaseSession, TAsked> ask, Func<DatabaseSession, TAsked, T> decide, int bytes = 0, Action<T>? committed = null, bool isSynced = true) =>
        Write(new PendingOperation<TAsked, T>(ask, default!, decide, committed, bytes, isSynced));

    /// <summary>Runs a query on one of the readers. It sees all that was acknowledged before.</summary>
    /// <param name="query">Runs on a reader's thread. It must not keep the session.</param>
    /// <exception cref="StorageUnavailableException">The database cannot be read, is overloaded or closed.</exception>
    public Task<T> Read<T>(Func<DatabaseSession, T> query) => Add(_reads, Whole(query, committed: null, bytes: 0, isSynced: true));

    /// <summary>Takes a lease that one process at a time has; it ends with the process, however that ends.</summary>
    /// <param name="name">What is leased.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>Null where another process has it.</returns>
    /// <exception cref="StorageUnavailableException">The database cannot be asked.</exception>
    public virtual Task<IDatabaseLease?> TryLease(string name, CancellationToken cancellation) =>
        Task.FromResult<IDatabaseLease?>(new SoleLease()); // No other process has this database open.

    /// <summary>Takes out of the database's files what was deleted by <see cref="DatabaseSession.Empty"/> before, as far as the database can: SQLite's log is folded into its file and cut off.</summary>
    /// <returns>False: something still reads what was; ask again.</returns>
    /// <exception cref="StorageUnavailableException">The database cannot be asked.</exception>
    public virtual Task<bool> Scrub() => Task.FromResult(true);

    /// <summary>Takes nothing more, finishes what was given, and closes everything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        _reads.Close();
        await _readers.Ended;
        _writes.Close();
        await _writer.Ended; // The last connection to close folds SQLite's write-ahead log into its file.
        LetGo();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives up the lock that kept others out; called when all connections are closed.</summary>
    private protected virtual void LetGo()
    {
    }

    private static PendingOperation<Func<DatabaseSession, T>, T> Whole<T>(Func<DatabaseSession, T> operation, Action<T>? committed, int bytes, bool isSynced) =>
        new(ask: null, operation, static (session, whole) => whole(session), committed, bytes, isSynced);

    /// <summary>What is not synced waits for no disk: its caller's thread runs it at once where nothing was given before it.</summary>
    private Task<T> Write<TAsked, T>(PendingOperation<TAsked, T> operation) =>
        !operation.IsSynced && _writer.TryWriteNow(operation) ? operation.Task : Add(_writes, operation);

    private Task<T> Add<TAsked, T>(OperationQueue queue, PendingOperation<TAsked, T> operation) =>
        queue.TryAdd(operation) is { } fault ? Task.FromException<T>(Refusal(fault)) : operation.Task;

    private StorageUnavailableException Refusal(StorageFault fault) => new(fault, fault == StorageFault.Closed
        ? $"The database {Place} is closed; nothing was stored. The program is ending."
        : $"The database {Place} is overloaded: too much waits for the disk. Nothing was stored; ask again in a few seconds.");
}
