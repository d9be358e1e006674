using CityActors.Commits;
using CityActors.Observations;
using CityActors.Silo.Cluster;

namespace CityActors.Simulation;

/// <summary>A city's database in memory, as strict as the real one; it outlives silos.</summary>
/// <param name="faults">What goes wrong.</param>
internal sealed class MemoryCity(StorageFaults faults) : ICityStorage
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, StoredState> states = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Owner, string Lane), long> heard = [];

    /// <summary>A city in which nothing goes wrong.</summary>
    public MemoryCity()
        : this(StorageFaults.None)
    {
    }

    public MemoryFactLog Facts { get; } = new();

    public MemoryDeadlines Deadlines { get; } = new();

    public MemoryReactions Reactions { get; } = new();

    public MemoryPosition Position { get; } = new();

    /// <summary>Hears of every commit whose end became known, in their order, and of those that nobody knows the end of.</summary>
    public IWakeUps? WakeUps { get; set; }

    /// <summary>Whether nothing is stored or read any more.</summary>
    public bool IsCut { get; set; }

    /// <summary>Owners whose state can be read and not understood.</summary>
    public HashSet<string> Unreadable { get; } = new(StringComparer.Ordinal);

    /// <summary>Everybody who stored something.</summary>
    public IReadOnlyList<string> Owners
    {
        get
        {
            lock (gate)
            {
                return [.. states.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    public async Task<StoredState> Read(string owner)
    {
        await Task.Yield();
        _ = GrainId.Parse(owner);
        lock (gate)
        {
            FailIf(IsCut || faults.OfRead(owner), "not read");
            return Unreadable.Contains(owner)
                ? throw new System.Text.Json.JsonException($"The state of {owner} is not to be understood.")
                : states.GetValueOrDefault(owner, new StoredState(0, null, []));
        }
    }

    public async Task<long> Heard(string owner, string lane)
    {
        await Task.Yield();
        lock (gate)
        {
            FailIf(IsCut, "not read");
            return heard.GetValueOrDefault((owner, lane));
        }
    }

    public async Task<CommitReceipt> Commit(CityCommit commit)
    {
        await Task.Yield();
        Check(commit);
        lock (gate)
        {
            FailIf(IsCut, "not stored");
            var fault = faults.OfCommit(commit.Owner);
            IsCut = fault is CommitFault.PowerCut or CommitFault.PowerCutAfter;
            if (fault is CommitFault.Lost or CommitFault.PowerCut)
            {
                throw Doubt("not stored");
            }

            RefuseConflict(commit);
            var (receipt, news) = Store(commit);
            if (fault is not CommitFault.None)
            {
                throw Doubt("stored, and nobody was told");
            }

            WakeUps?.Committed(news);
            return receipt;
        }
    }

    private static void FailIf(bool fails, string what)
    {
        if (fails)
        {
            throw new IOException($"Simulated: {what}.");
        }
    }

    private static void Check(CityCommit commit)
    {
        _ = GrainId.Parse(commit.Owner);
        if (commit.Head is null && commit.Rows.Count > 0)
        {
            throw new ArgumentException($"{commit.Owner} commits rows without its state.", nameof(commit));
        }
    }

    private IOException Doubt(string what)
    {
        WakeUps?.OutcomeUnknown();
        return new IOException($"Simulated: {what}.");
    }

    private void RefuseConflict(CityCommit commit)
    {
        var version = states.TryGetValue(commit.Owner, out var stored) ? stored.Version : 0;
        if (commit.Head is not null && version != commit.Version)
        {
            throw new CommitConflictException($"{commit.Owner}: the stored version is {version}, {commit.Version} was expected.");
        }

        foreach (var write in commit.Heard)
        {
            if (heard.GetValueOrDefault((commit.Owner, write.Lane)) is var last && last >= write.Number)
            {
                throw new CommitConflictException($"{commit.Owner} heard letter {write.Number} of {write.Lane} before: the last one heard is {last}.");
            }
        }
    }

    private (CommitReceipt Receipt, CommitNews News) Store(CityCommit commit)
    {
        var version = commit.Version;
        if (commit.Head is { } head)
        {
            var rows = states.GetValueOrDefault(commit.Owner)?.Rows ?? [];
            states[commit.Owner] = new StoredState(++version, head.ToArray(), Rows(rows, commit.Rows));
        }

        foreach (var write in commit.Heard)
        {
            heard[(commit.Owner, write.Lane)] = write.Number;
        }

        var first = Facts.Append(commit);
        Deadlines.Book(commit);
        return (
            new CommitReceipt(version, commit.Facts.Count == 0 ? 0 : first + commit.Facts.Count - 1),
            new CommitNews(commit.Owner, Partitions.OfOwner(commit.Owner), commit.At, commit.Facts.Count == 0 ? 0 : first, commit.Facts, commit.Deadlines));
    }

    private static IReadOnlyList<StoredRow> Rows(IReadOnlyList<StoredRow> before, IReadOnlyList<RowWrite> writes)
    {
        var rows = new SortedDictionary<string, ReadOnlyMemory<byte>>(before.ToDictionary(static row => row.Name, static row => row.Payload), StringComparer.Ordinal);
        foreach (var write in writes)
        {
            if (write.Payload is { } payload)
            {
                rows[write.Name] = payload.ToArray();
            }
            else
            {
                rows.Remove(write.Name);
            }
        }

        return [.. rows.Select(static row => new StoredRow(row.Key, row.Value))];
    }
}
