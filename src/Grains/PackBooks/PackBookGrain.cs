using CityActors.Commits;
using CityActors.Facts;

namespace CityActors.PackBooks;

/// <summary>Tells the city what was done with its packs.</summary>
[GrainType("pack-book")]
internal sealed class PackBookGrain(CityServices city) : CityGrain<PackBookState>(new PackBookRules(), city), IPackBookGrain
{
    public Task Tell(IReadOnlyList<PackSwitched> switches) => Commit(PackBookRules.Tell(State, switches), isConsequence: false);

    public Task<long> Told() => Task.FromResult(State.Told);
}

/// <summary>What it decides: each switch is told once.</summary>
internal sealed class PackBookRules : ICityRules<PackBookState>
{
    /// <summary>Tells what was not told yet.</summary>
    public static Decision<PackBookState> Tell(PackBookState state, IReadOnlyList<PackSwitched> switches)
    {
        CityFact[] fresh = [.. switches.Where(fact => fact.Version > state.Told)];
        return fresh.Length == 0 ? Decision.None(state) : Decision.To(new PackBookState { Told = fresh[^1].Version }, fresh);
    }

    public Decision<PackBookState> React(string key, PackBookState state, CityFact fact, DateTimeOffset now) => Decision.None(state);
}

/// <summary>What it keeps.</summary>
[GenerateSerializer, Alias("pack-book-state")]
public sealed record PackBookState
{
    /// <summary>The number of the last switch that it told.</summary>
    [Id(0)] public long Told { get; init; }
}
