using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Storage;

namespace CityActors.Silo.Stores;

/// <summary>The deadlines in the city's database, as the commits booked them. Due times are 100 ns since the year 1, UTC.</summary>
/// <param name="database">The city's database, with <see cref="CityTables.Schema"/>.</param>
public sealed class DatabaseDeadlines(Database database) : IDeadlineTable
{
    internal static readonly SchemaPart Schema = new("city-deadlines", [
        """
        CREATE TABLE deadline (
            owner TEXT NOT NULL,
            name TEXT NOT NULL,
            partition INTEGER NOT NULL,
            due INTEGER NOT NULL,
            PRIMARY KEY (owner, name)
        ) WITHOUT ROWID;
        CREATE INDEX deadline_due ON deadline (partition, due, owner, name);
        """,
    ]);

    private static readonly SqlQuery SelectDue = new("""
        SELECT owner, name, due FROM deadline
        WHERE partition = ?1 AND due <= ?2 AND (due, owner, name) > (?3, ?4, ?5)
        ORDER BY due, owner, name LIMIT ?6
        """);

    private static readonly SqlQuery CountUpTo = new("SELECT count(*) FROM deadline WHERE due <= ?1");

    private static readonly SqlQuery Save = new("""
        INSERT INTO deadline (owner, name, partition, due) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (owner, name) DO UPDATE SET due = excluded.due
        """);

    private static readonly SqlQuery SaveForAll = new("""
        INSERT INTO deadline (owner, name, partition, due) SELECT owner, ?1, min(partition), ?2 FROM deadline WHERE owner >= ?3 AND owner < ?4 GROUP BY owner
        ON CONFLICT (owner, name) DO UPDATE SET due = excluded.due
        """);

    private static readonly SqlQuery Delete = new("DELETE FROM deadline WHERE owner = ?1 AND name = ?2");

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">The database cannot be read now.</exception>
    public Task<IReadOnlyList<Deadline>> ReadDue(int partition, Deadline? after, DateTimeOffset upTo, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return database.Read<IReadOnlyList<Deadline>>(session => session.Prepare(SelectDue)
            .Bind(1, partition).Bind(2, upTo.UtcTicks)
            .Bind(3, after?.Due.UtcTicks ?? -1).Bind(4, after?.Owner ?? "").Bind(5, after?.Name ?? "").Bind(6, max)
            .All(static row => new Deadline(row.Text(0), row.Text(1), new DateTimeOffset(row.Int64(2), TimeSpan.Zero))));
    }

    /// <summary>Books a deadline for every owner that has one.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="owners">What the owners begin with.</param>
    /// <param name="name">The deadline's name.</param>
    /// <param name="due">When it is due.</param>
    internal static void BookForAll(DatabaseSession session, string owners, string name, DateTimeOffset due) =>
        session.Prepare(SaveForAll).Bind(1, name).Bind(2, due.UtcTicks).Bind(3, owners).Bind(4, $"{owners}~").Execute();

    /// <summary>How many are due up to a time, of all partitions.</summary>
    internal static Task<long> CountDue(Database database, DateTimeOffset upTo) =>
        database.Read(session => session.Prepare(CountUpTo).Bind(1, upTo.UtcTicks).First(static row => row.Int64(0)));

    /// <summary>Books a deadline, or takes it away.</summary>
    internal static void Post(DatabaseSession session, string owner, int partition, DeadlineWrite write)
    {
        var statement = write.Due is { } due
            ? session.Prepare(Save).Bind(1, owner).Bind(2, write.Name).Bind(3, partition).Bind(4, due.UtcTicks)
            : session.Prepare(Delete).Bind(1, owner).Bind(2, write.Name);
        statement.Post();
    }
}
