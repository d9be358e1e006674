using CityActors.Facts;
using CityActors.Silo.ObservationLog;
using CityActors.Storage;

namespace CityActors.Silo.Stores;

/// <summary>The fact log in the city's database. Numbers are given in the order of the commits, so readers see them in order.</summary>
public sealed class DatabaseFactLog : IFactLog
{
    /// <summary>Rows one filtered read passes over at most, so that a rare match does not hold a reader long.</summary>
    private const int ScanLimit = 10_000;

    private readonly Database _database;
    private readonly Lock _gate = new();
    private readonly RecentFacts _recent;
    private TaskCompletionSource _next = NewSignal();
    private long _last;

    private DatabaseFactLog(Database database, long last)
    {
        _database = database;
        _last = last;
        _recent = new RecentFacts(last, (after, max) => ReadStored(after, max), number => !database.ChangesOutside && number >= Interlocked.Read(ref _last));
    }

    /// <summary>Opens the log on a database that has its table.</summary>
    public static async Task<DatabaseFactLog> Open(Database database)
    {
        var log = new DatabaseFactLog(database, await database.Read(FactTable.ReadLast));
        LogWatch.Start(database, async () => log.Reached(await database.Read(FactTable.ReadLast)));
        return log;
    }

    /// <summary>Forgets what is in memory of the log: something personal in it was erased.</summary>
    public void Forget() => _recent.Forget();

    /// <summary>Hears of the facts that a storage commits from now on at once, rather than when it next looks.</summary>
    public void Follow(DatabaseCityStorage storage) =>
        storage.Follow(news => Reached(news.FirstNumber + news.Facts.Count - 1));

    /// <inheritdoc/>
    public async Task<FactPage> Read(long afterSequence, int max, FactFilter? filter = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var wanted = filter ?? new FactFilter();
        if (wanted.Subject is null && await _recent.After(afterSequence, max, (fact, _) => Matches(fact, wanted)) is var (facts, upTo))
        {
            return new FactPage(facts, upTo, facts.Count == max);
        }

        return await _database.Read(session => ReadPage(session, afterSequence, max, wanted));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<FactRecord>> ReadSubject(string subject, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _database.Read(session => ReadPage(session, 0, int.MaxValue, new FactFilter(subject)).Facts);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<FactRecord>> ReadAll(long after, int max, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return ReadStored(after, max);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FactRecord>> ReadPartition(int partition, long after, int max, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        if (await _recent.After(after, max, (_, at) => at == partition) is var (facts, _))
        {
            return facts;
        }

        return await _database.Read<IReadOnlyList<FactRecord>>(
            session => session.Prepare(FactTable.ReadPartition).Bind(1, partition).Bind(2, after).Bind(3, max).All(FactTable.Fact));
    }

    /// <inheritdoc/>
    public async Task<long> LastSequence()
    {
        if (_database.ChangesOutside)
        {
            Reached(await _database.Read(FactTable.ReadLast)); // What another Silo appended a moment ago counts, too.
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

    private Task<IReadOnlyList<FactRecord>> ReadStored(long after, int max) => _database.Read<IReadOnlyList<FactRecord>>(
        session => session.Prepare(FactTable.ReadAll).Bind(1, after).Bind(2, max).All(FactTable.Fact));

    private static FactPage ReadPage(DatabaseSession session, long after, int max, FactFilter filter)
    {
        var whole = filter is { Subject: null, Type: null, AreaPrefix: null };
        var scan = whole ? max : Math.Max(max, ScanLimit);
        var rows = filter.Subject is null
            ? session.Prepare(FactTable.ReadPublic).Bind(1, after).Bind(2, scan)
            : session.Prepare(FactTable.ReadPublicOfSubject).Bind(1, filter.Subject).Bind(2, after).Bind(3, scan);
        var facts = new List<FactRecord>();
        var scanned = 0;
        var last = after;
        while (facts.Count < max && rows.Step())
        {
            scanned++;
            last = rows.Int64(0);
            if (Matches(rows, filter))
            {
                facts.Add(FactTable.Fact(rows));
            }
        }

        return new FactPage(facts, last, facts.Count == max || scanned == scan);
    }

    private static bool Matches(Statement row, FactFilter filter) =>
        filter.Takes(row.Text(2), FactTable.IsInternal(row))
        && (filter.AreaPrefix is null || row.Text(4).StartsWith(filter.AreaPrefix, StringComparison.Ordinal));

    private static bool Matches(FactRecord fact, FactFilter filter) =>
        filter.Takes(fact.Type, fact.IsInternal)
        && (filter.AreaPrefix is null || fact.AreaCode.StartsWith(filter.AreaPrefix, StringComparison.Ordinal));

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
                return; // There were none, all were repeats, or they were seen before.
            }

            _last = last;
            reached = _next;
            _next = NewSignal();
        }

        reached.SetResult();
    }
}
