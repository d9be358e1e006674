using CityActors.Silo.Access;
using CityActors.Silo.Lists;
using CityActors.Storage;

namespace CityActors.Silo.Duty;

/// <summary>Who was on duty when, and what they noted: only ever added to.</summary>
/// <param name="database">The city's database.</param>
public sealed class DutyLog(Database database)
{
    private const string Columns = "number, at, actor, area, type, text";

    private static readonly SqlQuery LastNumber = new("SELECT number FROM duty ORDER BY number DESC LIMIT 1");
    private static readonly SqlQuery LastTurn = new($"SELECT {Columns} FROM duty WHERE actor = ?1 AND type <> 'note' ORDER BY number DESC LIMIT 1");
    private static readonly SqlQuery OfKey = new($"SELECT {Columns} FROM duty WHERE actor = ?1 AND request_key = ?2");
    private static readonly SqlQuery Insert = new("INSERT INTO duty (number, at, actor, area, type, text, request_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    private static readonly SqlQuery EndOf = new("SELECT at FROM duty WHERE actor = ?1 AND number > ?2 AND type = 'end' ORDER BY number LIMIT 1");

    // Within what the caller may see (?1), whoever answers for the area (?2), a part of it, or what it is a part of.
    private const string Concerned = "area >= ?1 AND area < ?1 || 'g' AND ((area >= ?2 AND area < ?2 || 'g') OR substr(?2, 1, length(area)) = area)";

    private static readonly SqlQuery Page = new($"""
        SELECT {Columns} FROM duty WHERE {Concerned} AND number < ?3 AND (?4 IS NULL OR at >= ?4) ORDER BY number DESC LIMIT ?5
        """);

    private static readonly SqlQuery OnDutyNow = new($"""
        SELECT {Columns} FROM duty WHERE {Concerned} AND type = 'begin'
        AND NOT EXISTS (SELECT 1 FROM duty later WHERE later.actor = duty.actor AND later.type <> 'note' AND later.number > duty.number) ORDER BY number
        """);

    private static readonly SqlQuery AlertsSince = new("""
        SELECT area, at, changed_at, CASE WHEN state = 'cleared' THEN 1 ELSE 0 END FROM list_alert WHERE changed_at >= ?1 AND area >= ?2 AND area < ?2 || 'g'
        """);

    private static readonly SqlQuery OrdersSince = new("""
        SELECT area, at, changed_at, 1 - is_open FROM list_order WHERE changed_at >= ?1 AND area >= ?2 AND area < ?2 || 'g'
        """);

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("duty", [
        """
        CREATE TABLE duty (
            number INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, area TEXT NOT NULL, type TEXT NOT NULL, text TEXT NOT NULL, request_key TEXT NOT NULL);
        CREATE UNIQUE INDEX duty_key ON duty (actor, request_key);
        CREATE INDEX duty_turn ON duty (actor, type, number);
        """,
    ]);

    /// <summary>Adds a line; completes after the sync to disk.</summary>
    /// <param name="caller">Who writes.</param>
    /// <param name="command">What.</param>
    /// <param name="now">When.</param>
    /// <param name="key">The request's key: a repeat finds the line that it made.</param>
    /// <returns>The line, or null: who begins is on duty, or who ends is not.</returns>
    public Task<DutyEntry?> Add(Caller caller, DutyCommand command, DateTimeOffset now, string key) => database.Write(session =>
    {
        session.Serialize();
        if (session.Prepare(OfKey).Bind(1, caller.Name).Bind(2, key).First(EntryIn) is { } made)
        {
            return made;
        }

        var isOnDuty = session.Prepare(LastTurn).Bind(1, caller.Name).First(EntryIn) is { Type: DutyType.Begin };
        if (command.Type == (isOnDuty ? DutyType.Begin : DutyType.End))
        {
            return null;
        }

        var number = session.Prepare(LastNumber).First(static row => row.Int64(0)) + 1;
        var entry = new DutyEntry(number, now, caller.Name, caller.Area, command.Type, command.Text);
        session.Prepare(Insert).Bind(1, number).Bind(2, now).Bind(3, entry.Actor).Bind(4, entry.Area).Bind(5, ListWriter.Name(entry.Type)).Bind(6, entry.Text).Bind(7, key).Post();
        return entry;
    });

    /// <summary>Reads lines, newest first, one more than asked for if there is another page; who is on duty; and the shifts that began in these lines.</summary>
    /// <param name="own">The area that the caller may see.</param>
    /// <param name="area">The area that is asked for.</param>
    /// <param name="before">Only lines before this one.</param>
    /// <param name="since">Only lines since then, or null.</param>
    /// <param name="limit">At most so many lines.</param>
    internal Task<DutyRead> Read(string own, string area, long before, DateTimeOffset? since, int limit) => database.Read(session =>
    {
        var entries = session.Prepare(Page).Bind(1, own).Bind(2, area).Bind(3, before).Bind(4, since).Bind(5, limit + 1).All(EntryIn);
        var onDuty = session.Prepare(OnDutyNow).Bind(1, own).Bind(2, area).All(EntryIn);
        var begun = entries.Take(limit).Where(static entry => entry.Type == DutyType.Begin)
            .Select(entry => (Entry: entry, Until: session.Prepare(EndOf).Bind(1, entry.Actor).Bind(2, entry.Number).First(static row => (DateTimeOffset?)row.Instant(0)))).ToList();
        return new DutyRead(entries, onDuty, begun.Count == 0 ? [] : Shifts(session, own, begun));
    });

    private static List<DutyShift> Shifts(DatabaseSession session, string own, List<(DutyEntry Entry, DateTimeOffset? Until)> begun)
    {
        var first = begun.Min(static shift => shift.Entry.At);
        var (alerts, orders) = (MattersSince(session, AlertsSince, first, own), MattersSince(session, OrdersSince, first, own));
        return begun.ConvertAll(shift => ShiftRules.Count(shift.Entry, shift.Until, alerts, orders));
    }

    private static List<Matter> MattersSince(DatabaseSession session, SqlQuery query, DateTimeOffset since, string area) => session.Prepare(query).Bind(1, since).Bind(2, area)
        .All(static row => new Matter(row.Text(0), row.Instant(1), row.Int64(3) == 0 ? null : row.Instant(2)));

    private static DutyEntry EntryIn(Statement row) => new(
        row.Int64(0), row.Instant(1), row.Text(2), row.Text(3), Enum.Parse<DutyType>(row.Text(4), ignoreCase: true), row.Text(5));
}

/// <summary>What was read of the duty log.</summary>
/// <param name="Entries">Lines, newest first.</param>
/// <param name="OnDuty">The lines by which those began who are on duty.</param>
/// <param name="Shifts">The shifts that began in the lines.</param>
internal sealed record DutyRead(List<DutyEntry> Entries, List<DutyEntry> OnDuty, List<DutyShift> Shifts);
