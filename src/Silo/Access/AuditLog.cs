using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using CityActors.Storage;

namespace CityActors.Silo.Access;

/// <summary>Who did what and who looked at whom: only ever added to, each line bound to the one before by its hash.</summary>
/// <param name="database">The city's database.</param>
public sealed class AuditLog(Database database)
{
    private const int PageSize = 1_000;

    private readonly SemaphoreSlim oneVerifies = new(1); // It reads everything; ten at a time would read it ten times.

    private static readonly SqlQuery Last = new("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1");

    private static readonly SqlQuery Insert = new("""
        INSERT INTO audit (number, at, actor, role, area, what, subject, reason, outcome, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """);

    private static readonly SqlQuery Select = new("""
        SELECT number, at, actor, role, area, what, subject, reason, outcome, hash FROM audit
        WHERE number > ?1 AND area >= ?2 AND area < ?2 || 'g' AND (?3 IS NULL OR actor = ?3) ORDER BY number LIMIT ?4
        """);

    private static readonly SqlQuery SelectBefore = new("""
        SELECT number, at, actor, role, area, what, subject, reason, outcome, hash FROM audit
        WHERE number < ?1 AND area >= ?2 AND area < ?2 || 'g' AND (?3 IS NULL OR actor = ?3) ORDER BY number DESC LIMIT ?4
        """);

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("audit", [
        """
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL, area TEXT NOT NULL, what TEXT NOT NULL,
            subject TEXT NOT NULL, reason TEXT NOT NULL, outcome TEXT NOT NULL, hash TEXT NOT NULL);
        CREATE INDEX audit_actor ON audit (actor, number);
        """,
    ]);

    /// <summary>Adds a line.</summary>
    /// <param name="act">What is to stand in it.</param>
    /// <param name="isSynced">False: it is on disk with whatever is synced next, as the act itself.</param>
    /// <returns>Its number.</returns>
    public Task<long> Add(AuditAct act, bool isSynced) => database.Write(session => Append(session, act), isSynced: isSynced);

    /// <summary>Adds a line within a transaction.</summary>
    internal static long Append(DatabaseSession session, AuditAct act)
    {
        session.Serialize();
        var (number, before) = session.Prepare(Last).All(static row => (row.Int64(0), row.Text(1))).FirstOrDefault((0, ""));
        var line = new AuditLine(number + 1, act, "");
        session.Prepare(Insert).Bind(1, line.Number).Bind(2, act.At).Bind(3, act.Actor).Bind(4, act.Role).Bind(5, act.Area).Bind(6, act.What)
            .Bind(7, act.Subject).Bind(8, act.Reason).Bind(9, act.Outcome).Bind(10, line.HashAfter(before)).Post();
        return line.Number;
    }

    /// <summary>Reads lines, oldest first.</summary>
    public Task<List<AuditLine>> Read(string area, long after, string? actor, int limit) => Read(Select, area, after, actor, limit);

    /// <summary>Reads lines before a number, newest first.</summary>
    public Task<List<AuditLine>> ReadBefore(string area, long before, string? actor, int limit) => Read(SelectBefore, area, before, actor, limit);

    private Task<List<AuditLine>> Read(SqlQuery query, string area, long from, string? actor, int limit) => database.Read(session => session
        .Prepare(query).Bind(1, from).Bind(2, area).Bind(3, actor).Bind(4, limit)
        .All(static row => new AuditLine(
            row.Int64(0), new AuditAct(row.Instant(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6), row.Text(7), row.Text(8)), row.Text(9))));

    /// <summary>Computes every hash again.</summary>
    /// <param name="number">A line whose hash was noted elsewhere, or null.</param>
    /// <param name="hash">The hash that was noted.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<AuditVerdict> Verify(long? number, string? hash, CancellationToken cancellation)
    {
        await oneVerifies.WaitAsync(cancellation);
        try
        {
            return await VerifyAll(number, hash, cancellation);
        }
        finally
        {
            oneVerifies.Release();
        }
    }

    private async Task<AuditVerdict> VerifyAll(long? number, string? hash, CancellationToken cancellation)
    {
        var (last, before) = (0L, "");
        var hasNoted = number is null;
        while (await Read("", last, null, PageSize) is { Count: > 0 } page)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var line in page)
            {
                if (line.Number != last + 1 || line.Hash != line.HashAfter(before) || (line.Number == number && line.Hash != hash))
                {
                    return new AuditVerdict(last, before, line.Number != last + 1 ? last + 1 : line.Number);
                }

                (last, before) = (line.Number, line.Hash);
                hasNoted |= line.Number == number;
            }
        }

        return new AuditVerdict(last, before, hasNoted ? null : last + 1);
    }
}

/// <summary>What stands in a line of the audit.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who.</param>
/// <param name="Role">What it was to the city then.</param>
/// <param name="Area">The area it might see and act on then.</param>
/// <param name="What">What was asked for: the method and path of the call, with the kind of a command.</param>
/// <param name="Subject">The household or device that was looked at, how many alerts of homes a list showed, or the number of the line that this one answers; or empty.</param>
/// <param name="Reason">Why somebody looked, the query of a list, or empty.</param>
/// <param name="Outcome"><c>asked</c> (before it is done), <c>done</c> or <c>refused</c> with the status (afterwards), <c>looked</c>, <c>look-refused</c>.</param>
public sealed record AuditAct(DateTimeOffset At, string Actor, string Role, string Area, string What, string Subject, string Reason, string Outcome);

/// <summary>A line of the audit.</summary>
/// <param name="Number">Its number, from 1, without gaps.</param>
/// <param name="Act">What stands in it.</param>
/// <param name="Hash">The SHA-256 of it and of the hash before it.</param>
public sealed record AuditLine(long Number, AuditAct Act, string Hash)
{
    private static readonly JsonSerializerOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the hash must be.</summary>
    /// <param name="before">The hash of the line before, empty before the first.</param>
    public string HashAfter(string before) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        (string[])[
            before,
            Number.ToString(CultureInfo.InvariantCulture),
            Act.At.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            Act.Actor, Act.Role, Act.Area, Act.What, Act.Subject, Act.Reason, Act.Outcome,
        ],
        plain)));
}

/// <summary>Whether the audit is as it was written.</summary>
/// <param name="Lines">How many lines hold.</param>
/// <param name="Head">The hash of the last of them: noted elsewhere, it proves later that nothing before it was changed.</param>
/// <param name="FirstWrong">The first line that is missing or was changed, or null.</param>
public sealed record AuditVerdict(long Lines, string Head, long? FirstWrong);
