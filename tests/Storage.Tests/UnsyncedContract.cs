using System.Collections.Concurrent;
using CityActors.Testing;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>Writes that need not be synced: what every kind of database must do with them.</summary>
public abstract class UnsyncedContract : IDisposable
{
    private static readonly SchemaPart Notes = new("notes", ["CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL)"]);
    private static readonly SqlQuery Insert = new("INSERT INTO note (id, text) VALUES (?1, ?2)");
    private static readonly SqlQuery Append = new("INSERT INTO note (text) VALUES (?1) RETURNING id");
    private static readonly SqlQuery All = new("SELECT id, text FROM note ORDER BY id");

    private readonly TestStore _store;

    private protected UnsyncedContract(TestStore store) => _store = store;

    public void Dispose()
    {
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task NotSynced_IsReadAtOnceAndAfterReopening()
    {
        await using (var database = Open())
        {
            Assert.True(database.Write(session => session.Prepare(Insert).Bind(1, 1).Bind(2, "x").Execute(), isSynced: false).IsCompletedSuccessfully); // On this thread.
            Assert.Equal(["1:x"], await List(database));
            await AddUnsynced(database, 2);
        }

        await using var again = Open();
        Assert.Equal(["1:x", "2:x"], await List(again));
        await again.DisposeAsync();
        var error = await Assert.ThrowsAsync<StorageUnavailableException>(() => AddUnsynced(again, 3));
        Assert.Equal(StorageFault.Closed, error.Fault);
    }

    [Fact]
    public async Task NotSyncedAmongOthers_KeepsTheOrderAndIsToldAfterItsCommit()
    {
        await using var database = Open();
        using var writer = new HeldWriter(database);
        var told = new ConcurrentQueue<long>();
        var writes = Enumerable.Range(1, 200).Select(i => database.Write(
            session => session.Prepare(Append).Bind(1, $"{i}").First(static row => row.Int64(0)), committed: told.Enqueue, isSynced: i % 3 == 0)).ToArray();
        Assert.DoesNotContain(writes, static write => write.IsCompleted);
        await writer.Release();
        Assert.Equal(Enumerable.Range(1, 200).Select(static i => (long)i), await Task.WhenAll(writes));
        Assert.Equal(Enumerable.Range(1, 200).Select(static i => (long)i), told);
    }

    [Fact]
    public async Task NotSyncedThatFails_FailsAlone()
    {
        await using var database = Open();
        await AddUnsynced(database, 1);
        await Assert.ThrowsAsync<InvalidDataException>(() => database.Write<int>(
            session =>
            {
                session.Prepare(Insert).Bind(1, 2).Bind(2, "x").Execute();
                throw new InvalidDataException();
            },
            isSynced: false));
        await AddUnsynced(database, 3);
        Assert.Equal(["1:x", "3:x"], await List(database));
    }

    [Fact]
    public async Task FromManyThreads_SyncedOrNot_StoresEach()
    {
        await using var database = Open();
        await Task.WhenAll(Enumerable.Range(1, 400).Select(i => Task.Run(() => i % 2 == 0 ? AddUnsynced(database, i) : Add(database, i, isSynced: true))));
        Assert.Equal(400, (await List(database)).Count);
    }

    private static Task<int> AddUnsynced(Database database, long id) => Add(database, id, isSynced: false);

    private static Task<int> Add(Database database, long id, bool isSynced) =>
        database.Write(session => session.Prepare(Insert).Bind(1, id).Bind(2, "x").Execute(), isSynced: isSynced);

    private static Task<List<string>> List(Database database) =>
        database.Read(static session => session.Prepare(All).All(static row => $"{row.Int64(0)}:{row.Text(1)}"));

    private Database Open() => Database.Open(_store.Options([Notes]));
}

public sealed class SqliteUnsyncedTests() : UnsyncedContract(new SqliteStore());

public sealed class PostgresUnsyncedTests(ScratchPostgres server) : UnsyncedContract(new PostgresStore(server));
