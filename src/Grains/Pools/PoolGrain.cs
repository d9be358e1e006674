using CityActors.Commits;
using CityActors.Reactions;

namespace CityActors.Pools;

/// <summary>Chooses who takes cases in hand, out of one pool of one area.</summary>
[GrainType(Addresses.Pool)]
internal sealed class PoolGrain(PoolRules rules, CityServices city) : CityGrain<PoolState>(rules, city), IPoolGrain
{
    public Task<PoolView> Read() => Task.FromResult(PoolRules.View(State));
}
