using CityActors.Observations;

namespace CityActors.Reactions;

/// <summary>Delivers the reactions to one partition's facts, lane by lane; key <c>reactions-</c> and two digits.</summary>
public interface IReactionRouterGrain : IPartitionGrain
{
    /// <summary>Tries a held letter again now.</summary>
    /// <returns>False where no such letter is held.</returns>
    [Alias("Retry")]
    Task<bool> Retry(long number, string target);

    /// <summary>Gives a held letter up, so that its lane goes on without it.</summary>
    /// <returns>False where no such letter is held.</returns>
    [Alias("Skip")]
    Task<bool> Skip(long number, string target);

    /// <summary>How far it is.</summary>
    [Alias("Status")]
    Task<ReactionStatus> Status();
}

/// <summary>How far the reactions of a partition are.</summary>
/// <param name="Partition">The partition, from 0.</param>
/// <param name="Read">The number of the last fact read.</param>
/// <param name="Cursor">Everything up to this fact is delivered or held.</param>
/// <param name="Waiting">Letters read and not yet delivered.</param>
/// <param name="Held">Of these the ones that could not be delivered.</param>
[GenerateSerializer, Immutable, Alias("reaction-status")]
public sealed record ReactionStatus(
    [property: Id(0)] int Partition,
    [property: Id(1)] long Read,
    [property: Id(2)] long Cursor,
    [property: Id(3)] int Waiting,
    [property: Id(4)] int Held);
