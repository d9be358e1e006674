namespace CityActors.Facts;

/// <summary>The fact log in memory, for simulated cities. Its tasks are complete when they are returned, but for a wait.</summary>
public sealed class MemoryFactLog : IFactLog
{
    private readonly Lock _gate = new();
    private readonly List<FactRecord> _facts = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private TaskCompletionSource _next = NewSignal();

    /// <inheritdoc/>
    public Task Append(IReadOnlyList<FactRecord> facts, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource reached;
        lock (_gate)
        {
            var before = _facts.Count;
            foreach (var fact in facts)
            {
                if (_ids.Add(fact.Id))
                {
                    _facts.Add(fact with { Sequence = _facts.Count + 1, At = fact.At.ToUniversalTime() });
                }
            }

            if (_facts.Count == before)
            {
                return Task.CompletedTask;
            }

            reached = _next;
            _next = NewSignal();
        }

        reached.SetResult();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<FactPage> Read(long afterSequence, int max, FactFilter? filter = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var facts = new List<FactRecord>();
        lock (_gate)
        {
            for (var i = Math.Max(afterSequence, 0); i < _facts.Count; i++)
            {
                var fact = _facts[(int)i];
                if (filter is null || Matches(fact, filter))
                {
                    facts.Add(fact);
                }

                if (facts.Count == max)
                {
                    return Task.FromResult(new FactPage(facts, fact.Sequence, true));
                }
            }

            return Task.FromResult(new FactPage(facts, Math.Max(afterSequence, _facts.Count), false));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<FactRecord>> ReadSubject(string subject, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<FactRecord>>([.. _facts.Where(fact => fact.Subject == subject)]);
        }
    }

    /// <inheritdoc/>
    public Task<long> LastSequence()
    {
        lock (_gate)
        {
            return Task.FromResult((long)_facts.Count);
        }
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

    private static bool Matches(FactRecord fact, FactFilter filter) =>
        (filter.Subject is null || fact.Subject == filter.Subject)
        && (filter.Type is null || fact.Type == filter.Type)
        && (filter.AreaPrefix is null || fact.AreaCode.StartsWith(filter.AreaPrefix, StringComparison.Ordinal));

    private Task? NextAfter(long sequence)
    {
        lock (_gate)
        {
            return _facts.Count > sequence ? null : _next.Task;
        }
    }
}
