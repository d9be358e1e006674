namespace CityActors.Deadlines;

/// <summary>All future deadlines of the city, by the partition of their owner.</summary>
public interface IDeadlineTable
{
    /// <summary>Reads what is due, in the order of (due, owner, name).</summary>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="after">The last one already known, or null: from the start.</param>
    /// <param name="upTo">Due at this time or before, UTC.</param>
    /// <param name="max">At most so many; from 1.</param>
    Task<IReadOnlyList<Deadline>> ReadDue(int partition, Deadline? after, DateTimeOffset upTo, int max);
}
