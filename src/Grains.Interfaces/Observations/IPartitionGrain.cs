using Orleans.Concurrency;

namespace CityActors.Observations;

/// <summary>One of the grains that move a partition of the city; key <c>kind-</c> and two digits.</summary>
public interface IPartitionGrain : IGrainWithStringKey
{
    /// <summary>There may be something to do. Nobody needs to wait for the answer; even without a call it checks every second.</summary>
    [Alias("Wake")]
    Task Wake();

    /// <summary>Starts nothing more if it lives on a silo that is about to end. A checkpoint may follow; the next activation continues.</summary>
    /// <param name="ending">The silo that ends.</param>
    /// <returns>Whether it lives there.</returns>
    [Alias("Rest"), AlwaysInterleave]
    Task<bool> Rest(SiloAddress ending);

    /// <summary>Stores how far it has got. Whatever comes after that is repeated after a restart, harmlessly.</summary>
    [Alias("Checkpoint")]
    Task Checkpoint();
}

/// <summary>Moves one partition of the observation log to its entities, in order; key <c>router-00</c> to <c>router-63</c>.</summary>
public interface IObservationRouterGrain : IPartitionGrain
{
    /// <summary>Decides what happened up to a time (replay clock). Entities run ahead of it, each to the first thing that it finds.</summary>
    /// <param name="now">Where the clock stands.</param>
    /// <param name="until">How far entities may run ahead: everything up to then is in the log.</param>
    [Alias("Step")]
    Task<RouterStep> Step(DateTimeOffset now, DateTimeOffset until);

    /// <summary>Where the router stands.</summary>
    [Alias("Status")]
    Task<RouterStatus> Status();
}

/// <summary>What a router of a replay has got to.</summary>
/// <param name="Next">When something happens next, or null.</param>
/// <param name="Delivered">The last offset up to which everything is decided: if that is the end of the log, nobody runs ahead.</param>
[GenerateSerializer, Immutable, Alias("router-step")]
public readonly record struct RouterStep(
    [property: Id(0)] DateTimeOffset? Next,
    [property: Id(1)] long Delivered);

/// <summary>Where a router stands.</summary>
[GenerateSerializer, Immutable, Alias("router-status")]
public sealed record RouterStatus
{
    /// <summary>The partition, 0 to 63.</summary>
    [Id(0)] public int Partition { get; init; }

    /// <summary>The last offset delivered.</summary>
    [Id(1)] public long Delivered { get; init; }

    /// <summary>The offset that a restart would begin after.</summary>
    [Id(2)] public long Checkpoint { get; init; }

    /// <summary>Entities with a known due time.</summary>
    [Id(3)] public int Waiting { get; init; }

    /// <summary>Items set aside because their entity failed on them.</summary>
    [Id(4)] public long Poisoned { get; init; }
}
