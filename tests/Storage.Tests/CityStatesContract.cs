using CityActors.Commits;
using CityActors.Silo.Stores;
using CityActors.Testing;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>Where a state stands, when there is none, and what happens when the database is not there, on every kind of database.</summary>
public abstract class CityStatesContract : CityStorageRun
{
    private protected CityStatesContract(TestStore store)
        : base(store)
    {
    }

    [Fact]
    public async Task Commit_State_StandsInTheColumnsOfOrleans()
    {
        await Storage.Commit(State("work-order/cell-430103004012001", 0, """{"name":"张三"}"""));
        var row = await Database.Read(session =>
        {
            var read = session.Prepare(new SqlQuery("""
                SELECT GrainIdHash || '|' || GrainIdN0 || '|' || GrainIdN1 || '|' || GrainTypeHash || '|' || GrainTypeString || '|' ||
                    GrainIdExtensionString || '|' || ServiceId || '|' || ModifiedOn || '|' || Version, PayloadBinary
                FROM OrleansStorage
                """));
            read.Step();
            return read.Text(0) + '|' + Text(read.Blob(1).ToArray());
        });
        Assert.Equal("""-1830038127|0|0|1613518505|work-order|cell-430103004012001|city|2026-01-05 06:00:00|1|{"name":"张三"}""", row);
    }

    [Fact]
    public async Task Commit_ManyOwners_AreStoredUnderTheirKeys()
    {
        string[] owners =
        [
            "household/42", "household/2A", "household/ffffffffffffffff", "household/0f8fad5bd9cb469fa16570867728950e",
            "household/0f8fad5bd9cb469fa16570867728950e+a", "household/42+a", "household/42+", "household/家-1", "camera/42", "camera/家-1",
        ];
        await Task.WhenAll(owners.Select(owner => Storage.Commit(State(owner, 0, owner))));
        await Task.WhenAll(owners.Select(owner => Storage.Commit(State(owner, 1, owner))));
        foreach (var owner in owners)
        {
            Assert.Equal($"2 {owner}", await Text(owner));
        }

        Assert.Equal(0, (await Storage.Read("terminal/42")).Version);
    }

    [Fact]
    public async Task Read_StateOfAnotherService_IsNotSeen()
    {
        var other = new DatabaseCityStorage(Database, "another-city", new TestClock(At));
        await other.Commit(State(Order, 0, "theirs"));
        Assert.Equal((0, null), Versioned(await Storage.Read(Order)));
        await Storage.Commit(State(Order, 0, "ours"));
        Assert.Equal((1, "theirs"), Versioned(await other.Read(Order)));
    }

    [Fact]
    public async Task Commit_LetterOnly_LeavesTheStateAsItIs()
    {
        await Storage.Commit(State(Order, 0, "one") with { Rows = [Row("need/a", "1")] });
        var receipt = await Storage.Commit(new CityCommit { Owner = Order, At = At, Version = 1, Heard = [new HeardWrite("alert-1", 5)] });
        Assert.Equal(new CommitReceipt(1, 0), receipt);
        Assert.Equal("1 one need/a=1", await Text(Order));
        await Reopen();
        Assert.Equal("1 one need/a=1", await Text(Order));
        Assert.Equal(5, await Storage.Heard(Order, "alert-1"));
        await Storage.Commit(State(Order, 1, "two"));
        Assert.Equal("2 two need/a=1", await Text(Order));
    }

    [Fact]
    public async Task Read_LettersOrRowsOnly_HasNoState()
    {
        await Storage.Commit(new CityCommit { Owner = Order, At = At, Heard = [new HeardWrite("alert-1", 5)] });
        Assert.Equal((0, null), Versioned(await Storage.Read(Order)));

        await Database.Write(session => session.Prepare(CommitTables.SaveRow).Bind(1, Order).Bind(2, "need/a").Bind(3, "1"u8).Execute());
        var stored = await Storage.Read(Order);
        Assert.Equal((0, null), Versioned(stored));
        Assert.Equal("need/a", Assert.Single(stored.Rows).Name);
        await Storage.Commit(State(Order, 0, "first"));
        Assert.Equal("1 first need/a=1", await Text(Order));
    }

    [Fact]
    public async Task Commit_DatabaseClosed_IsUnavailable()
    {
        await Database.DisposeAsync();
        var write = await Assert.ThrowsAsync<StorageUnavailableException>(() => Storage.Commit(State(Order, 0, "x")));
        var read = await Assert.ThrowsAsync<StorageUnavailableException>(() => Storage.Read(Order));
        Assert.Equal((StorageFault.Closed, StorageFault.Closed), (write.Fault, read.Fault));
    }

    private static (long Version, string? Head) Versioned(StoredState state) => (state.Version, state.Head is { } head ? Text(head) : null);
}

public sealed class SqliteCityStatesTests() : CityStatesContract(new SqliteStore());

public sealed class PostgresCityStatesTests(ScratchPostgres server) : CityStatesContract(new PostgresStore(server));
