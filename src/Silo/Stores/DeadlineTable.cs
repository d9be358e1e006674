using CityActors.Commits;
using CityActors.Storage;

namespace CityActors.Silo.Stores;

/// <summary>The table of deadlines and its statements. Due times are 100 ns since the year 1, UTC.</summary>
internal static class DeadlineTable
{
    public static readonly SchemaPart Schema = new("city-deadlines", [
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

    public static readonly SqlQuery ReadDue = new("""
        SELECT owner, name, due FROM deadline
        WHERE partition = ?1 AND due <= ?2 AND (due, owner, name) > (?3, ?4, ?5)
        ORDER BY due, owner, name LIMIT ?6
        """);

    private static readonly SqlQuery Save = new("""
        INSERT INTO deadline (owner, name, partition, due) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (owner, name) DO UPDATE SET due = excluded.due
        """);

    private static readonly SqlQuery Delete = new("DELETE FROM deadline WHERE owner = ?1 AND name = ?2");

    /// <summary>Books a deadline, or takes it away.</summary>
    public static void Post(DatabaseSession session, string owner, int partition, DeadlineWrite write)
    {
        if (write.Due is { } due)
        {
            session.Prepare(Save).Bind(1, owner).Bind(2, write.Name).Bind(3, partition).Bind(4, due.UtcTicks).Post();
        }
        else
        {
            session.Prepare(Delete).Bind(1, owner).Bind(2, write.Name).Post();
        }
    }
}
