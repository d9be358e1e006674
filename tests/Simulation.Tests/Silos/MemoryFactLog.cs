using CityActors.Commits;
using CityActors.Facts;
using CityActors.Observations;

namespace CityActors.Simulation;

/// <summary>The facts of a city in memory, as the records that the real log keeps.</summary>
internal sealed class MemoryFactLog : IFactLog
{
    private readonly Lock gate = new();
    private readonly List<FactRecord> facts = [];
    private TaskCompletionSource grown = NewSignal();

    /// <summary>Every fact so far, in order.</summary>
    public IReadOnlyList<FactRecord> All
    {
        get
        {
            lock (gate)
            {
                return [.. facts];
            }
        }
    }

    /// <summary>Appends what a commit tells.</summary>
    /// <returns>The number of the first fact.</returns>
    public long Append(CityCommit commit)
    {
        lock (gate)
        {
            var first = facts.Count + 1L;
            foreach (var fact in commit.Facts)
            {
                facts.Add(FactRecords.Of(fact) with { Sequence = facts.Count + 1, Owner = commit.Owner, RecordedAt = commit.At });
            }

            grown.TrySetResult();
            grown = NewSignal();
            return first;
        }
    }

    public Task<FactPage> Read(long afterSequence, int max, FactFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new FactFilter();
        var all = All; // Once: what is appended meanwhile is read the next time.
        var page = all.Where(fact => fact.Sequence > afterSequence
            && (filter.Subject is null || fact.Subject == filter.Subject)
            && filter.Takes(fact.Type, fact.IsInternal)
            && (filter.AreaPrefix is null || fact.AreaCode.StartsWith(filter.AreaPrefix, StringComparison.Ordinal))).Take(max).ToArray();
        return Task.FromResult(new FactPage(page, page.Length == max ? page[^1].Sequence : all.Count, page.Length == max));
    }

    public async Task<IReadOnlyList<FactRecord>> ReadSubject(string subject, CancellationToken cancellationToken = default) =>
        (await Read(0, int.MaxValue, new FactFilter(subject), cancellationToken)).Facts;

    public Task<IReadOnlyList<FactRecord>> ReadAll(long after, int max, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<FactRecord>>([.. All.Skip((int)after).Take(max)]);

    public async Task<IReadOnlyList<FactRecord>> ReadPartition(int partition, long after, int max, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return [.. All.Skip((int)after).Where(fact => Partitions.OfOwner(fact.Owner) == partition).Take(max)];
    }

    public Task<long> LastSequence() => Task.FromResult((long)All.Count);

    public async Task WaitBeyond(long sequence, CancellationToken cancellationToken = default)
    {
        while (NextAfter(sequence) is { } next)
        {
            await next.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task? NextAfter(long sequence)
    {
        lock (gate)
        {
            return facts.Count > sequence ? null : grown.Task;
        }
    }
}
