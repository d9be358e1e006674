using CityActors.Facts;
using CityActors.Silo.ObservationLog;
using Xunit;

namespace CityActors.Storage.Tests;

public sealed class MemoryFactLogTests : FactLogContract
{
    protected override IFactLog Facts { get; } = new MemoryFactLog();
}

public sealed class SqliteFactLogTests : FactLogContract, IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private Database _database = null!;
    private DatabaseFactLog _facts = null!;

    protected override IFactLog Facts => _facts;

    public async ValueTask InitializeAsync()
    {
        _database = Database.Open(new DatabaseOptions { Folder = _folder.Path, Schema = [DatabaseFactLog.Schema] });
        _facts = await DatabaseFactLog.Open(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
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
