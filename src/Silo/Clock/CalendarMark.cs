using CityActors.Deadlines;
using CityActors.Silo.Stores;
using CityActors.Storage;
using CityActors.WorkOrders;

namespace CityActors.Silo.Clock;

/// <summary>
/// Knows by which working calendar the city counts, so that another one is noticed when the Silo starts. One transaction notes it and books a deadline for every
/// order that waits for one: from then on it is stored what is to be recounted, and each order's commit takes its own deadline away.
/// </summary>
internal static class CalendarMark
{
    private static readonly SqlQuery Begin = new("INSERT INTO calendar_mark (id, fingerprint) VALUES (1, ?1) ON CONFLICT (id) DO NOTHING");
    private static readonly SqlQuery Select = new("SELECT fingerprint, corrected_at FROM calendar_mark WHERE id = 1");
    private static readonly SqlQuery Correct = new("UPDATE calendar_mark SET fingerprint = ?1, corrected_at = ?2 WHERE id = 1");

    // Silos of a cluster start one after the other: an order may have been called where the former calendar was still in use.
    private static readonly TimeSpan LongestRollOut = TimeSpan.FromDays(1);

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("calendar-mark", [
        "CREATE TABLE calendar_mark (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, corrected_at TEXT NOT NULL DEFAULT '');",
    ]);

    /// <summary>Notes the calendar of a new city, or compares it with the one by which the city counted.</summary>
    /// <param name="database">The city's database.</param>
    /// <param name="calendar">The calendar that was read.</param>
    /// <param name="now">The declared clock's time, UTC.</param>
    /// <param name="isCluster">Whether other Silos may still count by the former one.</param>
    /// <returns>The calendar, with the time at which it took the place of another one.</returns>
    public static Task<WorkCalendar> Take(Database database, WorkCalendar calendar, DateTimeOffset now, bool isCluster) => database.Write(session =>
    {
        session.Prepare(Begin).Bind(1, calendar.Fingerprint).Execute();
        var (fingerprint, noted) = session.Prepare(Select).First(static row => (row.Text(0), row.Text(1)));
        DateTimeOffset? corrected = noted.Length == 0 ? null : SqlInstant.Parse(noted);
        if (fingerprint != calendar.Fingerprint)
        {
            corrected = corrected > now ? corrected : now; // A clock that was set back takes nothing back.
            session.Prepare(Correct).Bind(1, calendar.Fingerprint).Bind(2, corrected).Execute();
            DatabaseDeadlines.BookForAll(session, CalendarCorrection.Owners, CalendarCorrection.DeadlineName, corrected.Value);
        }
        else if (isCluster && now - corrected < LongestRollOut)
        {
            DatabaseDeadlines.BookForAll(session, CalendarCorrection.Owners, CalendarCorrection.DeadlineName, corrected!.Value);
        }

        return corrected is { } at ? calendar.TakenAt(at) : calendar;
    });
}
