using Microsoft.Data.Sqlite;
using Xunit;

namespace CityActors.Storage.Tests;

public sealed class SqliteDatabaseTests : DatabaseContract
{
    private readonly TempFolder _folder;

    public SqliteDatabaseTests()
        : this(new TempFolder())
    {
    }

    private SqliteDatabaseTests(TempFolder folder)
        : base(new SqliteStore(folder)) => _folder = folder;

    [Fact]
    public async Task Write_SyncedOrNot_AsksTheDatabaseForIt()
    {
        await using var database = Open();
        Assert.Equal("2", await database.Write(Mode)); // FULL: the log is synced with each commit.
        Assert.Equal("1", await database.Write(Mode, isSynced: false));
        Assert.Equal("2", await database.Write(Mode));

        static string Mode(DatabaseSession session) => One(session, "PRAGMA synchronous");
    }

    [Fact]
    public async Task Open_NewFolderOrOneOfAnEarlierVersion_IsForItsOwnerAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such rights.");
            return;
        }

        const UnixFileMode owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var folder = Path.Combine(_folder.Path, "new");
        for (var start = 0; start < 2; start++)
        {
            await using (var database = Database.Open(new DatabaseOptions { Folder = folder, Schema = [Notes] }))
            {
                await Add(database, start, "x");
                Assert.Equal(owners | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
                Assert.All(Directory.GetFiles(folder), file => Assert.Equal(owners, OperatingSystem.IsWindows() ? owners : File.GetUnixFileMode(file)));
            }

            File.SetUnixFileMode(Path.Combine(folder, "city.db"), owners | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    [Fact]
    public async Task Write_OperationEndsTheTransaction_FailsTheCommitButNotTheWriter()
    {
        await using var database = Open();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => database.Write(session =>
        {
            session.Prepare(Insert).Bind(1, 1).Bind(2, "x").Execute();
            return One(session, "ROLLBACK");
        }));
        await Add(database, 2, "y");
        Assert.Equal(["2:y"], await database.Read(ListNotes));
    }

    [Fact]
    public async Task Write_FileAtItsSizeLimit_FailsAllOfTheCommitAndGoesOnWithSpace()
    {
        await using var database = Open();
        await database.Write(session => One(session, "PRAGMA max_page_count = 40"));
        var big = new string('x', 400_000);
        var error = await Assert.ThrowsAsync<StorageUnavailableException>(() => Add(database, 1, big));
        Assert.Equal(StorageFault.Full, error.Fault);
        Assert.Contains(database.Place, error.Message, StringComparison.Ordinal);

        await Add(database, 2, "small");
        await database.Write(session => One(session, "PRAGMA max_page_count = 4000"));
        await Add(database, 3, big);
        Assert.Equal(2, await database.Read(CountNotes));
    }

    [Fact]
    public async Task Write_AnotherProgramHoldsTheLock_FailsAsLockedAndGoesOnAfterwards()
    {
        await using var database = Open();
        await using (var other = new SqliteConnection($"Data Source={_folder.DatabaseFile};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var error = await Assert.ThrowsAsync<StorageUnavailableException>(() => Add(database, 1, "x"));
            Assert.Equal(StorageFault.Locked, error.Fault);
            Assert.Equal(0, await database.Read(CountNotes));
        }

        await Add(database, 1, "x");
        Assert.Equal(1, await database.Read(CountNotes));
    }

    [Fact]
    public async Task Open_FolderInUse_FailsNamingTheFolder()
    {
        await using var database = Open();
        var error = Assert.Throws<StorageUnavailableException>(() => Open());
        Assert.Equal(StorageFault.Locked, error.Fault);
        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NotADatabase_SaysSo()
    {
        File.WriteAllText(_folder.DatabaseFile, new string('?', 8192));
        var error = Assert.Throws<StorageUnavailableException>(() => Open());
        Assert.Equal(StorageFault.Damaged, error.Fault);
    }

    [Fact]
    public async Task Open_Always_LogsAheadAndSyncsEveryCommit()
    {
        await using var database = Open();
        Assert.Equal("wal", await database.Write(session => One(session, "PRAGMA journal_mode")));
        Assert.Equal("2", await database.Write(session => One(session, "PRAGMA synchronous")));
    }
}
