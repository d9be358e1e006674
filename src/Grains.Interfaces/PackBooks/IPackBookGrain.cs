using CityActors.Facts;
using CityActors.Reactions;
using Orleans.Concurrency;

namespace CityActors.PackBooks;

/// <summary>Tells the city what was done with its packs; there is one, with the key <c>packs</c>.</summary>
public interface IPackBookGrain : ICityGrain
{
    /// <summary>The key.</summary>
    public const string Key = "packs";

    /// <summary>Tells what was not told yet.</summary>
    /// <param name="switches">What was done, by number; of some of it, it may have heard.</param>
    [Alias("Tell")]
    Task Tell(IReadOnlyList<PackSwitched> switches);

    /// <summary>The number of the last that it told.</summary>
    [ReadOnly, Alias("Told")]
    Task<long> Told();
}
