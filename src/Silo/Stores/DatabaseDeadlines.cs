using CityActors.Deadlines;
using CityActors.Storage;

namespace CityActors.Silo.Stores;

/// <summary>The deadlines in the city's database, as the commits booked them.</summary>
/// <param name="database">The city's database, with <see cref="CityTables.Schema"/>.</param>
public sealed class DatabaseDeadlines(Database database) : IDeadlineTable
{
    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">The database cannot be read now.</exception>
    public Task<IReadOnlyList<Deadline>> ReadDue(int partition, Deadline? after, DateTimeOffset upTo, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return database.Read(session => ReadDue(session, partition, after, upTo, max));
    }

    private static IReadOnlyList<Deadline> ReadDue(DatabaseSession session, int partition, Deadline? after, DateTimeOffset upTo, int max)
    {
        var rows = session.Prepare(DeadlineTable.ReadDue)
            .Bind(1, partition)
            .Bind(2, upTo.UtcTicks)
            .Bind(3, after?.Due.UtcTicks ?? -1)
            .Bind(4, after?.Owner ?? "")
            .Bind(5, after?.Name ?? "")
            .Bind(6, max);
        var due = new List<Deadline>();
        while (rows.Step())
        {
            due.Add(new Deadline(rows.Text(0), rows.Text(1), Instant(rows.Int64(2))));
        }

        return due;
    }

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);
}
