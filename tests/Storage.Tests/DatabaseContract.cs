using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>What every kind of database must do.</summary>
public abstract class DatabaseContract : IDisposable
{
    private protected static readonly SchemaPart Notes = new("notes", ["CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL)"]);
    private protected static readonly SqlQuery Insert = new("INSERT INTO note (id, text) VALUES (?1, ?2)");
    private protected static readonly SqlQuery Append = new("INSERT INTO note (text) VALUES (?1) RETURNING id");
    private protected static readonly SqlQuery Change = new("UPDATE note SET text = ?2 WHERE id >= ?1");
    private static readonly SqlQuery Count = new("SELECT count(*) FROM note");
    private protected static readonly SqlQuery All = new("SELECT id, text FROM note ORDER BY id");

    private readonly TestStore _store;

    private protected DatabaseContract(TestStore store) => _store = store;

    public void Dispose()
    {
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Bind_OutOfTurnOrNotAll_FailsNamingTheStatement()
    {
        await using var database = Open();
        var turned = await Assert.ThrowsAsync<InvalidOperationException>(() => database.Write(session => session.Prepare(Change).Bind(2, "x").Bind(1, 1).Execute()));
        var half = await Assert.ThrowsAsync<InvalidOperationException>(() => database.Write(session => session.Prepare(Change).Bind(1, 1).Execute()));
        Assert.All([turned, half], error => Assert.Contains("UPDATE note", error.Message, StringComparison.Ordinal));
        await Add(database, 1, "later");
    }

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
        using var writer = new HeldWriter(database);
        var writes = Enumerable.Range(1, 1000).Select(id => Add(database, id, "x")).ToArray();
        await writer.Release();
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
        Assert.Contains(error.Code, new[] { "1555", "23505" });
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
    public async Task Write_QueueFull_FailsAtOnceAsOverloaded()
    {
        await using var database = Open(_store.Options([Notes]) with { QueuedBytesLimit = 1000 });
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
    public async Task Open_NewStepsOfASchema_AreAppliedOnce()
    {
        await using (var database = Open())
        {
            await Add(database, 1, "kept");
        }

        var grown = Notes with { Steps = [.. Notes.Steps, "ALTER TABLE note ADD COLUMN author TEXT NOT NULL DEFAULT 'nobody'"] };
        for (var start = 0; start < 2; start++)
        {
            await using var database = Open(_store.Options([grown]));
            Assert.Equal("nobody", await database.Read(session => One(session, "SELECT author FROM note")));
        }

        var error = Assert.Throws<InvalidOperationException>(() => Open());
        Assert.Contains("newer CityActors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_PartThatIsRetired_IsRefusedAndLeftAlone()
    {
        string place;
        await using (var database = Open())
        {
            await Add(database, 1, "old");
            place = database.Place;
        }

        var other = new SchemaPart("other", ["CREATE TABLE other (id INTEGER PRIMARY KEY)"]);
        var options = _store.Options([other]) with { RetiredParts = ["never-there", "notes"] };
        var error = Assert.Throws<InvalidOperationException>(() => Open(options));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains("older CityActors", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"notes\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("another folder or database", error.Message, StringComparison.Ordinal);

        await using var again = Open();
        Assert.Equal(["1:old"], await again.Read(ListNotes));
        await Assert.ThrowsAsync<StatementException>(() => again.Read(session => One(session, "SELECT count(*) FROM other")));
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
            await Assert.ThrowsAsync<StatementException>(() => database.Read(session => One(session, "SELECT nonsense FROM note")));
            await database.Read(session => session.Prepare(All).Step());
        }

        await Add(database, 3, "z");
        Assert.Equal(["1:x", "2:y", "3:z"], await database.Read(ListNotes));
    }

    [Fact]
    public async Task Post_ManyStatements_AreAnsweredInOrderBeforeTheCommit()
    {
        await using var database = Open();
        var given = new List<long>();
        var changed = await database.Write(session =>
        {
            given.Clear();
            var counts = new List<int>();
            for (var i = 0; i < 1200; i++)
            {
                session.Prepare(Append).Bind(1, $"{i}").PostRows(row => given.Add(row.Int64(0)));
                session.Prepare(Append).Bind(1, "not asked").Post();
                session.Prepare(Change).Bind(1, i * 2).Bind(2, $"{i}").PostCount(counts.Add);
            }

            return counts;
        });
        Assert.Equal(Enumerable.Range(0, 1200).Select(i => (long)((2 * i) + 1)), given);
        Assert.Equal(1200, changed.Count);
        Assert.Equal([2, 3, 3], changed.Take(3));
        Assert.Equal(2400, await database.Read(CountNotes));
    }

    [Fact]
    public async Task Post_OneFails_OnlyItsOperationIsUndone()
    {
        await using var database = Open();
        using var writer = new HeldWriter(database);
        var before = Add(database, 1, "before");
        var broken = database.Write(session =>
        {
            session.Prepare(Insert).Bind(1, 2).Bind(2, "undone").Post();
            session.Prepare(Insert).Bind(1, 1).Bind(2, "twice").Post();
            return 0;
        });
        var after = Add(database, 3, "after");
        await writer.Release();
        await Task.WhenAll(before, after);
        await Assert.ThrowsAsync<StatementException>(() => broken);
        Assert.Equal(["1:before", "3:after"], await database.Read(ListNotes));
        await Add(database, 4, "later");
    }

    [Fact]
    public async Task Write_FailureSwallowed_KeepsNothingHalf()
    {
        await using var database = Open();
        await Add(database, 1, "there");
        var swallowed = database.Write(session =>
        {
            try
            {
                session.Prepare(Insert).Bind(1, 1).Bind(2, "twice").Execute();
            }
            catch (StatementException)
            {
                // As an operation should not.
            }

            return session.Prepare(Insert).Bind(1, 2).Bind(2, "after").Execute();
        });
        var kept = await Record.ExceptionAsync(() => swallowed) is null;
        Assert.Equal(kept ? ["1:there", "2:after"] : ["1:there"], await database.Read(ListNotes));
    }

    [Fact]
    public async Task Values_OfEveryKind_ComeBackAsTheyWere()
    {
        var kinds = new SchemaPart("kinds", ["CREATE TABLE kind (number INTEGER, text TEXT, bytes BLOB, at TEXT)"]);
        var insert = new SqlQuery("INSERT INTO kind (number, text, bytes, at) VALUES (?1, ?2, ?3, ?4)");
        var withoutBytes = new SqlQuery("INSERT INTO kind (number, text, at) VALUES (?1, ?2, ?3)");
        var at = new DateTimeOffset(2026, 1, 5, 6, 0, 0, TimeSpan.FromHours(8)).AddTicks(3);
        await using var database = Open(_store.Options([kinds]));
        await database.Write(session =>
        {
            session.Prepare(insert).Bind(1, long.MinValue).Bind(2, "张三 ?1 'x'").Bind(3, [0, 255]).Bind(4, at).Execute();
            session.Prepare(withoutBytes).Bind(1, (long?)null).Bind(2, (string?)null).Bind(3, (DateTimeOffset?)null).Execute();
            return session.Prepare(insert).Bind(1, 0).Bind(2, "").Bind(3, []).Bind(4, at).Execute();
        });
        var read = await database.Read(session =>
        {
            var rows = session.Prepare(new SqlQuery("SELECT number, text, bytes, at FROM kind ORDER BY number IS NULL, number"));
            var list = new List<string>();
            while (rows.Step())
            {
                list.Add($"{rows.IsNull(0)} {rows.Int64(0)} {rows.IsNull(1)} {rows.Text(1)} {rows.IsNull(2)} {Convert.ToHexString(rows.Blob(2))} {(rows.IsNull(3) ? "" : rows.Instant(3).Ticks)}");
            }

            return list;
        });
        var ticks = at.UtcTicks;
        Assert.Equal([$"False {long.MinValue} False 张三 ?1 'x' False 00FF {ticks}", $"False 0 False  False  {ticks}", "True 0 True  True  "], read);
    }

    [Theory]
    [InlineData("half a character: \ud800")]
    [InlineData("the end of texts in C: \0")]
    public async Task Text_ThatIsNone_HarmsOnlyItself(string text)
    {
        await using var database = Open();
        using var writer = new HeldWriter(database);
        var before = Add(database, 1, "before");
        var odd = Add(database, 2, text);
        var after = Add(database, 3, "after");
        await writer.Release();
        await Task.WhenAll(before, after);
        var isKept = await Record.ExceptionAsync(() => odd) is null;
        Assert.Equal(isKept ? 3 : 2, await database.Read(CountNotes));
        await Add(database, 4, "later");
    }

    [Fact]
    public async Task Text_Order_IsThatOfItsBytes()
    {
        await using var database = Open();
        string[] texts = ["a", "B", "_", "-", "Z", "z", "é", "家", "order-10", "order-9", "Order-1"];
        await Task.WhenAll(texts.Select((text, id) => Add(database, id, text)));
        var sorted = await database.Read(session =>
        {
            var rows = session.Prepare(new SqlQuery("SELECT text FROM note ORDER BY text"));
            var list = new List<string>();
            while (rows.Step())
            {
                list.Add(rows.Text(0));
            }

            return list;
        });
        Assert.Equal(texts.Order(StringComparer.Ordinal), sorted);
    }

    private protected static Task<int> Add(Database database, long id, string text) =>
        database.Write(session => session.Prepare(Insert).Bind(1, id).Bind(2, text).Execute());

    private protected static long CountNotes(DatabaseSession session)
    {
        var row = session.Prepare(Count);
        row.Step();
        return row.Int64(0);
    }

    private protected static string[] ListNotes(DatabaseSession session)
    {
        var list = new List<string>();
        var rows = session.Prepare(All);
        while (rows.Step())
        {
            list.Add($"{rows.Int64(0)}:{rows.Text(1)}");
        }

        return [.. list];
    }

    private protected static string One(DatabaseSession session, string text)
    {
        var row = session.Prepare(new SqlQuery(text));
        row.Step();
        return row.Text(0);
    }

    private protected Database Open() => Open(_store.Options([Notes]));

    private protected static Database Open(DatabaseOptions options) => Database.Open(options);
}
