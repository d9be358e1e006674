namespace CityActors.Storage.Sqlite;

/// <summary>One database file, <c>city.db</c> in a data folder: write-ahead log, synced at every commit.</summary>
internal sealed class SqliteDatabase : Database
{
    private const string FileName = "city.db";
    private static readonly TimeSpan DefaultLockTimeout = TimeSpan.FromSeconds(1);
    private readonly SqliteFolderLock _lock;

    private SqliteDatabase(string file, DatabaseOptions options, SqliteFolderLock folderLock, SqliteSession session)
        : base(file, options, readerCount: 2, session, () => OpenWriter(file, options), () => OpenReader(file, options)) => _lock = folderLock;

    /// <summary>The folder's lock keeps others out.</summary>
    public override bool ChangesOutside => false;

    /// <summary>Opens the file of a folder, creates what is missing, and brings its tables up to date.</summary>
    /// <exception cref="StorageUnavailableException">The folder is in use, cannot be written, is full or damaged.</exception>
    /// <exception cref="InvalidOperationException">The file was written by a newer version, or by one too old to be read.</exception>
    public static new SqliteDatabase Open(DatabaseOptions options)
    {
        var folderLock = SqliteFolderLock.Take(options.Folder);
        SqliteSession? session = null;
        try
        {
            var file = Path.Combine(options.Folder, FileName);
            session = OpenWriter(file, options);
            SqliteFormat.Check(session, file);
            SchemaMigration.Apply(session, file, options);
            return new SqliteDatabase(file, options, folderLock, session);
        }
        catch
        {
            session?.Dispose();
            folderLock.Dispose();
            throw;
        }
    }

    private protected override void LetGo() => _lock.Dispose();

    private static SqliteSession OpenWriter(string file, DatabaseOptions options)
    {
        var session = SqliteSession.Open(file, readOnly: false, options.LockTimeout ?? DefaultLockTimeout);
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

    private static SqliteSession OpenReader(string file, DatabaseOptions options)
    {
        var session = SqliteSession.Open(file, readOnly: true, options.LockTimeout ?? DefaultLockTimeout);
        _ = session.RunOnce("PRAGMA cache_size = -16384");
        return session;
    }
}
