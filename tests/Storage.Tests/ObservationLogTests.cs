using System.Text;
using CityActors.Engine.Storage.Sqlite;
using CityActors.Observations;
using CityActors.Silo.ObservationLog;
using Xunit;

namespace CityActors.Storage.Tests;

public sealed class ObservationLogTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();
    private readonly TestClock _clock = new(Start);
    private SqliteDatabase _database = null!;
    private IObservationLog _log = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = SqliteDatabase.Open(new SqliteDatabaseOptions { Folder = _folder.Path, Schema = [SqliteObservationLog.Schema] });
        _log = await SqliteObservationLog.Open(_database, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Append_SeveralBatches_GivesDenseOffsetsPerPartition()
    {
        var first = await _log.Append(new AppendRequest([Batch(3, "a", "b"), Batch(5, "c"), Batch(3, "d")]), Cancellation);
        var second = await _log.Append(new AppendRequest([Batch(3, "e")]), Cancellation);

        Assert.Equal([1, 1, 3], first.FirstOffsets);
        Assert.Equal([4], second.FirstOffsets);
        Assert.Equal((4, 1, 0), (_log.LastOffset(3), _log.LastOffset(5), _log.LastOffset(63)));
        Assert.Equal((1, "abde"), await Text(3, 0, 100));
    }

    [Theory]
    [InlineData(0, 3, 1, "abc")]
    [InlineData(1, 3, 2, "bcd")]
    [InlineData(4, 1, 5, "e")]
    [InlineData(4, 9, 5, "ef")]
    [InlineData(6, 9, 7, "")]
    [InlineData(99, 9, 100, "")]
    public async Task Read_AnyOffset_GoesOnFromThereAcrossBatches(long after, int max, long first, string expected)
    {
        await _log.Append(new AppendRequest([Batch(0, "a", "b"), Batch(0, "c", "d", "e"), Batch(0, "f")]), Cancellation);
        Assert.Equal((first, expected), await Text(0, after, max));
    }

    [Fact]
    public async Task Append_ItemsOfAllLengths_ComeBackByteForByte()
    {
        var items = new[] { 0, 1, 127, 128, 16_383, 16_384, 70_000 }
            .Select((length, seed) => (ReadOnlyMemory<byte>)Enumerable.Range(0, length).Select(i => (byte)(i * 7 + seed)).ToArray())
            .ToArray();
        await _log.Append(new AppendRequest([new PartitionBatch(63, items, Start, Start)]), Cancellation);

        var slice = await _log.Read(63, 0, 100, Cancellation);
        Assert.Equal(items.Select(Convert), slice.Items.Select(Convert));
        static string Convert(ReadOnlyMemory<byte> item) => System.Convert.ToHexString(item.Span);
    }

    [Fact]
    public async Task Append_ManyCallers_EveryItemHasOneOffset()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => _log.Append(new AppendRequest([Batch(7, "x", "y", "z")]), Cancellation)));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => 1L + (3 * i)), receipts.Select(receipt => receipt.FirstOffsets[0]).Order());
        Assert.Equal(600, (await _log.Read(7, 0, 1000, Cancellation)).Items.Count);
    }

    [Fact]
    public async Task Append_SameKeyAgain_AppendsNothingAndGivesTheFirstAnswer()
    {
        var request = new AppendRequest([Batch(1, "a")], Answer("sensor", "k1", "first"));
        Assert.Null((await _log.Append(request, Cancellation)).Earlier);
        var again = await _log.Append(request with { Idempotency = Answer("sensor", "k1", "second") }, Cancellation);
        var other = await _log.Append(request with { Idempotency = Answer("other", "k1", "third") }, Cancellation);

        Assert.Equal("first", Encoding.UTF8.GetString(again.Earlier!.Body.Span));
        Assert.Equal((202, "hash"), (again.Earlier.Status, again.Earlier.RequestHash));
        Assert.Empty(again.FirstOffsets);
        Assert.Null(other.Earlier);
        Assert.Equal(2, _log.LastOffset(1));
        Assert.NotNull(await _log.FindIdempotent("sensor", "k1", Cancellation));
        Assert.Null(await _log.FindIdempotent("sensor", "k2", Cancellation));
    }

    [Fact]
    public async Task FindIdempotent_AfterItsLifetime_IsGoneAndTheKeyIsFree()
    {
        var request = new AppendRequest([Batch(1, "a")], Answer("sensor", "k1", "first"));
        await _log.Append(request, Cancellation);
        _clock.Now += TimeSpan.FromHours(24);
        Assert.Null(await _log.FindIdempotent("sensor", "k1", Cancellation));
        Assert.Null((await _log.Append(request, Cancellation)).Earlier);
        Assert.Equal(0, await _log.TrimIdempotent(Cancellation));
        _clock.Now += TimeSpan.FromHours(24);
        Assert.Equal(1, await _log.TrimIdempotent(Cancellation));
    }

    [Fact]
    public async Task Append_BadRequest_IsRefusedAndNothingStored()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _log.Append(new AppendRequest([]), Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => _log.Append(new AppendRequest([Batch(0, "a"), Batch(0)]), Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _log.Append(new AppendRequest([Batch(0, "a"), Batch(64, "b")]), Cancellation));
        Assert.Equal(0, _log.LastOffset(0));
    }

    [Fact]
    public async Task SaveCheckpoint_Forward_IsReadBackAndNeverGoesBackOrBeyond()
    {
        Assert.Null(await _log.ReadCheckpoint(2, Cancellation));
        await _log.Append(new AppendRequest([Batch(2, "a", "b", "c")]), Cancellation);
        var at = Start.AddTicks(1234567);
        await _log.SaveCheckpoint(2, new RouterCheckpoint(2, at, "due"u8.ToArray()), Cancellation);

        var read = await _log.ReadCheckpoint(2, Cancellation);
        Assert.Equal((2, at, "due"), (read!.Offset, read.ClockAt, Encoding.UTF8.GetString(read.Due.Span)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _log.SaveCheckpoint(2, new RouterCheckpoint(1, at, default), Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _log.SaveCheckpoint(2, new RouterCheckpoint(4, at, default), Cancellation));
        await _log.SaveCheckpoint(2, new RouterCheckpoint(2, at.AddHours(1), default), Cancellation);
        Assert.Equal(at.AddHours(1), (await _log.ReadCheckpoint(2, Cancellation))!.ClockAt);
    }

    [Fact]
    public async Task Trim_OldAndCheckpointed_GoesAndOffsetsGoOn()
    {
        await _log.Append(new AppendRequest([Batch(4, "a", "b"), Batch(4, "c")]), Cancellation);
        _clock.Now += TimeSpan.FromDays(1);
        await _log.Append(new AppendRequest([Batch(4, "d"), Batch(4, "e")]), Cancellation);

        Assert.Equal(new TrimReport(0, 0, false), await _log.Trim(4, 100, _clock.Now.AddDays(9), Cancellation));
        await _log.SaveCheckpoint(4, new RouterCheckpoint(4, Start, default), Cancellation);
        Assert.Equal(new TrimReport(0, 0, false), await _log.Trim(4, 2, _clock.Now.AddDays(9), Cancellation));
        Assert.Equal(new TrimReport(2, 3, false), await _log.Trim(4, 100, _clock.Now, Cancellation));
        Assert.Equal((4, "de"), await Text(4, 0, 10));
        Assert.Equal(new TrimReport(1, 1, false), await _log.Trim(4, 100, _clock.Now.AddDays(9), Cancellation));
        Assert.Equal((5, "e"), await Text(4, 1, 10));
        Assert.Equal([6], (await _log.Append(new AppendRequest([Batch(4, "f")]), Cancellation)).FirstOffsets);
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
    public async Task StorePoison_Twice_IsReadOnce()
    {
        var item = new PoisonItem(9, 17, "home-1", "cannot be digested", "bytes"u8.ToArray());
        await _log.StorePoison(item, Cancellation);
        await _log.StorePoison(item, Cancellation);
        await _log.StorePoison(item with { Offset = 18 }, Cancellation);

        var read = await _log.ReadPoison(0, 10, Cancellation);
        Assert.Equal([17, 18], read.Select(poison => poison.Offset));
        Assert.Equal(("home-1", "cannot be digested", Start), (read[0].EntityId, read[0].Reason, read[0].StoredAt));
        Assert.Equal([18], (await _log.ReadPoison(read[0].Sequence, 10, Cancellation)).Select(poison => poison.Offset));
    }

    [Fact]
    public async Task Status_AfterAppendsAndTrims_CountsWhatIsThere()
    {
        await _log.Append(new AppendRequest([Batch(0, "aa", "b"), Batch(0, "c"), Batch(1, "dd")]), Cancellation);
        await _log.SaveCheckpoint(0, new RouterCheckpoint(3, Start, default), Cancellation);
        Assert.Equal(new PartitionStatus(0, 3, 3, 2, 7), (await _log.Status(Cancellation)).Partitions[0]);
        await _log.Trim(0, 3, Start.AddDays(1), Cancellation);

        var status = await _log.Status(Cancellation);
        Assert.Equal(64, status.Partitions.Count);
        Assert.Equal(new PartitionStatus(0, 3, 3, 1, 2), status.Partitions[0]);
        Assert.Equal(new PartitionStatus(1, 1, 0, 1, 3), status.Partitions[1]);
        Assert.Equal((1, 5), (status.Lag, status.Bytes));
    }

    private static PartitionBatch Batch(int partition, params string[] items) =>
        new(partition, [.. items.Select(item => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(item))], Start, Start.AddMinutes(1));

    private static IdempotencyRecord Answer(string caller, string key, string body) =>
        new(caller, key, "hash", 202, Encoding.UTF8.GetBytes(body));

    private async Task<(long First, string Text)> Text(int partition, long after, int max)
    {
        var slice = await _log.Read(partition, after, max, Cancellation);
        return (slice.FirstOffset, string.Concat(slice.Items.Select(item => Encoding.UTF8.GetString(item.Span))));
    }
}
