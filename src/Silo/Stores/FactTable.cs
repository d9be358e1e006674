using CityActors.Facts;
using CityActors.Observations;
using CityActors.Storage;

namespace CityActors.Silo.Stores;

/// <summary>The table of facts and its statements.</summary>
internal static class FactTable
{
    /// <summary>About how many bytes a waiting fact holds besides its payload.</summary>
    public const int RowOverhead = 256;

    /// <summary>The last index holds internal facts only: they are the ones that are trimmed.</summary>
    public static readonly SchemaPart Schema = new("city-facts", [
        """
        CREATE TABLE fact_log (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            partition INTEGER NOT NULL,
            owner TEXT NOT NULL,
            subject TEXT NOT NULL,
            id TEXT NOT NULL,
            type TEXT NOT NULL,
            area TEXT NOT NULL,
            at TEXT NOT NULL,
            recorded_at TEXT NOT NULL,
            is_internal INTEGER NOT NULL,
            payload TEXT NOT NULL
        );
        CREATE INDEX fact_log_partition ON fact_log (partition, number);
        CREATE INDEX fact_log_subject ON fact_log (subject, number);
        CREATE INDEX fact_log_internal ON fact_log (recorded_at) WHERE is_internal = 1;
        """,
    ]);

    private static readonly SqlQuery Insert = new("""
        INSERT INTO fact_log (partition, owner, subject, id, type, area, at, recorded_at, is_internal, payload)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        RETURNING number
        """);

    /// <summary>The payload of an internal fact stays where it is.</summary>
    public static readonly SqlQuery ReadPublic = new($"SELECT {Public} FROM fact_log WHERE number > ?1 ORDER BY number LIMIT ?2");

    public static readonly SqlQuery ReadPublicOfSubject = new($"""
        SELECT {Public} FROM fact_log WHERE subject = ?1 AND number > ?2 ORDER BY number LIMIT ?3
        """);

    public static readonly SqlQuery ReadAll = new($"SELECT {Whole} FROM fact_log WHERE number > ?1 ORDER BY number LIMIT ?2");

    public static readonly SqlQuery ReadPartition = new($"""
        SELECT {Whole} FROM fact_log WHERE partition = ?1 AND number > ?2 ORDER BY number LIMIT ?3
        """);

    private static readonly SqlQuery Last = new("SELECT coalesce(max(number), 0) FROM fact_log");

    /// <summary>Never the last fact of all: its number is where the log stands.</summary>
    public static readonly SqlQuery Trim = new("""
        DELETE FROM fact_log WHERE number IN (
            SELECT number FROM fact_log f
            WHERE is_internal = 1 AND recorded_at < ?1
            AND number <= coalesce((SELECT c.number FROM reaction_cursor c WHERE c.partition = f.partition), 0)
            AND NOT EXISTS (SELECT 1 FROM held_letter h WHERE h.number = f.number)
            AND number < (SELECT max(number) FROM fact_log)
            ORDER BY recorded_at LIMIT ?2)
        """);

    private const string Start = "number, id, type, subject, area, at, owner, recorded_at, is_internal";
    private const string Told = "case-told"; // The one internal kind that is read among the others.
    private const string Whole = $"{Start}, payload";
    private const string Public = $"{Start}, CASE WHEN is_internal = 0 OR type = '{Told}' THEN payload END";

    /// <summary>Adds a fact, at the latest before the commit.</summary>
    public static void Post(DatabaseSession session, FactRecord fact, Action<Statement> number) => session.Prepare(Insert)
        .Bind(1, Partitions.OfOwner(fact.Owner)).Bind(2, fact.Owner).Bind(3, fact.Subject).Bind(4, fact.Id).Bind(5, fact.Type)
        .Bind(6, fact.AreaCode).Bind(7, fact.At).Bind(8, fact.RecordedAt).Bind(9, fact.IsInternal ? 1 : 0).Bind(10, fact.Payload).PostRows(number);

    /// <summary>The fact that the row of one of the reading statements holds.</summary>
    public static FactRecord Fact(Statement row) => new(row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Instant(5), row.Text(9))
    {
        Sequence = row.Int64(0),
        Owner = row.Text(6),
        RecordedAt = row.Instant(7),
        IsInternal = IsInternal(row),
    };

    public static bool IsInternal(Statement row) => row.Int64(8) != 0;

    public static long ReadLast(DatabaseSession session) => session.Prepare(Last).First(static row => row.Int64(0));
}
