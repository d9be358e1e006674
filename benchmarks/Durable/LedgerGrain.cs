using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;

namespace CityActors.Benchmarks.Durable;

/// <summary>A grain that writes its state at every call.</summary>
public interface ILedgerGrain : IGrainWithStringKey
{
    /// <summary>Counts and stores.</summary>
    [Alias("Enter")]
    Task Enter();

    /// <summary>What is stored.</summary>
    [Alias("Entries")]
    Task<long> Entries();
}

/// <summary>What it stores.</summary>
/// <param name="Entries">How often it was called.</param>
internal sealed record Ledger(long Entries)
{
    public Ledger()
        : this(0)
    {
    }
}

/// <summary>It commits as the city's grains do.</summary>
[GrainType("bench-ledger")]
internal sealed class LedgerGrain(CityServices city) : CityGrain<Ledger>(LedgerRules.Instance, city), ILedgerGrain
{
    public Task Enter() => Commit(Decision.To(State with { Entries = State.Entries + 1 }), isConsequence: false);

    public Task<long> Entries() => Task.FromResult(State.Entries);
}

/// <summary>It reacts to nothing and waits for nothing.</summary>
internal sealed class LedgerRules : ICityRules<Ledger>
{
    public static LedgerRules Instance { get; } = new();

    public Decision<Ledger> React(string key, Ledger state, CityFact fact, DateTimeOffset now) => Decision.None(state);

    public Decision<Ledger> Due(string key, Ledger state, Deadline deadline, DateTimeOffset now) => Decision.None(state);

    public IEnumerable<DueTime> Deadlines(string key, Ledger state) => [];
}
