using CityActors.Commits;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Testing;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>What a city's storage must do on every kind of database.</summary>
public abstract class CityStorageContract : CityStorageRun
{
    private static readonly int Partition = Partitions.Of("order-1");

    private protected CityStorageContract(TestStore store)
        : base(store)
    {
    }

    [Fact]
    public async Task Commit_Everything_IsReadBackAndAfterReopening()
    {
        var none = await Storage.Read(Order);
        Assert.Equal((0, true, 0), (none.Version, none.Head is null, none.Rows.Count));
        var wait = Facts.WaitBeyond(0, Cancellation);
        var receipt = await Storage.Commit(Whole());
        Assert.Equal(new CommitReceipt(1, 2), receipt);
        await wait.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await CheckWhole();

        await Reopen();
        Assert.Equal(2, await Facts.LastSequence());
        await CheckWhole();
        Assert.Equal(new CommitReceipt(2, 3), await Storage.Commit(Whole() with { Version = 1, Heard = [], Facts = [Area("order-1", 3)] }));
    }

    [Fact]
    public async Task Commit_OtherVersionStored_IsRefusedWhole()
    {
        await Storage.Commit(State(Order, 0, "one"));
        await Storage.Commit(State(Order, 1, "two"));
        foreach (var version in (int[])[0, 1, 3])
        {
            var conflict = await Assert.ThrowsAsync<CommitConflictException>(() => Storage.Commit(Whole() with { Version = version }));
            Assert.Contains($"{Order} was stored by another activation: the stored version is 2, {version} was expected", conflict.Message, StringComparison.Ordinal);
        }

        var unknown = await Assert.ThrowsAsync<CommitConflictException>(() => Storage.Commit(State("work-order/order-2", 4, "x")));
        Assert.Contains("the stored version is none, 4 was expected", unknown.Message, StringComparison.Ordinal);
        Assert.Equal("2 two", await Text(Order));
        await CheckNothingElse();
    }

    [Fact]
    public async Task Commit_LetterHeardBefore_IsRefusedWhole()
    {
        await Storage.Commit(new CityCommit { Owner = Order, At = At, Heard = [new HeardWrite("alert-1", 5), new HeardWrite("alert-2", 7)] });
        foreach (var number in (long[])[4, 5])
        {
            var commit = Whole() with { Heard = [new HeardWrite("alert-2", 8), new HeardWrite("alert-1", number)] };
            var conflict = await Assert.ThrowsAsync<CommitConflictException>(() => Storage.Commit(commit));
            Assert.Contains($"{Order} heard letter {number} of alert-1 before: the last one heard is 5", conflict.Message, StringComparison.Ordinal);
        }

        Assert.Equal((5, 7, 0), (await Storage.Heard(Order, "alert-1"), await Storage.Heard(Order, "alert-2"), await Storage.Heard("cell/x", "alert-1")));
        await CheckNothingElse();
        Assert.Equal(new CommitReceipt(1, 0), await Storage.Commit(State(Order, 0, "x") with { Heard = [new HeardWrite("alert-1", 6)] }));
        Assert.Equal(6, await Storage.Heard(Order, "alert-1"));
    }

    [Fact]
    public async Task Commit_WithoutState_LeavesTheVersion()
    {
        await Storage.Commit(State(Order, 0, "one"));
        Assert.Equal(new CommitReceipt(1, 1), await Storage.Commit(new CityCommit { Owner = Order, At = At, Version = 1, Facts = [Area("a", 1)] }));
        Assert.Equal("1 one", await Text(Order));
        await Assert.ThrowsAsync<ArgumentException>(() => Storage.Commit(new CityCommit { Owner = Order, At = At, Rows = [Row("a", "1")] }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Storage.Commit(State("no-grain", 0, "x")));
    }

    [Fact]
    public async Task Commit_Rows_AreReplacedAndRemovedByName()
    {
        await Storage.Commit(State(Order, 0, "h") with { Rows = [Row("need/b", "1"), Row("need/a", "2"), Row("need/c", "3")] });
        await Storage.Commit(State("work-order/order-10", 0, "h") with { Rows = [Row("need/b", "other")] });
        await Storage.Commit(State(Order, 1, "h") with { Rows = [Row("need/b", "4"), new RowWrite("need/c", null), new RowWrite("need/d", null), Row("Need", "5")] });
        Assert.Equal("2 h Need=5 need/a=2 need/b=4", await Text(Order));
        Assert.Equal("1 h need/b=other", await Text("work-order/order-10"));
    }

    [Fact]
    public async Task Commit_Facts_AreNumberedInTheOrderOfCommits()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Storage.Commit(
            State($"area/area-{i}", 0, "h") with { Facts = [Area($"area-{i}", 1), Area($"area-{i}", 2)] })));
        Assert.Equal(Enumerable.Range(1, 300).Select(i => new CommitReceipt(1, 2 * i)), receipts);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => ($"area/area-{i}", (long)((2 * i) + 1))), News.Select(news => (news.Owner, news.FirstNumber)));
        var all = await Facts.ReadAll(0, 1000, Cancellation);
        Assert.Equal(Enumerable.Range(0, 600).Select(i => $"area-{i / 2}#{(i % 2) + 1}"), all.Select(fact => fact.Id));
        Assert.InRange(Database.CommitCount, 1, 150);
    }

    /// <summary>A commit with something of everything.</summary>
    private static CityCommit Whole() => State(Order, 0, "whole") with
    {
        Rows = [Row("need/a", "甲")],
        Facts = [Area("order-1", 1), Area("order-1", 2)],
        Deadlines = [new DeadlineWrite("handle", At.AddHours(1))],
        Heard = [new HeardWrite("alert-1", 3)],
    };

    private async Task CheckWhole()
    {
        Assert.Equal("1 whole need/a=甲", await Text(Order));
        var page = await Facts.Read(0, 10, cancellationToken: Cancellation);
        Assert.Equal(
            FactRecords.Of(Area("order-1", 2)) with { Sequence = 2, Owner = Order, RecordedAt = At },
            page.Facts[1]);
        Assert.Equal("handle", Assert.Single(await Deadlines.ReadDue(Partition, null, At.AddHours(1), 10)).Name);
        Assert.Equal(3, await Storage.Heard(Order, "alert-1"));
    }

    private async Task CheckNothingElse()
    {
        Assert.Equal(0, await Facts.LastSequence());
        Assert.Empty(await Deadlines.ReadDue(Partition, null, DateTimeOffset.MaxValue, 1));
        Assert.Empty((await Storage.Read(Order)).Rows);
    }
}

public sealed class SqliteCityStorageTests() : CityStorageContract(new SqliteStore());

public sealed class PostgresCityStorageTests(ScratchPostgres server) : CityStorageContract(new PostgresStore(server));
