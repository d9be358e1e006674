using CityActors.Facts;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>What every fact log must do.</summary>
public abstract class FactLogContract
{
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 1, 5, 6, 0, 0, TimeSpan.Zero).AddTicks(7);

    protected abstract IFactLog Facts { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_SomeFacts_AreReadInOrderAndComplete()
    {
        await Facts.Append([Fact("order-1", 1), Fact("order-1", 2), Fact("order-2", 1)], Cancellation);

        var page = await Facts.Read(0, 10, cancellationToken: Cancellation);
        Assert.Equal(Fact("order-1", 1) with { Sequence = 1 }, page.Facts[0]);
        Assert.Equal([1, 2, 3], page.Facts.Select(fact => fact.Sequence));
        Assert.Equal((3, false), (page.NextAfter, page.MayHaveMore));
        Assert.Equal(["order-1#1", "order-1#2"], (await Facts.ReadSubject("order-1", Cancellation)).Select(fact => fact.Id));
        Assert.Equal(3, await Facts.LastSequence());
    }

    [Fact]
    public async Task Append_Repeats_AreDroppedAndLeaveNoGap()
    {
        await Facts.Append([Fact("order-1", 1)], Cancellation);
        await Facts.Append([Fact("order-1", 1)], Cancellation);
        await Facts.Append([Fact("order-1", 1), Fact("order-1", 2), Fact("order-1", 2)], Cancellation);
        await Facts.Append([], Cancellation);

        var page = await Facts.Read(0, 10, cancellationToken: Cancellation);
        Assert.Equal(["order-1#1", "order-1#2"], page.Facts.Select(fact => fact.Id));
        Assert.Equal([1, 2], page.Facts.Select(fact => fact.Sequence));
        Assert.Equal(2, await Facts.LastSequence());
    }

    [Fact]
    public async Task Read_InPages_GoesThroughEverythingOnce()
    {
        await Facts.Append([.. Enumerable.Range(1, 25).Select(version => Fact("order-1", version))], Cancellation);
        var read = new List<long>();
        FactPage page;
        var after = 0L;
        do
        {
            page = await Facts.Read(after, 10, cancellationToken: Cancellation);
            read.AddRange(page.Facts.Select(fact => fact.Sequence));
            after = page.NextAfter;
        }
        while (page.MayHaveMore);

        Assert.Equal(Enumerable.Range(1, 25).Select(sequence => (long)sequence), read);
    }

    [Fact]
    public async Task Read_WithFilter_GivesOnlyMatchesAndPassesTheRest()
    {
        await Facts.Append(
            [
                Fact("a", 1) with { AreaCode = "430103001", Type = "alert" },
                Fact("b", 1) with { AreaCode = "430103002", Type = "alert" },
                Fact("a", 2) with { AreaCode = "430103001005", Type = "order" },
                Fact("c", 1) with { AreaCode = "430104001", Type = "order" },
            ],
            Cancellation);

        Assert.Equal("a#1 a#2", await Ids(new FactFilter(Subject: "a")));
        Assert.Equal("a#2 c#1", await Ids(new FactFilter(Type: "order")));
        Assert.Equal("a#1 a#2", await Ids(new FactFilter(AreaPrefix: "430103001")));
        Assert.Equal("a#2", await Ids(new FactFilter("a", "order", "430103")));
        var none = await Facts.Read(0, 10, new FactFilter(Type: "none"), Cancellation);
        Assert.Equal((0, 4, false), (none.Facts.Count, none.NextAfter, none.MayHaveMore));
    }

    [Fact]
    public async Task WaitBeyond_NothingNewer_CompletesWithTheNextCommit()
    {
        await Facts.Append([Fact("order-1", 1)], Cancellation);
        Assert.True(Facts.WaitBeyond(0, Cancellation).IsCompletedSuccessfully);
        var wait = Facts.WaitBeyond(1, Cancellation);
        await Facts.Append([Fact("order-1", 1)], Cancellation);
        Assert.False(wait.IsCompleted);
        await Facts.Append([Fact("order-1", 2)], Cancellation);
        await wait.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        using var cancellation = new CancellationTokenSource();
        var cancelled = Facts.WaitBeyond(99, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    protected static FactRecord Fact(string subject, int version) =>
        new($"{subject}#{version}", "order", subject, "430103001005001", At, $$"""{"version":{{version}},"text":"火情"}""");

    private async Task<string> Ids(FactFilter filter) =>
        string.Join(' ', (await Facts.Read(0, 10, filter, Cancellation)).Facts.Select(fact => fact.Id));
}
