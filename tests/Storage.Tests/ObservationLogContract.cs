using System.Text;
using CityActors.Observations;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>What every observation log must do.</summary>
public abstract class ObservationLogContract
{
    protected static readonly DateTimeOffset Start = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);

    protected abstract IObservationLog Log { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected TestClock Clock { get; } = new(Start);

    [Fact]
    public async Task Append_SeveralBatches_GivesDenseOffsetsPerPartition()
    {
        var first = await Log.Append(new AppendRequest([Batch(3, "a", "b"), Batch(5, "c"), Batch(3, "d")]), Cancellation);
        var second = await Log.Append(new AppendRequest([Batch(3, "e")]), Cancellation);

        Assert.Equal([1, 1, 3], first.FirstOffsets);
        Assert.Equal([4], second.FirstOffsets);
        Assert.Equal((4, 1, 0), (Log.LastOffset(3), Log.LastOffset(5), Log.LastOffset(63)));
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
        await Log.Append(new AppendRequest([Batch(0, "a", "b"), Batch(0, "c", "d", "e"), Batch(0, "f")]), Cancellation);
        Assert.Equal((first, expected), await Text(0, after, max));
    }

    [Fact]
    public async Task Append_ItemsOfAllLengths_ComeBackByteForByte()
    {
        var items = new[] { 0, 1, 127, 128, 16_383, 16_384, 70_000 }
            .Select((length, seed) => (ReadOnlyMemory<byte>)Enumerable.Range(0, length).Select(i => (byte)(i * 7 + seed)).ToArray())
            .ToArray();
        await Log.Append(new AppendRequest([new PartitionBatch(63, items, Start, Start)]), Cancellation);

        var slice = await Log.Read(63, 0, 100, Cancellation);
        Assert.Equal(items.Select(Convert), slice.Items.Select(Convert));
        static string Convert(ReadOnlyMemory<byte> item) => System.Convert.ToHexString(item.Span);
    }

    [Fact]
    public async Task Append_ManyCallers_EveryItemHasOneOffset()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Log.Append(new AppendRequest([Batch(7, "x", "y", "z")]), Cancellation)));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => 1L + (3 * i)), receipts.Select(receipt => receipt.FirstOffsets[0]).Order());
        Assert.Equal(600, (await Log.Read(7, 0, 1000, Cancellation)).Items.Count);
    }

    [Fact]
    public async Task Append_SameKeyAgain_AppendsNothingAndGivesTheFirstAnswer()
    {
        var request = new AppendRequest([Batch(1, "a")], Answer("sensor", "k1", "first"));
        Assert.Null((await Log.Append(request, Cancellation)).Earlier);
        var again = await Log.Append(request with { Idempotency = Answer("sensor", "k1", "second") }, Cancellation);
        var other = await Log.Append(request with { Idempotency = Answer("other", "k1", "third") }, Cancellation);

        Assert.Equal("first", Encoding.UTF8.GetString(again.Earlier!.Body.Span));
        Assert.Equal((202, "hash"), (again.Earlier.Status, again.Earlier.RequestHash));
        Assert.Empty(again.FirstOffsets);
        Assert.Null(other.Earlier);
        Assert.Equal(2, Log.LastOffset(1));
        Assert.NotNull(await Log.FindIdempotent("sensor", "k1", Cancellation));
        Assert.Null(await Log.FindIdempotent("sensor", "k2", Cancellation));
    }

    [Fact]
    public async Task FindIdempotent_AfterItsLifetime_IsGoneAndTheKeyIsFree()
    {
        var request = new AppendRequest([Batch(1, "a")], Answer("sensor", "k1", "first"));
        await Log.Append(request, Cancellation);
        Clock.Now += TimeSpan.FromHours(24);
        Assert.Null(await Log.FindIdempotent("sensor", "k1", Cancellation));
        Assert.Null((await Log.Append(request, Cancellation)).Earlier);
        Assert.Equal(0, await Log.TrimIdempotent(Cancellation));
        Clock.Now += TimeSpan.FromHours(24);
        Assert.Equal(1, await Log.TrimIdempotent(Cancellation));
    }

    [Fact]
    public async Task Append_BadRequest_IsRefusedAndNothingStored()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Log.Append(new AppendRequest([]), Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => Log.Append(new AppendRequest([Batch(0, "a"), Batch(0)]), Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Log.Append(new AppendRequest([Batch(0, "a"), Batch(64, "b")]), Cancellation));
        Assert.Equal(0, Log.LastOffset(0));
    }

    [Fact]
    public async Task SaveCheckpoint_Forward_IsReadBackAndNeverGoesBackOrBeyond()
    {
        Assert.Null(await Log.ReadCheckpoint(2, Cancellation));
        await Log.Append(new AppendRequest([Batch(2, "a", "b", "c")]), Cancellation);
        var at = Start.AddTicks(1234567);
        await Log.SaveCheckpoint(2, new RouterCheckpoint(2, at, "due"u8.ToArray()), Cancellation);

        var read = await Log.ReadCheckpoint(2, Cancellation);
        Assert.Equal((2, at, "due"), (read!.Offset, read.ClockAt, Encoding.UTF8.GetString(read.Due.Span)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Log.SaveCheckpoint(2, new RouterCheckpoint(1, at, default), Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Log.SaveCheckpoint(2, new RouterCheckpoint(4, at, default), Cancellation));
        await Log.SaveCheckpoint(2, new RouterCheckpoint(2, at.AddHours(1), default), Cancellation);
        Assert.Equal(at.AddHours(1), (await Log.ReadCheckpoint(2, Cancellation))!.ClockAt);
    }

    [Fact]
    public async Task Trim_OldAndCheckpointed_GoesAndOffsetsGoOn()
    {
        await Log.Append(new AppendRequest([Batch(4, "a", "b"), Batch(4, "c")]), Cancellation);
        Clock.Now += TimeSpan.FromDays(1);
        await Log.Append(new AppendRequest([Batch(4, "d"), Batch(4, "e")]), Cancellation);

        Assert.Equal(new TrimReport(0, 0, false), await Log.Trim(4, 100, Clock.Now.AddDays(9), Cancellation));
        await Log.SaveCheckpoint(4, new RouterCheckpoint(4, Start, default), Cancellation);
        Assert.Equal(new TrimReport(0, 0, false), await Log.Trim(4, 2, Clock.Now.AddDays(9), Cancellation));
        Assert.Equal(new TrimReport(2, 3, false), await Log.Trim(4, 100, Clock.Now, Cancellation));
        Assert.Equal((4, "de"), await Text(4, 0, 10));
        Assert.Equal(new TrimReport(1, 1, false), await Log.Trim(4, 100, Clock.Now.AddDays(9), Cancellation));
        Assert.Equal((5, "e"), await Text(4, 1, 10));
        Assert.Equal([6], (await Log.Append(new AppendRequest([Batch(4, "f")]), Cancellation)).FirstOffsets);
    }

    [Fact]
    public async Task StorePoison_Twice_IsReadOnce()
    {
        var item = new PoisonItem(9, 17, "home-1", "cannot be digested", "bytes"u8.ToArray());
        await Log.StorePoison(item, Cancellation);
        await Log.StorePoison(item, Cancellation);
        await Log.StorePoison(item with { Offset = 18 }, Cancellation);

        var read = await Log.ReadPoison(0, 10, Cancellation);
        Assert.Equal([17, 18], read.Select(poison => poison.Offset));
        Assert.Equal(("home-1", "cannot be digested", Start), (read[0].EntityId, read[0].Reason, read[0].StoredAt));
        Assert.Equal([18], (await Log.ReadPoison(read[0].Sequence, 10, Cancellation)).Select(poison => poison.Offset));
    }

    [Fact]
    public async Task Status_AfterAppendsAndTrims_CountsWhatIsThere()
    {
        await Log.Append(new AppendRequest([Batch(0, "aa", "b"), Batch(0, "c"), Batch(1, "dd")]), Cancellation);
        await Log.SaveCheckpoint(0, new RouterCheckpoint(3, Start, default), Cancellation);
        Assert.Equal((3, 3, 2), Counts((await Log.Status(Cancellation)).Partitions[0]));
        await Log.Trim(0, 3, Start.AddDays(1), Cancellation);

        var status = await Log.Status(Cancellation);
        Assert.Equal(64, status.Partitions.Count);
        Assert.Equal((3, 3, 1), Counts(status.Partitions[0]));
        Assert.Equal((1, 0, 1), Counts(status.Partitions[1]));
        Assert.Equal(Enumerable.Range(0, 64), status.Partitions.Select(partition => partition.Partition));
        Assert.Equal(1, status.Lag);
        Assert.InRange(status.Bytes, 3, 5); // Items, with or without what stands before them.

        static (long, long, long) Counts(PartitionStatus partition) => (partition.LastOffset, partition.CheckpointOffset, partition.Batches);
    }

    protected static PartitionBatch Batch(int partition, params string[] items) =>
        new(partition, [.. items.Select(item => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(item))], Start, Start.AddMinutes(1));

    private static IdempotencyRecord Answer(string caller, string key, string body) =>
        new(caller, key, "hash", 202, Encoding.UTF8.GetBytes(body));

    protected async Task<(long First, string Text)> Text(int partition, long after, int max)
    {
        var slice = await Log.Read(partition, after, max, Cancellation);
        return (slice.FirstOffset, string.Concat(slice.Items.Select(item => Encoding.UTF8.GetString(item.Span))));
    }
}
