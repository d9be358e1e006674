using Orleans.Concurrency;

namespace CityActors.Observations;

/// <summary>One of the grains that move a partition of the city; key <c>kind-</c> and two digits.</summary>
public interface IPartitionGrain : IGrainWithStringKey
{
    /// <summary>There may be something to do. Nobody need wait for the answer; without any call it looks by itself every second.</summary>
    [Alias("Wake")]
    Task Wake();

    /// <summary>Begins nothing more, if it lives on a silo that is about to end. A checkpoint may follow; the next activation goes on.</summary>
    /// <param name="ending">The silo that ends.</param>
    /// <returns>Whether it lives there.</returns>
    [Alias("Rest"), AlwaysInterleave]
    Task<bool> Rest(SiloAddress ending);

    /// <summary>Makes durable how far it is. What is not durable is done again after a restart, harmlessly.</summary>
    [Alias("Checkpoint")]
    Task Checkpoint();
}
