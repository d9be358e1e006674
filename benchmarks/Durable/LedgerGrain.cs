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
[GenerateSerializer, Alias("bench-ledger")]
public sealed class Ledger
{
    [Id(0)] public long Entries { get; set; }
}

[GrainType("bench-ledger")]
public sealed class LedgerGrain([PersistentState("bench-ledger")] IPersistentState<Ledger> store) : Grain, ILedgerGrain
{
    public Task Enter()
    {
        store.State.Entries++;
        return store.WriteStateAsync();
    }

    public Task<long> Entries() => Task.FromResult(store.State.Entries);
}
