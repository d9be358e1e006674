using Microsoft.Data.Sqlite;
using Xunit;

namespace CityActors.Storage.Tests;

public sealed class SqliteDatabaseTests : IDisposable
{
    private static readonly SchemaPart Notes = new("notes", ["CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"]);
    private static readonly SqlQuery Insert = new("INSERT INTO note (id, text) VALUES (?1, ?2)");
    private static readonly SqlQuery Append = new("INSERT INTO note (text) VALUES (?1)");
    private static readonly SqlQuery Count = new("SELECT count(*) FROM note");
    private static readonly SqlQuery All = new("SELECT id, text FROM note ORDER BY id");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_Acknowledged_IsReadAtOnceAndAfterReopening()
    {
        await using (var database = Open())
        {
            await Add(database, 1, "一");
            Assert.Equal(1, await database.Read(CountNotes));
        }

        await using var again = Open();
        Assert.Equal(["1:一"], await again.Read(ListNotes));
    }

    [Fact]
    public async Task Write_ManyAtOnce_ShareFewCommits()
    {
        await using var database = Open();
        using var hold = new ManualResetEventSlim();
        var first = database.Write(_ =>
        {
            hold.Wait();
            return 0;
        });
        var writes = Enumerable.Range(1, 1000).Select(id => Add(database, id, "x")).ToArray();
        hold.Set();
        await first;
        await Task.WhenAll(writes);

        Assert.Equal(1000, await database.Read(CountNotes));
        Assert.InRange(database.CommitCount, 1, 3);
        Assert.Equal(1001, database.WriteCount);
    }

    [Fact]
    public async Task Write_OneFails_ItsNeighboursAreStored()
    {
        await using var database = Open();
        using var hold = new ManualResetEventSlim();
        var first = database.Write(session =>
        {
            hold.Wait();
            return session.Prepare(Insert).Bind(1, 1).Bind(2, "first").Execute();
        });
        var before = Add(database, 2, "before");
        var broken = database.Write(session =>
        {
            session.Prepare(Insert).Bind(1, 3).Bind(2, "undone").Execute();
            return session.Prepare(Insert).Bind(1, 1).Bind(2, "twice").Execute();
        });
        var thrown = database.Write<int>(session =>
        {
            session.Prepare(Insert).Bind(1, 4).Bind(2, "undone").Execute();
            throw new InvalidOperationException("refused by the caller");
        });
        var after = Add(database, 5, "after");
        hold.Set();

        await Task.WhenAll(first, before, after);
        var error = await Assert.ThrowsAsync<StatementException>(() => broken);
        Assert.Equal("1555", error.Code);
        await Assert.ThrowsAsync<InvalidOperationException>(() => thrown);
        Assert.Equal(["1:first", "2:before", "5:after"], await database.Read(ListNotes));
    }

    [Fact]
    public async Task Write_ManyCallers_CommitInOrderOfTheirCalls()
    {
        await using var database = Open();
        var committed = new List<int>();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => database.Write(
            session => session.Prepare(Append).Bind(1, $"{number}").Execute(), committed: _ => committed.Add(number))));

        Assert.Equal(Enumerable.Range(0, 500), committed);
        Assert.Equal(Enumerable.Range(0, 500).Select(number => $"{number + 1}:{number}"), await database.Read(ListNotes));
    }

    [Fact]
    public async Task Write_OperationEndsTheTransaction_FailsTheCommitButNotTheWriter()
    {
        await using var database = Open();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => database.Write(session =>
        {
            session.Prepare(Insert).Bind(1, 1).Bind(2, "x").Execute();
            return Pragma(session, "ROLLBACK");
        }));
        await Add(database, 2, "y");
        Assert.Equal(["2:y"], await database.Read(ListNotes));
    }

    [Fact]
    public async Task Write_QueueFull_FailsAtOnceAsOverloaded()
    {
        await using var database = Open(new DatabaseOptions { Folder = _folder.Path, Schema = [Notes], QueuedBytesLimit = 1000 });
        using var hold = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var first = database.Write(_ =>
        {
            entered.Set();
            hold.Wait();
            return 0;
        });
        entered.Wait(TestContext.Current.CancellationToken);
        var waiting = database.Write(CountNotes, bytes: 900);
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => database.Write(CountNotes, bytes: 200));
        hold.Set();
        await Task.WhenAll(first, waiting);

        Assert.Equal(StorageFault.Overloaded, refused.Fault);
        Assert.Contains("overloaded", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await database.Write(CountNotes, bytes: 2000));
    }

    [Fact]
    public async Task Write_FileAtItsSizeLimit_FailsAllOfTheCommitAndGoesOnWithSpace()
    {
        await using var database = Open();
        await database.Write(session => Pragma(session, "PRAGMA max_page_count = 40"));
        var big = new string('x', 400_000);
        var error = await Assert.ThrowsAsync<StorageUnavailableException>(() => Add(database, 1, big));
        Assert.Equal(StorageFault.Full, error.Fault);
        Assert.Contains(database.Place, error.Message, StringComparison.Ordinal);

        await Add(database, 2, "small");
        await database.Write(session => Pragma(session, "PRAGMA max_page_count = 4000"));
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
    public async Task Open_NewStepsOfASchema_AreAppliedOnce()
    {
        await using (var database = Open())
        {
            await Add(database, 1, "kept");
        }

        var grown = Notes with { Steps = [.. Notes.Steps, "ALTER TABLE note ADD COLUMN author TEXT NOT NULL DEFAULT 'nobody'"] };
        for (var start = 0; start < 2; start++)
        {
            await using var database = Open(new DatabaseOptions { Folder = _folder.Path, Schema = [grown] });
            Assert.Equal("nobody", await database.Read(session => Pragma(session, "SELECT author FROM note")));
        }

        var error = Assert.Throws<InvalidOperationException>(() => Open());
        Assert.Contains("newer CityActors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_Always_LogsAheadAndSyncsEveryCommit()
    {
        await using var database = Open();
        Assert.Equal("wal", await database.Write(session => Pragma(session, "PRAGMA journal_mode")));
        Assert.Equal("2", await database.Write(session => Pragma(session, "PRAGMA synchronous")));
    }

    [Fact]
    public async Task Dispose_WritesWaiting_AreStoredFirstAndLaterOnesRefused()
    {
        var database = Open();
        var writes = Enumerable.Range(1, 100).Select(id => Add(database, id, "x")).ToArray();
        await database.DisposeAsync();
        await Task.WhenAll(writes);
        var write = await Assert.ThrowsAsync<StorageUnavailableException>(() => Add(database, 101, "late"));
        var read = await Assert.ThrowsAsync<StorageUnavailableException>(() => database.Read(CountNotes));
        Assert.Equal((StorageFault.Closed, StorageFault.Closed), (write.Fault, read.Fault));

        await using var again = Open();
        Assert.Equal(100, await again.Read(CountNotes));
    }

    [Fact]
    public async Task Read_QueryFailsOrStopsEarly_LeavesNothingBehind()
    {
        await using var database = Open();
        await Add(database, 1, "x");
        await Add(database, 2, "y");
        for (var i = 0; i < 4; i++)
        {
            await Assert.ThrowsAsync<StatementException>(() => database.Read(session => Pragma(session, "SELECT nonsense FROM note")));
            await database.Read(session => session.Prepare(All).Step());
        }

        await Add(database, 3, "z");
        Assert.Equal(["1:x", "2:y", "3:z"], await database.Read(ListNotes));
    }

    private static Task<int> Add(Database database, long id, string text) =>
        database.Write(session => session.Prepare(Insert).Bind(1, id).Bind(2, text).Execute());

    private static long CountNotes(DatabaseSession session)
    {
        var row = session.Prepare(Count);
        row.Step();
        return row.Int64(0);
    }

    private static string[] ListNotes(DatabaseSession session)
    {
        var list = new List<string>();
        var rows = session.Prepare(All);
        while (rows.Step())
        {
            list.Add($"{rows.Int64(0)}:{rows.Text(1)}");
        }

        return [.. list];
    }

    private static string Pragma(DatabaseSession session, string text)
    {
        var row = session.Prepare(new SqlQuery(text));
        row.Step();
        return row.Text(0);
    }

    private Database Open() => Open(new DatabaseOptions
    {
        Folder = _folder.Path,
        Schema = [Notes],
        LockTimeout = TimeSpan.FromMilliseconds(50),
    });

    private static Database Open(DatabaseOptions options) => Database.Open(options);
}
