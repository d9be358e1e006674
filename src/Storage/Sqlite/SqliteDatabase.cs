using System.Globalization;

namespace CityActors.Storage.Sqlite;

/// <summary>
/// One database file, <c>city.db</c> in a data folder: write-ahead log, synced at every commit. One process has the folder, by an advisory lock
/// on a file in it, which the system drops when the process ends in whatever way.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    /// <summary>The form of the file as a whole: "parts with steps, listed in schema_part".</summary>
    private const int Format = 1;

    private static readonly TimeSpan DefaultLockTimeout = TimeSpan.FromSeconds(1);
    private readonly FileStream _lock;

    private SqliteDatabase(string file, DatabaseOptions options, FileStream folderLock, SqliteSession session)
        : base(file, options, readerCount: 2, session, () => OpenWriter(file, options), () => OpenReader(file, options)) => _lock = folderLock;

    /// <summary>The folder's lock keeps others out.</summary>
    public override bool ChangesOutside => false;

    /// <summary>Opens the file of a folder, creates what is missing, and brings its tables up to date.</summary>
    /// <exception cref="StorageUnavailableException">The folder is in use, cannot be written, is full or damaged.</exception>
    /// <exception cref="InvalidOperationException">The file was written by a newer version, or by one too old to be read.</exception>
    public static new SqliteDatabase Open(DatabaseOptions options)
    {
        var folderLock = Lock(options.Folder);
        SqliteSession? session = null;
        try
        {
            var file = Path.Combine(options.Folder, "city.db");
            PrivateFiles.Prepare(file);
            session = OpenWriter(file, options);
            CheckFormat(session, file);
            SchemaMigration.Apply(session, file, options);
            return new SqliteDatabase(file, options, folderLock, session);
        }
        catch
        {
            session?.Close();
            folderLock.Dispose();
            throw;
        }
    }

    private protected override void LetGo() => _lock.Dispose();

    private static FileStream Lock(string folder)
    {
        var path = Path.Combine(folder, "city.lock");
        try
        {
            PrivateFiles.CreateFolder(folder);
            return PrivateFiles.Open(path);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StorageUnavailableException(
                StorageFault.CannotOpen, $"The data folder {folder} may not be written by this user. Change its rights or choose another data folder.", error);
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new StorageUnavailableException(
                StorageFault.Locked, $"The data folder {folder} is in use by another CityActors process. End that process, or give this one another data folder.", error);
        }
        catch (IOException error)
        {
            throw new StorageUnavailableException(
                StorageFault.CannotOpen, $"The data folder {folder} cannot be opened: {error.Message} Check the path and the space on its disk.", error);
        }
    }

    /// <inheritdoc/>
    public override Task<bool> Scrub() => Read(_ =>
    {
        var session = new SqliteSession(Place, readOnly: false, DefaultLockTimeout);
        try
        {
            return session.RunOnce("PRAGMA wal_checkpoint(TRUNCATE)") == "0";
        }
        finally
        {
            session.Close();
        }
    });

    private static SqliteSession OpenWriter(string file, DatabaseOptions options)
    {
        var session = new SqliteSession(file, readOnly: false, options.LockTimeout ?? DefaultLockTimeout);
        try
        {
            if (session.RunOnce("PRAGMA journal_mode = WAL") != "wal")
            {
                throw new StorageUnavailableException(
                    StorageFault.CannotOpen, $"The file system of {file} cannot hold a write-ahead log (a network share?). Choose a data folder on a local disk.");
            }

            session.RunScript("""
                PRAGMA synchronous = FULL;
                PRAGMA fullfsync = ON; -- On macOS a plain sync does not reach the platter.
                PRAGMA temp_store = MEMORY;
                PRAGMA cache_size = -65536;
                PRAGMA wal_autocheckpoint = 16384; -- 64 MiB of log between checkpoints: small commits write the same pages again and again.
                PRAGMA journal_size_limit = 134217728; -- The log gives space back after a burst.
                """);
            return session;
        }
        catch
        {
            session.Close();
            throw;
        }
    }

    private static SqliteSession OpenReader(string file, DatabaseOptions options)
    {
        var session = new SqliteSession(file, readOnly: true, options.LockTimeout ?? DefaultLockTimeout);
        session.RunScript("PRAGMA cache_size = -16384");
        return session;
    }

    /// <summary>Refuses a file of a later form, and marks a new one.</summary>
    private static void CheckFormat(SqliteSession session, string file)
    {
        var format = int.Parse(session.RunOnce("PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (format > Format)
        {
            throw new InvalidOperationException(
                $"The database {file} has file format {format}; this program knows {Format}. It was written by a newer CityActors: start that one, or restore an older backup.");
        }

        if (format < Format)
        {
            session.RunScript($"PRAGMA user_version = {Format}");
        }
    }
}
