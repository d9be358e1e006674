using CityActors.Households;
using CityActors.Storage;

namespace CityActors.Silo.Access;

/// <summary>Who looked at how people live, where, when and why: written before the look is answered, never deleted by the product.</summary>
public sealed class HouseholdAccessLog(Database database)
{
    private static readonly SqlQuery Insert = new("INSERT INTO household_look (household, actor, reason, at, refused) VALUES (?1, ?2, ?3, ?4, ?5)");

    private static readonly SqlQuery Select = new("""
        SELECT sequence, household, actor, reason, at, refused FROM household_look WHERE sequence > ?1 AND (?2 IS NULL OR household = ?2)
        AND (?4 = '' OR household IN (SELECT e.id FROM list_entity e WHERE e.area >= ?4 AND e.area < ?4 || 'g')) ORDER BY sequence LIMIT ?3
        """);

    private static readonly SqlQuery SelectBefore = new("""
        SELECT sequence, household, actor, reason, at, refused FROM household_look WHERE sequence < ?1 AND (?2 IS NULL OR household = ?2)
        AND (?4 = '' OR household IN (SELECT e.id FROM list_entity e WHERE e.area >= ?4 AND e.area < ?4 || 'g')) ORDER BY sequence DESC LIMIT ?3
        """);

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("household-look", [
        """
        CREATE TABLE household_look (sequence INTEGER PRIMARY KEY AUTOINCREMENT, household TEXT NOT NULL, actor TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL);
        CREATE INDEX household_look_household ON household_look (household, sequence);
        """,
        "ALTER TABLE household_look ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;",
    ]);

    /// <summary>Logs a look, also in the audit; completes after the sync to disk.</summary>
    public Task Log(Caller caller, string household, HouseholdLook look, bool isRefused) => database.Write(session =>
    {
        session.Serialize();
        session.Prepare(Insert).Bind(1, household).Bind(2, look.Actor).Bind(3, look.Reason).Bind(4, look.At).Bind(5, isRefused ? 1 : 0).Post();
        AuditLog.Append(session, new AuditAct(
            look.At, look.Actor, caller.Role.ToString().ToLowerInvariant(), caller.Area, "look", household, look.Reason, isRefused ? "look-refused" : "looked"));
        return true;
    });

    /// <summary>Reads the looks at whom an area holds, oldest first.</summary>
    public Task<List<LoggedLook>> Read(string area, long after, string? household, int limit) => Read(Select, area, after, household, limit);

    /// <summary>Reads those before a number, newest first.</summary>
    public Task<List<LoggedLook>> ReadBefore(string area, long before, string? household, int limit) => Read(SelectBefore, area, before, household, limit);

    private Task<List<LoggedLook>> Read(SqlQuery query, string area, long from, string? household, int limit) => database.Read(session => session
        .Prepare(query).Bind(1, from).Bind(2, household).Bind(3, limit).Bind(4, area)
        .All(static row => new LoggedLook(row.Int64(0), row.Text(1), row.Text(2), row.Text(3), row.Instant(4), row.Int64(5) != 0)));
}

/// <summary>A look at a household.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Household">Which household or device.</param>
/// <param name="Actor">Who looked.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Refused">True: it was asked for, and refused.</param>
public sealed record LoggedLook(long Sequence, string Household, string Actor, string Reason, DateTimeOffset At, bool Refused);
