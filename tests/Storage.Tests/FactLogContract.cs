using CityActors.Commits;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Testing;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>What those who read it find in the fact log, on every kind of database.</summary>
public abstract class FactLogContract : CityStorageRun
{
    private protected FactLogContract(TestStore store)
        : base(store)
    {
    }

    [Fact]
    public async Task Read_SomeFacts_GivesThemInOrderAndComplete()
    {
        await Tell(Area("order-1", 1), Area("order-1", 2), Area("order-2", 1));

        var page = await Facts.Read(0, 10, cancellationToken: Cancellation);
        Assert.Equal(FactRecords.Of(Area("order-1", 1)) with { Sequence = 1, Owner = "work-order/order-1", RecordedAt = At }, page.Facts[0]);
        Assert.Equal([1, 2, 3], page.Facts.Select(fact => fact.Sequence));
        Assert.Equal((3, false), (page.NextAfter, page.MayHaveMore));
        Assert.Equal(["order-1#1", "order-1#2"], (await Facts.ReadSubject("order-1", Cancellation)).Select(fact => fact.Id));
        Assert.Equal(3, await Facts.LastSequence());
    }

    [Fact]
    public async Task Read_FactsOfRefusedCommits_LeaveNoGap()
    {
        await Storage.Commit(State(Order, 0, "one") with { Facts = [Area("order-1", 1)] });
        await Assert.ThrowsAsync<CommitConflictException>(() => Storage.Commit(State(Order, 0, "late") with { Facts = [Area("order-1", 1)] }));
        await Storage.Commit(State(Order, 1, "two"));
        await Storage.Commit(State(Order, 2, "three") with { Facts = [Area("order-1", 2), Taken("order-1", 3)] });

        var all = await Facts.ReadAll(0, 10, Cancellation);
        Assert.Equal([(1, "order-1#1"), (2, "order-1#2"), (3, "order-1#3")], all.Select(fact => (fact.Sequence, fact.Id)));
        Assert.Equal(3, await Facts.LastSequence());
    }

    [Fact]
    public async Task Read_InPages_GoesThroughEverythingOnce()
    {
        await Tell([.. Enumerable.Range(1, 25).Select(version => Area("order-1", version))]);
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
        await Tell(
            TestFacts.Area("a", 1) with { Area = "430103001" },
            TestFacts.Area("b", 1) with { Area = "430103002" },
            TestFacts.Entity("a", 2) with { Area = "430103001005" },
            TestFacts.Entity("c", 1) with { Area = "430104001" });

        Assert.Equal("a#1 a#2", await Ids(new FactFilter(Subject: "a")));
        Assert.Equal("a#2 c#1", await Ids(new FactFilter(Type: "entity")));
        Assert.Equal("a#1 a#2", await Ids(new FactFilter(AreaPrefix: "430103001")));
        Assert.Equal("a#2", await Ids(new FactFilter("a", "entity", "430103")));
        var none = await Facts.Read(0, 10, new FactFilter(Type: "none"), Cancellation);
        Assert.Equal((0, 4, false), (none.Facts.Count, none.NextAfter, none.MayHaveMore));
    }

    [Fact]
    public async Task Read_InternalFacts_ArePassedOverAndReadByGrainsOnly()
    {
        CityFact[] facts = [Area("a", 1), Taken("a", 2), Taken("b", 1), Area("a", 3), Taken("a", 4), Taken("a", 5)];
        await Tell(facts);

        var page = await Facts.Read(0, 10, cancellationToken: Cancellation);
        Assert.Equal("a#1 a#3", Ids(page.Facts));
        Assert.Equal((6, false), (page.NextAfter, page.MayHaveMore));
        Assert.False(Facts.WaitBeyond(page.NextAfter, Cancellation).IsCompleted);
        var tail = await Facts.Read(4, 10, new FactFilter(Subject: "a"), Cancellation);
        Assert.Equal((0, 6, false), (tail.Facts.Count, tail.NextAfter, tail.MayHaveMore));
        Assert.Equal("a#1 a#3", Ids(await Facts.ReadSubject("a", Cancellation)));

        var all = await Facts.ReadAll(0, 10, Cancellation);
        Assert.Equal(facts, all.Select(FactRecords.Read));
        Assert.Equal(facts.Select(fact => fact.IsInternal), all.Select(fact => fact.IsInternal));
        Assert.Equal("b#1 a#3", Ids(await Facts.ReadAll(2, 2, Cancellation)));
    }

    [Fact]
    public async Task Read_InternalFactsInPages_ReachesTheEnd()
    {
        await Tell([.. Enumerable.Range(1, 20).Select(version => version is 7 or 19 ? Area("a", version) : Taken("a", version))]);
        var read = new List<FactRecord>();
        FactPage page;
        var after = 0L;
        do
        {
            page = await Facts.Read(after, 3, cancellationToken: Cancellation);
            Assert.True(page.NextAfter > after, "A page that stands still would be read for ever.");
            read.AddRange(page.Facts);
            after = page.NextAfter;
        }
        while (page.MayHaveMore);

        Assert.Equal("a#7 a#19", Ids(read));
        Assert.Equal(20, after);
    }

    [Fact]
    public async Task ReadPartition_FactsOfManyOwners_GivesItsOwnInOrder()
    {
        var subjects = Enumerable.Range(1, 200).Select(number => $"order-{number}").ToArray();
        await Task.WhenAll(subjects.Select(subject => Tell(Area(subject, 1), Taken(subject, 2))));

        var partition = Partitions.Of("order-1");
        var mine = (await Facts.ReadAll(0, 1000, Cancellation)).Where(fact => Partitions.Of(fact.Subject) == partition).Select(fact => fact.Id).ToArray();
        var first = await Facts.ReadPartition(partition, 0, 3, Cancellation);
        var rest = await Facts.ReadPartition(partition, first[^1].Sequence, 1000, Cancellation);
        Assert.Equal(2 * subjects.Count(subject => Partitions.Of(subject) == partition), mine.Length);
        Assert.Equal(string.Join(' ', mine), Ids([.. first, .. rest]));
        Assert.Equal(3, first.Count);
        Assert.Contains(Taken("order-1", 2), first.Concat(rest).Select(FactRecords.Read));
    }

    [Fact]
    public async Task WaitBeyond_NothingNewer_CompletesWithTheNextCommit()
    {
        await Tell(Area("order-1", 1));
        Assert.True(Facts.WaitBeyond(0, Cancellation).IsCompletedSuccessfully);
        var wait = Facts.WaitBeyond(1, Cancellation);
        await Storage.Commit(State(Order, 0, "nothing to tell"));
        Assert.False(wait.IsCompleted);
        await Tell(Area("order-1", 2));
        await wait.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        using var cancellation = new CancellationTokenSource();
        var cancelled = Facts.WaitBeyond(99, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    [Fact]
    public async Task LastSequence_AfterReopening_GoesOn()
    {
        await Tell(Area("order-1", 1));
        await Reopen();
        Assert.Equal(1, await Facts.LastSequence());
        await Tell(Area("order-1", 2));
        Assert.Equal([2], (await Facts.Read(1, 10, cancellationToken: Cancellation)).Facts.Select(fact => fact.Sequence));
    }

    [Fact]
    public async Task Read_WhileOthersCommit_NeverSeesALowerSequenceLater()
    {
        var commits = Task.WhenAll(Enumerable.Range(0, 300).Select(i => Tell(Area($"order-{i}", 1), Area($"order-{i}", 2))));
        var seen = new List<long>();
        while (seen.Count < 600)
        {
            var last = seen.LastOrDefault();
            await Facts.WaitBeyond(last, Cancellation);
            seen.AddRange((await Facts.Read(last, 50, cancellationToken: Cancellation)).Facts.Select(fact => fact.Sequence));
        }

        await commits;
        Assert.Equal(Enumerable.Range(1, 600).Select(sequence => (long)sequence), seen);
    }

    private static string Ids(IEnumerable<FactRecord> facts) => string.Join(' ', facts.Select(fact => fact.Id));

    private async Task<string> Ids(FactFilter filter) => Ids((await Facts.Read(0, 10, filter, Cancellation)).Facts);
}

public sealed class SqliteFactLogTests() : FactLogContract(new SqliteStore());

public sealed class PostgresFactLogTests(ScratchPostgres server) : FactLogContract(new PostgresStore(server));
