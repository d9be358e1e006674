using CityActors.Facts;
using CityActors.Silo.ObservationLog;
using CityActors.Testing;
using Xunit;

namespace CityActors.Storage.Tests;

public sealed class MemoryFactLogTests : FactLogContract
{
    protected override IFactLog Facts { get; } = new MemoryFactLog();
}

/// <summary>What the log must do on every kind of database.</summary>
public abstract class DatabaseFactLogContract : FactLogContract, IAsyncLifetime
{
    private readonly TestStore _store;
    private Database _database = null!;
    private DatabaseFactLog _facts = null!;

    private protected DatabaseFactLogContract(TestStore store) => _store = store;

    protected override IFactLog Facts => _facts;

    public async ValueTask InitializeAsync()
    {
        _database = Database.Open(_store.Options([DatabaseFactLog.Schema]));
        _facts = await DatabaseFactLog.Open(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task LastSequence_AfterReopening_GoesOn()
    {
        await _facts.Append([Fact("order-1", 1)], Cancellation);
        await _database.DisposeAsync();
        await InitializeAsync();
        Assert.Equal(1, await _facts.LastSequence());
        await _facts.Append([Fact("order-1", 2)], Cancellation);
        Assert.Equal([2], (await _facts.Read(1, 10, cancellationToken: Cancellation)).Facts.Select(fact => fact.Sequence));
    }

    [Fact]
    public async Task Read_WhileOthersAppend_NeverSeesALowerSequenceLater()
    {
        var append = Task.WhenAll(Enumerable.Range(0, 300).Select(i => _facts.Append([Fact($"order-{i}", 1), Fact($"order-{i}", 2)], Cancellation)));
        var seen = new List<long>();
        while (seen.Count < 600)
        {
            var last = seen.LastOrDefault();
            await _facts.WaitBeyond(last, Cancellation);
            seen.AddRange((await _facts.Read(last, 50, cancellationToken: Cancellation)).Facts.Select(fact => fact.Sequence));
        }

        await append;
        Assert.Equal(Enumerable.Range(1, 600).Select(sequence => (long)sequence), seen);
    }
}

public sealed class SqliteFactLogTests() : DatabaseFactLogContract(new SqliteStore());

public sealed class PostgresFactLogTests(ScratchPostgres server) : DatabaseFactLogContract(new PostgresStore(server));
