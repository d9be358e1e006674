using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Observations;
using CityActors.Reactions;
using CityActors.Silo.Stores;
using CityActors.Testing;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>Deadlines, the positions of reactions, and what is trimmed, on every kind of database.</summary>
public abstract class CityTablesContract : CityStorageRun
{
    private static readonly int Partition = Partitions.Of("order-1");

    private protected CityTablesContract(TestStore store)
        : base(store)
    {
    }

    [Fact]
    public async Task Deadlines_BookedMovedAndTakenAway_AreReadInOrder()
    {
        Assert.Empty(await Due(null, 1_000, 1));
        await Book("work-order/order-1", ("b", 10), ("a", 10), ("c", 5));
        await Book("alert/order-1", ("z", 10));
        await Book("cell/of-another-partition", ("x", 1));
        await Book("work-order/order-1", ("c", 20), ("gone", 1));
        await Book("work-order/order-1", ("gone", null), ("never-there", null));

        Assert.Equal("alert/order-1 z, work-order/order-1 a, work-order/order-1 b", Names(await Due(null, 19, 10)));
        Assert.Equal(4, (await Due(null, 20, 10)).Count);
        Assert.Empty(await Due(null, 9, 10));
        await Reopen();
        Assert.Equal(new Deadline("work-order/order-1", "c", At.AddMinutes(20)), (await Due(null, 20, 10))[3]);
    }

    [Fact]
    public async Task Deadlines_InPages_ComeOnceEach()
    {
        await Book("work-order/order-1", [.. Enumerable.Range(0, 25).Select(number => ($"{number:00}", (int?)(number / 4)))]);
        var read = new List<Deadline>();
        for (IReadOnlyList<Deadline> page = await Due(null, 99, 4); page.Count > 0; page = await Due(page[^1], 99, 4))
        {
            read.AddRange(page);
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(number => $"{number:00}"), read.Select(deadline => deadline.Name));
        Assert.Equal(read.Order(Deadline.InOrder), read);
    }

    [Fact]
    public async Task Reactions_Saved_AreReadWithTheLettersThatWait()
    {
        Assert.Equal((0, 0), (await Reactions.Read(3)) is var none ? (none.Cursor, none.Held.Count) : default);
        var tried = Letter(7, "cell/b") with { Attempts = 2, FailingSince = At, Error = "失败", IsDead = true };
        await Reactions.Save(3, 9, [Letter(8, "cell/a"), Letter(7, "cell/c"), Letter(7, "cell/b")], []);
        await Reactions.Save(4, 5, [Letter(6, "cell/a") with { Partition = 4 }], []);
        await Reactions.Save(3, 8, [tried], [new LetterKey(7, "cell/c"), new LetterKey(99, "cell/none")]);
        await Reopen();

        var position = await Reactions.Read(3);
        Assert.Equal(9, position.Cursor);
        Assert.Equal([tried, Letter(8, "cell/a")], position.Held);
        Assert.Equal([Letter(6, "cell/a") with { Partition = 4 }], (await Reactions.Read(4)).Held);
        await Reactions.Save(5, 1, [], []);
        Assert.Equal((1, 0), (await Reactions.Read(5)) is var some ? (some.Cursor, some.Held.Count) : default);
    }

    [Fact]
    public async Task ReadHeld_InPages_NeverDividesAFact()
    {
        await Reactions.Save(3, 9, [.. Enumerable.Range(1, 4).SelectMany(number => Enumerable.Range(0, 3).Select(target => Letter(number, $"cell/{target}")))], []);
        var page = await Reactions.ReadHeld(0, 4);
        Assert.Equal([1, 1, 1, 2, 2, 2], page.Select(letter => letter.Number));
        Assert.Equal([3, 3, 3], (await Reactions.ReadHeld(2, 1)).Select(letter => letter.Number));
        Assert.Empty(await Reactions.ReadHeld(4, 10));
    }

    [Fact]
    public async Task Trim_OldThings_GoWhenNobodyNeedsThem()
    {
        await Hear("alert-1", 1, minutes: -10);
        await Hear("alert-2", 1, minutes: 10);
        await Storage.Tell(At.AddMinutes(-9), Area("order-1", 1), Taken("order-1", 2), Taken("order-1", 3));
        await Storage.Tell(At.AddMinutes(9), Taken("order-1", 4));
        await Storage.Tell(At.AddMinutes(-9), Taken("order-1", 5), Taken("order-1", 6));
        await Reactions.Save(Partition, 4, [Letter(3, "cell/a") with { Partition = Partition }], []);

        Assert.Equal(2, await Storage.Trim(At, Cancellation)); // The lane, and fact 2: 3 is held, 4 is young, 5 is still to be delivered.
        Assert.Equal((0, 1), (await Storage.Heard(Order, "alert-1"), await Storage.Heard(Order, "alert-2")));
        Assert.Equal([1, 3, 4, 5, 6], await Numbers());
        await Reactions.Save(Partition, 6, [], [new LetterKey(3, "cell/a")]);
        Assert.Equal(2, await Storage.Trim(At, Cancellation));
        Assert.Equal([1, 4, 6], await Numbers());
        await Reopen();
        Assert.Equal(6, await Facts.LastSequence());
        await Tell(Area("order-1", 7));
        Assert.Equal([1, 4, 6, 7], await Numbers());
    }

    [Fact]
    public async Task Trim_Much_TakesABoundedStretchAtATime()
    {
        var commits = Enumerable.Range(0, 3).Select(part => Storage.Commit(new CityCommit
        {
            Owner = $"cell/{part}",
            At = At.AddDays(-1),
            Heard = [.. Enumerable.Range(0, 4000).Select(number => new HeardWrite($"order-{number}", 1))],
        }));
        await Task.WhenAll(commits);
        await Storage.Tell(At.AddMinutes(-1), [.. Enumerable.Range(1, 11).Select(version => Taken("order-1", version))]);
        await Reactions.Save(Partition, 11, [], []);
        Assert.Equal(DatabaseCityStorage.TrimLimit, await Storage.Trim(At, Cancellation));
        Assert.Equal(2010, await Storage.Trim(At, Cancellation));
        Assert.Equal(0, await Storage.Trim(At, Cancellation));
    }

    private static HeldLetter Letter(long number, string target) => new() { Number = number, Target = target, Subject = "order-1", Partition = 3 };

    private static string Names(IEnumerable<Deadline> deadlines) => string.Join(", ", deadlines.Select(deadline => $"{deadline.Owner} {deadline.Name}"));

    private Task<IReadOnlyList<Deadline>> Due(Deadline? after, int minutes, int max) => Deadlines.ReadDue(Partition, after, At.AddMinutes(minutes), max);

    private Task Book(string owner, params (string Name, int? Minutes)[] deadlines) => Storage.Commit(new CityCommit
    {
        Owner = owner,
        At = At,
        Deadlines = [.. deadlines.Select(deadline => new DeadlineWrite(deadline.Name, deadline.Minutes is { } minutes ? At.AddMinutes(minutes) : null))],
    });

    private Task Hear(string lane, long number, int minutes) =>
        Storage.Commit(new CityCommit { Owner = Order, At = At.AddMinutes(minutes), Heard = [new HeardWrite(lane, number)] });

    private async Task<IEnumerable<long>> Numbers() => (await Facts.ReadAll(0, 100, Cancellation)).Select(fact => fact.Sequence);
}

public sealed class SqliteCityTablesTests() : CityTablesContract(new SqliteStore());

public sealed class PostgresCityTablesTests(ScratchPostgres server) : CityTablesContract(new PostgresStore(server));
