using System.Text;
using CityActors.Silo.Orleans;
using CityActors.Testing;
using Orleans.Storage;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>What grain storage must do on every kind of database.</summary>
public abstract class DatabaseGrainStorageContract : GrainStorageContract, IAsyncLifetime
{
    private readonly TestStore _store;
    private readonly TestClock _clock = new(new DateTimeOffset(2025, 10, 10, 17, 30, 0, TimeSpan.FromHours(8)));
    private Database _database = null!;
    private DatabaseGrainStorage _storage = null!;

    private protected DatabaseGrainStorageContract(TestStore store) => _store = store;

    protected override IGrainStorage Storage => _storage;

    public ValueTask InitializeAsync()
    {
        _database = Database.Open(_store.Options(TestStore.GrainTables));
        _storage = new DatabaseGrainStorage(_database, new StateSerializer(), _clock, "city");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Write_Row_StandsInTheColumnsOfOrleans()
    {
        var state = new GrainState<HomeState>(new HomeState { Name = "张三" });
        await _storage.WriteStateAsync("work-order", GrainId.Create("cell", "cell-430103004012001"), state);

        var row = await _database.Read(session =>
        {
            var read = session.Prepare(new SqlQuery("""
                SELECT GrainIdHash || '|' || GrainIdN0 || '|' || GrainIdN1 || '|' || GrainTypeHash || '|' || GrainTypeString || '|' ||
                    GrainIdExtensionString || '|' || ServiceId || '|' || ModifiedOn || '|' || Version, PayloadBinary
                FROM OrleansStorage
                """));
            read.Step();
            return read.Text(0) + '|' + Encoding.UTF8.GetString(read.Blob(1));
        });
        Assert.Equal(
            """-1830038127|0|0|1613518505|work-order|cell-430103004012001|city|2025-10-10 09:30:00|1|{"name":"张三","readings":[]}""", row);
    }

    [Fact]
    public async Task Write_ManyInFlight_ShareCommits()
    {
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i =>
            _storage.WriteStateAsync("home", GrainId.Create("household", $"home-{i}"), new GrainState<HomeState>(new HomeState()))));
        Assert.Equal(2000, _database.WriteCount);
        Assert.InRange(_database.CommitCount, 1, 1000);
    }

    [Fact]
    public async Task Write_StorageUnavailable_IsInconsistentToo()
    {
        await _database.DisposeAsync();
        var state = new GrainState<HomeState>(new HomeState());
        var write = await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("home", GrainId.Create("a", "home-1"), state));
        Assert.Equal(StorageFault.Closed, Assert.IsType<StorageUnavailableException>(write.InnerException).Fault);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _storage.ReadStateAsync("home", GrainId.Create("a", "home-1"), state));
    }

    [Fact]
    public async Task Write_StateThatCannotBeWritten_IsInconsistentToo()
    {
        var state = new GrainState<object>(new { Pointer = typeof(string) });
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("home", GrainId.Create("a", "home-1"), state));
    }

    [Fact]
    public async Task Read_RowOfAnotherService_IsNotSeen()
    {
        var other = new DatabaseGrainStorage(_database, new StateSerializer(), _clock, "another-city");
        var id = GrainId.Create("household", "home-1");
        await other.WriteStateAsync("home", id, new GrainState<HomeState>(new HomeState()));
        var state = new GrainState<HomeState>();
        await _storage.ReadStateAsync("home", id, state);
        Assert.False(state.RecordExists);
    }
}

public sealed class SqliteGrainStorageTests() : DatabaseGrainStorageContract(new SqliteStore());

public sealed class PostgresGrainStorageTests(ScratchPostgres server) : DatabaseGrainStorageContract(new PostgresStore(server));
