using CityActors.Engine.Reminders;
using CityActors.Engine.Storage;
using CityActors.Testing;
using Orleans.Runtime;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>What every reminder table must do.</summary>
public abstract class ReminderTableContract
{
    protected virtual DateTimeOffset Start { get; } = new DateTimeOffset(2026, 1, 5, 6, 0, 0, TimeSpan.Zero).AddTicks(1);

    protected abstract IReminderTable Table { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upsert_SeveralReminders_AreReadInOrder()
    {
        await Table.Upsert(Entry("due", "b/1", "tick"), Cancellation);
        await Table.Upsert(Entry("due-book", "a", "tick"), Cancellation);
        await Table.Upsert(Entry("due", "a", "tock"), Cancellation);
        await Table.Upsert(Entry("due", "a", "Tick"), Cancellation);

        var all = await Table.ReadAll(Cancellation);
        Assert.Equal(["due/a Tick", "due/a tock", "due/b/1 tick", "due-book/a tick"], all.Select(entry => $"{entry.GrainId} {entry.Name}"));
        Assert.Equal((Start, TimeSpan.FromMinutes(1)), (all[0].StartUtc, all[0].Period));
        Assert.Equal(["Tick", "tock"], (await Table.Read(GrainId.Create("due", "a"), Cancellation)).Select(entry => entry.Name));
    }

    [Fact]
    public async Task Upsert_Again_ReplacesAndGivesANewVersion()
    {
        var first = await Table.Upsert(Entry("due", "a", "tick"), Cancellation);
        var second = await Table.Upsert(Entry("due", "a", "tick") with { Period = TimeSpan.FromHours(2) }, Cancellation);

        var read = Assert.Single(await Table.ReadAll(Cancellation));
        Assert.NotEqual(first, second);
        Assert.Equal((second, TimeSpan.FromHours(2)), (read.ETag, read.Period));
    }

    [Fact]
    public async Task Remove_RightVersionOrAny_RemovesOnce()
    {
        var grain = GrainId.Create("due", "a");
        var old = await Table.Upsert(Entry("due", "a", "tick"), Cancellation);
        var current = await Table.Upsert(Entry("due", "a", "tick"), Cancellation);
        await Table.Upsert(Entry("due", "a", "tock"), Cancellation);

        Assert.False(await Table.Remove(grain, "tick", old, Cancellation));
        Assert.False(await Table.Remove(grain, "tick", "no version", Cancellation));
        Assert.True(await Table.Remove(grain, "tick", current, Cancellation));
        Assert.False(await Table.Remove(grain, "tick", null, Cancellation));
        Assert.True(await Table.Remove(grain, "tock", null, Cancellation));
        Assert.Empty(await Table.ReadAll(Cancellation));
    }

    private ReminderEntry Entry(string type, string key, string name) => new(type, key, name, Start, TimeSpan.FromMinutes(1), "");
}

public sealed class MemoryReminderTableTests : ReminderTableContract
{
    protected override IReminderTable Table { get; } = new MemoryReminderTable();
}

/// <summary>The same on every kind of database.</summary>
public abstract class DatabaseReminderTableContract : ReminderTableContract, IAsyncLifetime
{
    private readonly TestStore _store;
    private Database _database = null!;
    private DatabaseReminderTable _table = null!;

    private protected DatabaseReminderTableContract(TestStore store) => _store = store;

    protected override IReminderTable Table => _table;

    public ValueTask InitializeAsync()
    {
        _database = Database.Open(_store.Options(TestStore.ReminderTables));
        _table = new DatabaseReminderTable(_database, "city");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _store.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class SqliteReminderTableTests() : DatabaseReminderTableContract(new SqliteStore());

/// <summary>Orleans' table keeps milliseconds.</summary>
public sealed class PostgresReminderTableTests(ScratchPostgres server) : DatabaseReminderTableContract(new PostgresStore(server))
{
    protected override DateTimeOffset Start { get; } = new DateTimeOffset(2026, 1, 5, 6, 0, 0, TimeSpan.Zero).AddMilliseconds(7);
}
