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
