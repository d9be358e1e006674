using CityActors.Households;
using CityActors.Storage;

namespace CityActors.Silo.Access;

/// <summary>Who looked at how people live, where, when and why: written before the look is answered, never deleted by the product.</summary>
public sealed class HouseholdAccessLog(Database database)
{
    private static readonly SqlQuery Insert = new("INSERT INTO household_look (household, actor, reason, at) VALUES (?1, ?2, ?3, ?4)");

    private static readonly SqlQuery Select = new("""
        SELECT sequence, household, actor, reason, at FROM household_look WHERE sequence > ?1 AND (?2 IS NULL OR household = ?2) ORDER BY sequence LIMIT ?3
        """);

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("household-look", [
        """
        CREATE TABLE household_look (sequence INTEGER PRIMARY KEY AUTOINCREMENT, household TEXT NOT NULL, actor TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL);
        CREATE INDEX household_look_household ON household_look (household, sequence);
        """,
    ]);

    /// <summary>Logs a look; completes after the sync to disk.</summary>
    public Task Log(string household, HouseholdLook look) => database.Write(session =>
    {
        session.Serialize();
        session.Prepare(Insert).Bind(1, household).Bind(2, look.Actor).Bind(3, look.Reason).Bind(4, look.At).Post();
        return true;
    });

    /// <summary>Reads looks, oldest first.</summary>
    public Task<List<LoggedLook>> Read(long after, string? household, int limit) => database.Read(session => session
        .Prepare(Select).Bind(1, after).Bind(2, household).Bind(3, limit)
        .All(static row => new LoggedLook(row.Int64(0), row.Text(1), row.Text(2), row.Text(3), row.Instant(4))));
}

/// <summary>A look at a household.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Household">Which household or device.</param>
/// <param name="Actor">Who looked.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When, UTC.</param>
public sealed record LoggedLook(long Sequence, string Household, string Actor, string Reason, DateTimeOffset At);
