using CityActors.Observations;

namespace CityActors.Deadlines;

/// <summary>Calls the owners of one partition's deadlines, in their order; key <c>deadlines-</c> and two digits.</summary>
public interface IDeadlineGrain : IPartitionGrain
{
    /// <summary>A deadline was booked.</summary>
    /// <param name="due">When it is due, UTC.</param>
    [Alias("WakeBy")]
    Task WakeBy(DateTimeOffset due);

    /// <summary>How many deadlines are known to be due and wait for their owners.</summary>
    [Alias("Waiting")]
    Task<int> Waiting();
}

/// <summary>A time by which an owner wants to be called.</summary>
/// <param name="Owner">The owner's grain id as text, <c>type/key</c>.</param>
/// <param name="Name">What falls due, unique within the owner.</param>
/// <param name="Due">When, UTC.</param>
[GenerateSerializer, Immutable, Alias("deadline")]
public sealed record Deadline(
    [property: Id(0)] string Owner,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset Due)
{
    /// <summary>The order in which deadlines are called: by time, then owner, then name.</summary>
    public static IComparer<Deadline> InOrder { get; } = Comparer<Deadline>.Create(static (one, other) =>
        one.Due != other.Due ? one.Due.CompareTo(other.Due)
        : string.CompareOrdinal(one.Owner, other.Owner) is var owner and not 0 ? owner
        : string.CompareOrdinal(one.Name, other.Name));
}
