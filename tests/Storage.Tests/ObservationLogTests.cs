using CityActors.Observations;
using CityActors.Silo.ObservationLog;
using CityActors.Testing;
using Xunit;

namespace CityActors.Storage.Tests;

public sealed class MemoryObservationLogTests : ObservationLogContract
{
    private readonly MemoryObservationLog _log;

    public MemoryObservationLogTests() => _log = new MemoryObservationLog(Clock);

    protected override IObservationLog Log => _log;
}

/// <summary>What the log must do on every kind of database.</summary>
public abstract class DatabaseObservationLogContract : ObservationLogContract, IAsyncLifetime
{
    private readonly TestStore _store;
    private Database _database = null!;
    private DatabaseObservationLog _log = null!;

    private protected DatabaseObservationLogContract(TestStore store) => _store = store;

    protected override IObservationLog Log => _log;

    public async ValueTask InitializeAsync()
    {
        _database = Database.Open(_store.Options([DatabaseObservationLog.Schema]));
        _log = await DatabaseObservationLog.Open(_database, Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Trim_Everything_ReopensWithTheNextOffset()
    {
        await _log.Append(new AppendRequest([Batch(4, "a", "b")]), Cancellation);
        await _log.SaveCheckpoint(4, new RouterCheckpoint(2, Start, default), Cancellation);
        await _log.Trim(4, 3, Start.AddDays(1), Cancellation);
        await _database.DisposeAsync();
        await InitializeAsync();

        Assert.Equal(2, _log.LastOffset(4));
        Assert.Equal((3, ""), await Text(4, 0, 10) with { First = 3 });
        Assert.Equal([3], (await _log.Append(new AppendRequest([Batch(4, "c")]), Cancellation)).FirstOffsets);
    }

    [Fact]
    public async Task Status_AfterManyAppendsAndTrims_EqualsARecount()
    {
        for (var i = 0; i < 40; i++)
        {
            await _log.Append(new AppendRequest([Batch(i % 3, "a", "bb"), Batch((i + 1) % 3, "ccc")]), Cancellation);
        }

        await _log.SaveCheckpoint(1, new RouterCheckpoint(11, Start, default), Cancellation);
        await _log.Trim(1, 10, Start.AddDays(1), Cancellation);

        var recount = await _database.Read(session =>
        {
            var rows = session.Prepare(new SqlQuery("SELECT partition, count(*), sum(length(payload)), sum(count) FROM observation_log GROUP BY partition"));
            var counts = new List<(int, long, long, long)>();
            while (rows.Step())
            {
                counts.Add((rows.Int32(0), rows.Int64(1), rows.Int64(2), rows.Int64(3)));
            }

            return counts;
        });
        var status = await _log.Status(Cancellation);
        Assert.Equal(3, recount.Count);
        Assert.All(recount, row => Assert.Equal((row.Item2, row.Item3), (status.Partitions[row.Item1].Batches, status.Partitions[row.Item1].Bytes)));
        Assert.Equal(120, status.Partitions.Sum(partition => partition.LastOffset));
        Assert.True(recount[1].Item4 < status.Partitions[1].LastOffset);
    }
}

public sealed class SqliteObservationLogTests() : DatabaseObservationLogContract(new SqliteStore());

public sealed class PostgresObservationLogTests(ScratchPostgres server) : DatabaseObservationLogContract(new PostgresStore(server));
