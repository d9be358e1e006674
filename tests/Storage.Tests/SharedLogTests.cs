using CityActors.Observations;
using CityActors.Silo.ObservationLog;
using CityActors.Silo.Stores;
using CityActors.Testing;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>Several Silos append to the same logs at once.</summary>
public sealed class SharedLogTests(ScratchPostgres server) : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);
    private readonly PostgresStore _store = new(server);
    private readonly Database[] _databases = new Database[3];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        for (var i = 0; i < _databases.Length; i++)
        {
            _databases[i] = Database.Open(_store.Options([DatabaseObservationLog.Schema, .. CityTables.Schema]) with
            {
                Sharing = DatabaseSharing.Shared,
                LockTimeout = TimeSpan.FromSeconds(30),
            });
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }

        _store.Dispose();
    }

    [Fact]
    public async Task Append_FromAllSilos_EveryItemHasOneOffsetAndIsReadEverywhere()
    {
        var logs = await Task.WhenAll(_databases.Select(database => DatabaseObservationLog.Open(database, TimeProvider.System)));
        var receipts = await Task.WhenAll(Enumerable.Range(0, 300).Select(async i =>
        {
            // Each takes the partitions in another order: nobody may be in another's way for ever.
            var partitions = Enumerable.Range(0, 4).Select(p => i % 2 == 0 ? p : 3 - p);
            return (Value: i, Receipt: await logs[i % 3].Append(new AppendRequest([.. partitions.Select(p => Batch(p, i))]), Cancellation));
        }));

        foreach (var log in logs)
        {
            for (var partition = 0; partition < 4; partition++)
            {
                var slice = await log.Read(partition, 0, 10_000, Cancellation);
                Assert.Equal((1L, 600), (slice.FirstOffset, slice.Items.Count));
                Assert.All(receipts, entry =>
                {
                    var index = entry.Value % 2 == 0 ? partition : 3 - partition;
                    Assert.Equal(entry.Value, BitConverter.ToInt32(slice.Items[(int)entry.Receipt.FirstOffsets[index] - 1].Span));
                });
            }
        }
    }

    [Fact]
    public async Task Append_SameIdempotencyKeyOnTwoSilos_IsStoredOnce()
    {
        var logs = await Task.WhenAll(_databases.Select(database => DatabaseObservationLog.Open(database, TimeProvider.System)));
        var receipts = await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
            logs[i % 3].Append(new AppendRequest([Batch(5, 1)], new IdempotencyRecord("meter", "key", "hash", 202, new byte[] { 1 })), Cancellation)));
        Assert.Single(receipts, receipt => receipt.Earlier is null);
        Assert.Equal(2, (await logs[0].Read(5, 0, 100, Cancellation)).Items.Count);
    }

    [Fact]
    public async Task LastOffset_KeyAnsweredBefore_CoversWhatThatAnswerSpeaksOf()
    {
        var (first, second) = (await DatabaseObservationLog.Open(_databases[0], TimeProvider.System), await DatabaseObservationLog.Open(_databases[1], TimeProvider.System));
        await first.Append(new AppendRequest([Batch(5, 1)], new IdempotencyRecord("meter", "key", "hash", 202, new byte[] { 1 })), Cancellation);
        Assert.NotNull(await second.FindIdempotent("meter", "key", Cancellation));
        Assert.Equal(2, second.LastOffset(5));
    }

    [Fact]
    public async Task Facts_FromAllSilos_AFollowerMissesNone()
    {
        var storages = _databases.Select(database => new DatabaseCityStorage(database, "city", TimeProvider.System)).ToArray();
        var log = await DatabaseFactLog.Open(_databases[2]);
        var commits = Task.WhenAll(Enumerable.Range(0, 300).Select(i => storages[i % 2].Tell(At, TestFacts.Area($"order-{i}", 1), TestFacts.Area($"order-{i}", 2))));
        var seen = new List<string>();
        var last = 0L;
        while (seen.Count < 600)
        {
            await log.WaitBeyond(last, Cancellation); // Its own Silo commits nothing.
            var page = await log.Read(last, 50, cancellationToken: Cancellation);
            seen.AddRange(page.Facts.Select(fact => fact.Id));
            last = page.NextAfter;
        }

        await commits;
        Assert.Equal(600, seen.Distinct().Count());
    }

    private static PartitionBatch Batch(int partition, int value) => new(partition, [BitConverter.GetBytes(value), BitConverter.GetBytes(-1)], At, At);
}
