using System.Security.Cryptography;
using CityActors.Storage;

namespace CityActors.Silo.Access;

/// <summary>The tracking numbers of reports: with the last four digits of the phone, they say who asks. Of the phone, nothing else is kept.</summary>
/// <param name="database">The city's database.</param>
/// <param name="time">For the pause after wrong digits.</param>
public sealed class TrackedReports(Database database, TimeProvider time)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's: nothing that is mistaken for something else.
    private const int Length = 12;
    private const int MostWrong = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    private static readonly SqlQuery OfReport = new("SELECT number FROM tracked_report WHERE report = ?1");
    private static readonly SqlQuery Insert = new("INSERT INTO tracked_report (number, report, order_id, reporter, digits, wrong, closed_until) VALUES (?1, ?2, ?3, ?4, ?5, 0, NULL)");
    private static readonly SqlQuery OfNumber = new("SELECT report, order_id, reporter, digits, wrong, closed_until FROM tracked_report WHERE number = ?1");
    private static readonly SqlQuery NoteWrong = new("UPDATE tracked_report SET wrong = ?2, closed_until = ?3 WHERE number = ?1");

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("tracked-report", [
        """
        CREATE TABLE tracked_report (
            number TEXT PRIMARY KEY, report TEXT NOT NULL UNIQUE, order_id TEXT NOT NULL, reporter TEXT NOT NULL,
            digits TEXT NOT NULL, wrong INTEGER NOT NULL, closed_until TEXT) WITHOUT ROWID;
        """,
    ]);

    /// <summary>The last four digits of a phone number as people write it, or null: it is none.</summary>
    public static string? DigitsOf(string phone) =>
        phone.Length <= 30 && phone.All(static c => char.IsAsciiDigit(c) || c is '+' or '-' or ' ' or '(' or ')') && phone.Where(char.IsAsciiDigit).ToArray() is { Length: >= 4 } digits
            ? new string(digits[^4..])
            : null;

    /// <summary>The tracking number of a report: the same report always has the same one.</summary>
    public Task<string> NumberOf(string report, string order, string reporter, string digits) => database.Write(session =>
    {
        session.Serialize();
        if (session.Prepare(OfReport).Bind(1, report).First(static row => row.Text(0)) is { } known)
        {
            return known;
        }

        var number = RandomNumberGenerator.GetString(Alphabet, Length);
        session.Prepare(Insert).Bind(1, number).Bind(2, report).Bind(3, order).Bind(4, reporter).Bind(5, digits).Post();
        return number;
    });

    /// <summary>What a number stands for, if the digits are right; after five wrong ones it is closed for a quarter of an hour.</summary>
    public Task<TrackedReport?> Find(string number, string digits) => database.Write(session =>
    {
        session.Serialize();
        var now = time.GetUtcNow();
        if (session.Prepare(OfNumber).Bind(1, number).First(static row => (Row?)new Row(
                new TrackedReport(row.Text(0), row.Text(1), row.Text(2)), row.Text(3), row.Int64(4), row.IsNull(5) ? null : row.Instant(5))) is not { } found
            || found.ClosedUntil > now)
        {
            return null;
        }

        if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(found.Digits), System.Text.Encoding.ASCII.GetBytes(digits)))
        {
            return found.Report;
        }

        var wrong = found.Wrong + 1;
        session.Prepare(NoteWrong).Bind(1, number).Bind(2, wrong % MostWrong).Bind(3, wrong == MostWrong ? now + Pause : null).Post();
        return null;
    });

    private sealed record Row(TrackedReport Report, string Digits, long Wrong, DateTimeOffset? ClosedUntil);
}

/// <summary>What a tracking number stands for.</summary>
/// <param name="Report">The report.</param>
/// <param name="Order">The order that it belongs to.</param>
/// <param name="Reporter">The caller that sent it in.</param>
public sealed record TrackedReport(string Report, string Order, string Reporter);
