using CityActors.Facts;

namespace CityActors.Places.Tests;

/// <summary>A fact log in memory: in order, each fact once.</summary>
internal sealed class FactList : IFactLog
{
    private readonly Lock gate = new();
    private readonly List<FactRecord> all = [];

    public IReadOnlyList<FactRecord> All
    {
        get
        {
            lock (gate)
            {
                return [.. all];
            }
        }
    }

    public Task Append(IReadOnlyList<FactRecord> facts, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            all.AddRange(facts.Where(fact => !all.Exists(known => known.Id == fact.Id)).Select((fact, i) => fact with { Sequence = all.Count + i + 1 }));
        }

        return Task.CompletedTask;
    }

    public Task<FactPage> Read(long afterSequence, int max, FactFilter? filter = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new FactPage([.. All.Where(fact => fact.Sequence > afterSequence).Take(max)], afterSequence + max, false));

    public Task<IReadOnlyList<FactRecord>> ReadSubject(string subject, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<FactRecord>>([.. All.Where(fact => fact.Subject == subject)]);

    public Task<long> LastSequence() => Task.FromResult((long)All.Count);

    public Task WaitBeyond(long sequence, CancellationToken cancellationToken = default) => Task.CompletedTask;
}
