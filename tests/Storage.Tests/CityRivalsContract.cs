using CityActors.Commits;
using CityActors.Testing;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>Commits that get in each other's way, alone and in a crowd.</summary>
public abstract class CityRivalsContract : CityStorageRun
{
    private protected CityRivalsContract(TestStore store)
        : base(store)
    {
    }

    [Fact]
    public async Task Commit_TwoOfOneOwner_OneWins()
    {
        for (var round = 0; round < 20; round++)
        {
            var version = (await Storage.Read(Order)).Version;
            var rivals = await Both(
                Storage.Commit(State(Order, version, "left") with { Facts = [Area("left", round + 1)] }),
                Storage.Commit(State(Order, version, "right") with { Facts = [Area("right", round + 1)] }));
            Assert.Single(rivals, rival => rival is null);
            Assert.IsType<CommitConflictException>(Assert.Single(rivals, rival => rival is not null));
        }

        Assert.Equal(20, (await Storage.Read(Order)).Version);
        Assert.Equal(20, (await Facts.ReadAll(0, 100, Cancellation)).Count);
    }

    [Fact]
    public async Task Commit_ConflictsInACrowd_FailOnlyTheLosers()
    {
        await Storage.Commit(State("cell/cell-30", 0, "old"));
        await Storage.Commit(new CityCommit { Owner = "cell/cell-60", At = At, Heard = [new HeardWrite("alert-1", 9)] });
        using var writer = new HeldWriter(Database);
        var commits = Enumerable.Range(0, 200).Select(number => Storage.Commit(Crowded(number))).ToArray();
        await writer.Release();
        var faults = await Both(commits);

        Assert.Equal([30, 60], Enumerable.Range(0, 200).Where(number => faults[number] is not null));
        Assert.All(faults.Where(fault => fault is not null), fault => Assert.IsType<CommitConflictException>(fault));
        var facts = await Facts.ReadAll(0, 1000, Cancellation);
        Assert.Equal(Enumerable.Range(0, 200).Except([30, 60]).Select(number => $"cell-{number}#1"), facts.Select(fact => fact.Id));
        Assert.Equal(facts.Select(fact => (fact.Owner, fact.Sequence)), News.Skip(2).Select(news => (news.Owner, news.FirstNumber)));
        Assert.Equal("1 old", await Text("cell/cell-30"));
        Assert.Equal((0, 0), ((await Storage.Read("cell/cell-60")).Version, await Storage.Heard("cell/cell-30", "alert-1")));
        Assert.Equal(198, await Booked());
        Assert.InRange(Database.CommitCount, 1, 8);
    }

    [Fact]
    public async Task Commit_RivalsInOneCrowd_TheFirstOfEachWins()
    {
        var commits = Enumerable.Range(0, 200).Select(number => Storage.Commit(
            State($"cell/cell-{number / 2}", 0, $"{number}") with { Facts = [Area($"cell-{number / 2}", number + 1)] })).ToArray();
        var faults = await Both(commits);
        Assert.Equal(Enumerable.Range(0, 200).Select(number => number % 2 == 1), faults.Select(fault => fault is CommitConflictException));
        Assert.Equal("1 198", await Text("cell/cell-99"));
        Assert.Equal(100, (await Facts.ReadAll(0, 1000, Cancellation)).Count);
    }

    private static async Task<Exception?[]> Both(params Task<CommitReceipt>[] commits)
    {
        var faults = new Exception?[commits.Length];
        for (var i = 0; i < faults.Length; i++)
        {
            faults[i] = await Record.ExceptionAsync(() => commits[i]);
        }

        return faults;
    }

    private static CityCommit Crowded(int number) => State($"cell/cell-{number}", 0, "new") with
    {
        Facts = [Area($"cell-{number}", 1)],
        Rows = [Row("need", "1")],
        Deadlines = [new DeadlineWrite("close", At.AddHours(1))],
        Heard = [new HeardWrite("alert-1", 9)],
    };

    private async Task<int> Booked()
    {
        var booked = 0;
        for (var partition = 0; partition < Observations.Partitions.Count; partition++)
        {
            booked += (await Deadlines.ReadDue(partition, null, At.AddHours(1), 1000)).Count;
        }

        return booked;
    }
}

public sealed class SqliteCityRivalsTests() : CityRivalsContract(new SqliteStore());

public sealed class PostgresCityRivalsTests(ScratchPostgres server) : CityRivalsContract(new PostgresStore(server));
