using System.Text;
using CityActors.Commits;
using CityActors.Facts;
using CityActors.Silo.Stores;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>A city's storage and those who read beside it, on a database of its own.</summary>
public abstract class CityStorageRun : IAsyncLifetime
{
    private protected const string Order = "work-order/order-1";
    private readonly TestStore _store;

    private protected CityStorageRun(TestStore store) => _store = store;

    protected static DateTimeOffset At => TestFacts.At;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected Database Database { get; private set; } = null!;

    private protected DatabaseFactLog Facts { get; private set; } = null!;

    private protected DatabaseCityStorage Storage { get; private set; } = null!;

    private protected DatabaseDeadlines Deadlines { get; private set; } = null!;

    private protected DatabaseReactions Reactions { get; private set; } = null!;

    private protected List<CommitNews> News { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Database = CityActors.Storage.Database.Open(_store.Options(CityTables.Schema));
        Facts = await DatabaseFactLog.Open(Database);
        Storage = new DatabaseCityStorage(Database, "city", new TestClock(At));
        Storage.Follow(News.Add);
        Facts.Follow(Storage);
        Deadlines = new DatabaseDeadlines(Database);
        Reactions = new DatabaseReactions(Database);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task Reopen()
    {
        await Database.DisposeAsync();
        await InitializeAsync();
    }

    private protected static CityCommit State(string owner, long version, string head) =>
        new() { Owner = owner, At = At, Version = version, Head = Encoding.UTF8.GetBytes(head) };

    private protected static RowWrite Row(string name, string payload) => new(name, Encoding.UTF8.GetBytes(payload));

    private protected static CityFact Area(string subject, long version) => TestFacts.Area(subject, version);

    private protected static CityFact Taken(string subject, long version) => TestFacts.Taken(subject, version);

    private protected Task Tell(params CityFact[] facts) => Storage.Tell(At, facts);

    private protected async Task<string> Text(string owner)
    {
        var state = await Storage.Read(owner);
        return string.Join(' ', [$"{state.Version} {Text(state.Head!.Value)}", .. state.Rows.Select(row => $"{row.Name}={Text(row.Payload)}")]);
    }

    private protected static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
