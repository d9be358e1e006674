using CityActors.Reactions;
using Orleans.Concurrency;

namespace CityActors.Pools;

/// <summary>Chooses who takes cases in hand, out of one pool of one area; key is <c>pool-</c>, the pool, <c>-</c> and the area's code.</summary>
public interface IPoolGrain : ICityGrain
{
    /// <summary>The pool as it stands.</summary>
    [ReadOnly, Alias("Read")]
    Task<PoolView> Read();
}

/// <summary>A pool as it stands.</summary>
/// <param name="Members">How many are in it.</param>
/// <param name="Loads">How many cases each has in hand or is offered; none where it is 0.</param>
/// <param name="Waiting">Cases for which nobody was found, those that asked first before others.</param>
[GenerateSerializer, Immutable, Alias("pool-view")]
public sealed record PoolView(
    [property: Id(0)] int Members,
    [property: Id(1)] IReadOnlyDictionary<string, int> Loads,
    [property: Id(2)] IReadOnlyList<string> Waiting);
