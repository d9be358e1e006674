using CityActors.Testing;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(ScratchPostgres))]

namespace CityActors.Storage.Tests;

public sealed class PostgresDatabaseTests : DatabaseContract
{
    private static readonly SqlQuery AllAfter = new("SELECT id FROM note WHERE id > ?1 ORDER BY id");
    private static readonly SqlQuery ChangeOne = new("UPDATE note SET text = ?2 WHERE id = ?1");

    private readonly ScratchPostgres _server;
    private readonly PostgresStore _store;

    public PostgresDatabaseTests(ScratchPostgres server)
        : this(server, new PostgresStore(server))
    {
    }

    private PostgresDatabaseTests(ScratchPostgres server, PostgresStore store)
        : base(store) => (_server, _store) = (server, store);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_SyncedOrNot_AsksTheServerForIt()
    {
        await using var database = Open();
        Assert.Equal("on", await database.Write(Mode));
        Assert.Equal("off", await database.Write(Mode, isSynced: false));
        Assert.Equal("on", await database.Write(Mode));

        static string Mode(DatabaseSession session) => One(session, "SHOW synchronous_commit");
    }

    [Fact]
    public async Task Open_SomebodyElseHasIt_FailsNamingHim()
    {
        await using var database = Open();
        var error = Assert.Throws<StorageUnavailableException>(() => Open());
        Assert.Equal(StorageFault.Locked, error.Fault);
        Assert.Contains($"CityActors alone writer, process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_Shared_SharesWithItsLikeOnly()
    {
        var shared = _store.Options([Notes]) with { Sharing = DatabaseSharing.Shared };
        await using (var first = Open(shared))
        {
            await using var second = Open(shared);
            await Add(first, 1, "x");
            Assert.Equal(1, await second.Read(CountNotes));
            var error = Assert.Throws<StorageUnavailableException>(() => Open());
            Assert.Contains("CityActors silo writer", error.Message, StringComparison.Ordinal);
        }

        await using var alone = Open();
        Assert.Throws<StorageUnavailableException>(() => Open(shared));
    }

    [Fact]
    public async Task Open_ManyAtOnceOnANewDatabase_MakeTheTablesOnce()
    {
        var shared = _store.Options([Notes]) with { Sharing = DatabaseSharing.Shared, LockTimeout = TimeSpan.FromSeconds(20) };
        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Open(shared), Cancellation)));
        await Task.WhenAll(databases.Select((database, id) => Add(database, id, "x")));
        Assert.Equal(4, await databases[0].Read(CountNotes));
        foreach (var database in databases)
        {
            await database.DisposeAsync();
        }
    }

    [Fact]
    public async Task Open_SeveralServersNamed_UsesThePrimaryAndGivesItFree()
    {
        var host = new NpgsqlConnectionStringBuilder(_store.Store).Host;
        var options = _store.Options([Notes]) with { Store = $"{_store.Store};Host={host},{host};Target Session Attributes=primary" };
        for (var start = 1; start <= 2; start++)
        {
            await using var database = Open(options);
            await Add(database, start, "x");
            await using var lease = await database.TryLease("duties", Cancellation);
            Assert.NotNull(lease);
            Assert.Equal(start, await database.Read(CountNotes));
        }
    }

    [Theory]
    [InlineData("postgresql://city:Tr0ub4dor@db/city")]
    [InlineData("Host=db;Database=city;Pasword=Tr0ub4dor")]
    [InlineData("Tr0ub4dor=x")]
    [InlineData("Host=db;Database=city;Port=Tr0ub4dor")]
    [InlineData("Host=db;Password=Tr0ub4dor")]
    public void Open_StoreThatIsNone_SaysSoWithoutRepeatingIt(string store)
    {
        var error = Assert.Throws<StorageUnavailableException>(() => Open(new DatabaseOptions { Store = store }));
        Assert.Equal(StorageFault.CannotOpen, error.Fault);
        Assert.DoesNotContain("Tr0ub4dor", $"{error}", StringComparison.Ordinal);
        Assert.Contains("Host=", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ServerOrDatabaseMissing_SaysWhereWithoutThePassword()
    {
        var nowhere = Assert.Throws<StorageUnavailableException>(() => Open(new DatabaseOptions { Store = "Host=/nowhere;Database=city;Username=city;Password=Tr0ub4dor" }));
        var missing = Assert.Throws<StorageUnavailableException>(() => Open(new DatabaseOptions { Store = _store.Store.Replace(ScratchPostgres.DatabaseOf(_store.Store), "nothing", StringComparison.Ordinal) + ";Password=Tr0ub4dor" }));
        Assert.Equal((StorageFault.Unreachable, StorageFault.CannotOpen), (nowhere.Fault, missing.Fault));
        Assert.Contains("\"city\" on /nowhere", nowhere.Message, StringComparison.Ordinal);
        Assert.Contains("\"nothing\"", missing.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Tr0ub4dor", $"{nowhere}{missing}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_CutByTheServerWhileIdle_NobodyNotices()
    {
        await using var database = Open();
        await Add(database, 1, "x");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => database.Read(CountNotes)));
        _server.Run("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{ScratchPostgres.DatabaseOf(_store.Store)}'");
        await Add(database, 2, "y");
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => database.Read(CountNotes))), count => Assert.Equal(2, count));
    }

    [Fact]
    public async Task Write_DatabaseSetToReadOnly_FailsAsReadOnlyAndGoesOnAfterwards()
    {
        await using var database = Open();
        await database.Write(session => One(session, "SELECT set_config('default_transaction_read_only', 'on', false)"));
        var error = await Assert.ThrowsAsync<StorageUnavailableException>(() => Add(database, 1, "x"));
        Assert.Equal(StorageFault.ReadOnly, error.Fault);
        await database.Write(session => One(session, "SELECT set_config('default_transaction_read_only', 'off', false)"));
        await Add(database, 1, "x");
    }

    [Fact]
    public async Task Write_AnotherProgramHoldsTheRow_FailsAsLockedAndGoesOnAfterwards()
    {
        await using var database = Open();
        await Add(database, 1, "x");
        await using (var other = new NpgsqlConnection(_store.Store + ";Pooling=False"))
        {
            await other.OpenAsync(Cancellation);
            await using var begin = new NpgsqlCommand("BEGIN; UPDATE note SET text = 'theirs' WHERE id = 1", other);
            await begin.ExecuteNonQueryAsync(Cancellation);
            var error = await Assert.ThrowsAsync<StorageUnavailableException>(() => Rename(database, 1, "ours"));
            Assert.Equal(StorageFault.Locked, error.Fault);
        }

        await Rename(database, 1, "ours");
        Assert.Equal(["1:ours"], await database.Read(ListNotes));
    }

    [Fact]
    public async Task Write_TwoProcessesInEachOthersWay_AreRunAgain()
    {
        var shared = _store.Options([Notes]) with { Sharing = DatabaseSharing.Shared, LockTimeout = TimeSpan.FromSeconds(20) };
        await using var first = Open(shared);
        await using var second = Open(shared);
        await Add(first, 1, "x");
        await Add(first, 2, "x");
        using var both = new Barrier(2);
        var runs = 0;
        int Cross(DatabaseSession session, long one, long other)
        {
            var isFirst = Interlocked.Increment(ref runs) <= 2;
            session.Prepare(ChangeOne).Bind(1, one).Bind(2, $"by {one}").Execute();
            if (isFirst)
            {
                both.SignalAndWait(Cancellation);
            }

            return session.Prepare(ChangeOne).Bind(1, other).Bind(2, $"by {one}").Execute();
        }

        await Task.WhenAll(first.Write(session => Cross(session, 1, 2)), second.Write(session => Cross(session, 2, 1)));
        Assert.InRange(runs, 3, 8); // The server may choose one victim or both.
        var notes = await first.Read(ListNotes);
        Assert.Contains(notes, new string[][] { ["1:by 1", "2:by 1"], ["1:by 2", "2:by 2"] });
    }

    [Fact]
    public async Task Serialize_TwoProcesses_NumberInTheOrderOfTheirCommits()
    {
        var shared = _store.Options([Notes]) with { Sharing = DatabaseSharing.Shared, LockTimeout = TimeSpan.FromSeconds(20) };
        await using var first = Open(shared);
        await using var second = Open(shared);
        var writers = Task.WhenAll(new[] { first, second }.SelectMany(database => Enumerable.Range(0, 200).Select(async i =>
        {
            await Task.Yield();
            await database.Write(session =>
            {
                session.Serialize();
                session.Prepare(Append).Bind(1, $"{i}").Post();
                return 0;
            });
        })));
        var seen = new List<long>();
        while (seen.Count < 400)
        {
            var after = seen.LastOrDefault();
            seen.AddRange(await second.Read(session => After(session, after)));
        }

        await writers;
        Assert.Equal(Enumerable.Range(1, 400).Select(id => (long)id), seen);
    }

    private static long[] After(DatabaseSession session, long id)
    {
        var rows = session.Prepare(AllAfter).Bind(1, id);
        var ids = new List<long>();
        while (rows.Step())
        {
            ids.Add(rows.Int64(0));
        }

        return [.. ids];
    }

    private static Task<int> Rename(Database database, long id, string text) => database.Write(session => session.Prepare(ChangeOne).Bind(1, id).Bind(2, text).Execute());
}
