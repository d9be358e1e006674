using CityActors.Silo.Access;
using CityActors.Storage;

namespace CityActors.Silo.Registers;

/// <summary>Who looked at what is personal in which record, as what, what for: written before the look is answered, also where it is refused, and never deleted by the product.</summary>
public sealed class RecordLooks(Database database)
{
    private static readonly SqlQuery Insert = new("INSERT INTO record_look (record, area, actor, role, purpose, fields, at, refused) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    private static readonly SqlQuery Select = new("""
        SELECT sequence, record, actor, role, purpose, fields, at, refused FROM record_look
        WHERE sequence > ?1 AND (?2 IS NULL OR record = ?2) AND area >= ?4 AND area < ?4 || 'g' ORDER BY sequence LIMIT ?3
        """);

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("record-look", [
        """
        CREATE TABLE record_look (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, record TEXT NOT NULL, area TEXT NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL,
            purpose TEXT NOT NULL, fields TEXT NOT NULL, at TEXT NOT NULL, refused INTEGER NOT NULL);
        CREATE INDEX record_look_record ON record_look (record, sequence);
        """,
    ]);

    /// <summary>Logs a look, also in the audit; completes after the sync to disk.</summary>
    /// <param name="caller">Who looks.</param>
    /// <param name="area">The code of the area that the record belongs to.</param>
    /// <param name="look">The look; its number does not count.</param>
    public Task Log(Caller caller, string area, LoggedRecordLook look) => database.Write(session =>
    {
        session.Serialize();
        session.Prepare(Insert).Bind(1, look.Record).Bind(2, area).Bind(3, look.Actor).Bind(4, look.Role).Bind(5, look.Purpose).Bind(6, string.Join(' ', look.Fields)).Bind(7, look.At).Bind(8, look.Refused ? 1 : 0).Post();
        AuditLog.Append(session, new AuditAct(look.At, look.Actor, caller.Role.ToString().ToLowerInvariant(), caller.Area, "look", look.Record, look.Purpose, look.Refused ? "look-refused" : "looked"));
        return true;
    });

    /// <summary>Reads the looks at records of an area, oldest first.</summary>
    public Task<List<LoggedRecordLook>> Read(string area, long after, string? record, int limit) => database.Read(session => session
        .Prepare(Select).Bind(1, after).Bind(2, record).Bind(3, limit).Bind(4, area)
        .All(static row => new LoggedRecordLook(row.Int64(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5).Split(' ', StringSplitOptions.RemoveEmptyEntries), row.Instant(6), row.Int64(7) != 0)));
}

/// <summary>A look at a record.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Record">The record.</param>
/// <param name="Actor">Who looked.</param>
/// <param name="Role">In which role; empty: in none that may.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Fields">The personal fields that were shown, or asked for.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Refused">True: it was asked for, and refused.</param>
public sealed record LoggedRecordLook(long Sequence, string Record, string Actor, string Role, string Purpose, IReadOnlyList<string> Fields, DateTimeOffset At, bool Refused);
