using System.Text;
using CityActors.Facts;
using CityActors.Storage;

namespace CityActors.Silo.ObservationLog;

/// <summary>The fact log in the city's database. The sequence is given in the order of the commits, so readers see it in order.</summary>
public sealed class DatabaseFactLog : IFactLog
{
    /// <summary>Rows one filtered read passes over at most, so that a rare match does not hold a reader long.</summary>
    private const int ScanLimit = 10_000;

    private static readonly SqlQuery Insert = new("""
        INSERT INTO fact_log (id, type, subject, area, at, payload) SELECT ?1, ?2, ?3, ?4, ?5, ?6
        WHERE NOT EXISTS (SELECT 1 FROM fact_log WHERE id = ?1)
        RETURNING sequence
        """);

    private static readonly SqlQuery ReadAfter = new("""
        SELECT sequence, id, type, subject, area, at, payload FROM fact_log WHERE sequence > ?1 ORDER BY sequence LIMIT ?2
        """);

    private static readonly SqlQuery ReadOfSubject = new("""
        SELECT sequence, id, type, subject, area, at, payload FROM fact_log WHERE subject = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3
        """);

    private static readonly SqlQuery Last = new("SELECT coalesce(max(sequence), 0) FROM fact_log");

    private readonly Database _database;
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = NewSignal();
    private long _last;

    private DatabaseFactLog(Database database, long last)
    {
        _database = database;
        _last = last;
    }

    /// <summary>The log's table, for <see cref="DatabaseOptions.Schema"/>.</summary>
    public static SchemaPart Schema { get; } = new("fact-log", [
        """
        CREATE TABLE fact_log (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            type TEXT NOT NULL,
            subject TEXT NOT NULL,
            area TEXT NOT NULL,
            at TEXT NOT NULL,
            payload TEXT NOT NULL
        );
        CREATE INDEX fact_log_subject ON fact_log (subject, sequence);
        """,
    ]);

    /// <summary>Opens the log on a database that has its table.</summary>
    public static async Task<DatabaseFactLog> Open(Database database)
    {
        var log = new DatabaseFactLog(database, await database.Read(ReadLast));
        LogWatch.Start(database, async () => log.Reached(await database.Read(ReadLast)));
        return log;
    }

    /// <inheritdoc/>
    public Task Append(IReadOnlyList<FactRecord> facts, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return facts.Count == 0
            ? Task.CompletedTask
            : _database.Write(session => Store(session, facts), facts.Sum(fact => Encoding.UTF8.GetByteCount(fact.Payload)), stored => Reached(stored.Last));
    }

    /// <inheritdoc/>
    public Task<FactPage> Read(long afterSequence, int max, FactFilter? filter = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return _database.Read(session => ReadPage(session, afterSequence, max, filter ?? new FactFilter()));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<FactRecord>> ReadSubject(string subject, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _database.Read(session => ReadAll(session, subject));
    }

    /// <inheritdoc/>
    public async Task<long> LastSequence()
    {
        if (_database.ChangesOutside)
        {
            Reached(await _database.Read(ReadLast)); // What another Silo appended a moment ago counts, too.
        }

        return Interlocked.Read(ref _last);
    }

    /// <inheritdoc/>
    public async Task WaitBeyond(long sequence, CancellationToken cancellationToken = default)
    {
        while (NextAfter(sequence) is { } next)
        {
            await next.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Stored Store(DatabaseSession session, IReadOnlyList<FactRecord> facts)
    {
        session.Serialize();
        var stored = new Stored();
        foreach (var fact in facts)
        {
            session.Prepare(Insert)
                .Bind(1, fact.Id)
                .Bind(2, fact.Type)
                .Bind(3, fact.Subject)
                .Bind(4, fact.AreaCode)
                .Bind(5, fact.At)
                .Bind(6, fact.Payload)
                .PostRows(stored.Note); // No row for a repeat.
        }

        return stored;
    }

    private static FactPage ReadPage(DatabaseSession session, long after, int max, FactFilter filter)
    {
        var whole = filter is { Subject: null, Type: null, AreaPrefix: null };
        var scan = whole ? max : Math.Max(max, ScanLimit);
        var rows = filter.Subject is null
            ? session.Prepare(ReadAfter).Bind(1, after).Bind(2, scan)
            : session.Prepare(ReadOfSubject).Bind(1, filter.Subject).Bind(2, after).Bind(3, scan);
        var facts = new List<FactRecord>();
        var scanned = 0;
        var last = after;
        while (facts.Count < max && rows.Step())
        {
            scanned++;
            last = rows.Int64(0);
            if (Matches(rows, filter))
            {
                facts.Add(Fact(rows));
            }
        }

        return new FactPage(facts, last, facts.Count == max || scanned == scan);
    }

    private static bool Matches(Statement row, FactFilter filter) =>
        (filter.Type is null || row.Text(2) == filter.Type)
        && (filter.AreaPrefix is null || row.Text(4).StartsWith(filter.AreaPrefix, StringComparison.Ordinal));

    private static IReadOnlyList<FactRecord> ReadAll(DatabaseSession session, string subject)
    {
        var facts = new List<FactRecord>();
        var rows = session.Prepare(ReadOfSubject).Bind(1, subject).Bind(2, 0).Bind(3, long.MaxValue);
        while (rows.Step())
        {
            facts.Add(Fact(rows));
        }

        return facts;
    }

    private static FactRecord Fact(Statement row) =>
        new(row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Instant(5), row.Text(6)) { Sequence = row.Int64(0) };

    private sealed class Stored
    {
        public long Last { get; private set; }

        public void Note(Statement row) => Last = row.Int64(0);
    }

    private static long ReadLast(DatabaseSession session)
    {
        var row = session.Prepare(Last);
        return row.Step() ? row.Int64(0) : 0;
    }

    private Task? NextAfter(long sequence)
    {
        lock (_gate)
        {
            return _last > sequence ? null : _next.Task;
        }
    }

    /// <summary>Runs on the writer's thread after each commit, in order, and when somebody else's facts are seen.</summary>
    private void Reached(long last)
    {
        TaskCompletionSource reached;
        lock (_gate)
        {
            if (last <= _last)
            {
                return; // All were repeats, or seen before.
            }

            _last = last;
            reached = _next;
            _next = NewSignal();
        }

        reached.SetResult();
    }
}
