using CityActors.Testing;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>Writes in two halves: what every kind of database must do with them.</summary>
public abstract class HalvesContract : IAsyncLifetime
{
    private static readonly SchemaPart Seats = new("seats", [
        "CREATE TABLE seat (id INTEGER PRIMARY KEY, who TEXT NOT NULL)",
        "CREATE TABLE entry (id INTEGER PRIMARY KEY AUTOINCREMENT, who TEXT NOT NULL)",
    ]);
    private static readonly SqlQuery Take = new("INSERT INTO seat (id, who) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING");
    private static readonly SqlQuery Enter = new("INSERT INTO entry (who) VALUES (?1)");
    private static readonly SqlQuery Entries = new("SELECT who FROM entry ORDER BY id");
    private static readonly SqlQuery Taken = new("SELECT who FROM seat ORDER BY id");

    private readonly TestStore _store;
    private Database _database = null!;

    private protected HalvesContract(TestStore store) => _store = store;

    public ValueTask InitializeAsync()
    {
        _database = Database.Open(_store.Options([Seats]));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task SecondHalf_OfManyAtOnce_KnowsItsAnswerAndRunsInOrder()
    {
        var committed = new List<int>();
        await Together(() => [.. Enumerable.Range(0, 500).Select(number => Sit(number, $"{number}", _ => committed.Add(number)))]);
        Assert.Equal(Enumerable.Range(0, 500), committed);
        Assert.Equal(Enumerable.Range(0, 500).Select(number => $"{number}"), await List(Entries));
        Assert.InRange(_database.CommitCount, 1, 3);
    }

    [Fact]
    public async Task SecondHalf_Throws_UndoesAndFailsOnlyItself()
    {
        var seats = await Together(() => [.. Enumerable.Range(0, 100).Select(number => Sit(number % 90, $"{number}"))]);
        Assert.Equal(Enumerable.Range(90, 10), Enumerable.Range(0, 100).Where(number => seats[number].IsFaulted));
        Assert.All(seats.Skip(90), seat => Assert.IsType<TakenException>(seat.Exception!.InnerException));
        Assert.Equal(Enumerable.Range(0, 90).Select(number => $"{number}"), await List(Entries));
        Assert.Equal(90, (await List(Taken)).Count);
    }

    [Fact]
    public async Task SecondHalf_StatementFails_ItsFirstHalfIsUndone()
    {
        var seats = await Together(() =>
        [
            Sit(1, "first"),
            _database.Write(session => Ask(session, 2, "wrong"), (session, _) => session.Prepare(Enter).Bind(1, (string?)null).Execute()),
            Sit(2, "second"),
        ]);
        Assert.Equal([false, true, false], seats.Select(seat => seat.IsFaulted));
        Assert.IsType<StatementException>(seats[1].Exception!.InnerException);
        Assert.Equal(["first", "second"], await List(Taken));
    }

    [Fact]
    public async Task Halves_AmongWholeWrites_KeepTheOrderInWhichTheyWereGiven()
    {
        await Together(() => [.. Enumerable.Range(0, 50).Select(number => number % 3 == 0
            ? _database.Write(session => session.Prepare(Enter).Bind(1, $"{number}").Execute())
            : Sit(number, $"{number}"))]);
        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"{number}"), await List(Entries));
    }

    private static Answer Ask(DatabaseSession session, int seat, string who)
    {
        var answer = new Answer();
        session.Prepare(Take).Bind(1, seat).Bind(2, who).PostCount(changed => answer.IsFree = changed == 1);
        return answer;
    }

    private static int Decide(DatabaseSession session, Answer answer, string who)
    {
        if (!answer.IsFree)
        {
            throw new TakenException();
        }

        session.Prepare(Enter).Bind(1, who).Post();
        return 1;
    }

    private Task<int> Sit(int seat, string who, Action<int>? committed = null) =>
        _database.Write(session => Ask(session, seat, who), (session, answer) => Decide(session, answer, who), committed: committed);

    /// <summary>Writes that all wait for the same commit.</summary>
    private async Task<Task<int>[]> Together(Func<Task<int>[]> begin)
    {
        using var writer = new HeldWriter(_database);
        var writes = begin();
        await writer.Release();
        foreach (var write in writes)
        {
            await write.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return writes;
    }

    private Task<List<string>> List(SqlQuery query) => _database.Read(session =>
    {
        var rows = session.Prepare(query);
        var list = new List<string>();
        while (rows.Step())
        {
            list.Add(rows.Text(0));
        }

        return list;
    });

    private sealed class Answer
    {
        public bool IsFree { get; set; }
    }

    private sealed class TakenException : Exception;
}

public sealed class SqliteHalvesTests() : HalvesContract(new SqliteStore());

public sealed class PostgresHalvesTests(ScratchPostgres server) : HalvesContract(new PostgresStore(server));
