using System.Text.Json;
using CityActors.Cases;
using CityActors.Facts;
using CityActors.Silo.Lists;
using CityActors.Storage;

namespace CityActors.Silo.Cases;

/// <summary>Cases in lists, and the table by which people find their own.</summary>
internal static class CaseLists
{
    /// <summary>The first tables, a step of those of all lists.</summary>
    public const string Tables = """
        CREATE TABLE list_case (
            id TEXT PRIMARY KEY, version INTEGER NOT NULL, type TEXT NOT NULL, status TEXT NOT NULL, privacy TEXT NOT NULL, is_open INTEGER NOT NULL,
            is_overdue INTEGER NOT NULL, area TEXT NOT NULL, at TEXT NOT NULL, due_at TEXT, payload TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX list_case_at ON list_case (at DESC, id);
        CREATE INDEX list_case_open ON list_case (is_open, type, at DESC);
        """;

    /// <summary>A later step: who has to do with a case, and whether it is late now.</summary>
    public const string People = """
        ALTER TABLE list_case ADD COLUMN is_late INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE list_case_person (person TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (person, id)) WITHOUT ROWID;
        CREATE INDEX list_case_person_id ON list_case_person (id);
        """;

    // Parameter 9: only those that not only officers may know of. Parameter 10: only those in somebody's hands. Parameter 11: only those that are late now.
    private const string Filters = """
        (?1 = '' OR c.at < ?1 OR (c.at = ?1 AND c.id > ?2)) AND c.area >= ?4 AND c.area < ?4 || 'g'
        AND (?5 IS NULL OR c.type = ?5) AND (?6 IS NULL OR c.status = ?6) AND (?7 IS NULL OR c.is_open = ?7) AND (?8 IS NULL OR c.is_overdue = ?8)
        AND (?9 IS NULL OR c.privacy <> ?9) AND (?10 IS NULL OR instr(c.payload, ?10) > 0) AND (?11 IS NULL OR c.is_late = ?11)
        ORDER BY c.at DESC, c.id LIMIT ?3
        """;

    /// <summary>Cases of an area.</summary>
    internal static readonly SqlQuery OfArea = new($"SELECT c.at, c.id, c.payload FROM list_case c WHERE {Filters}");

    /// <summary>Parameter 12: cases that this one has to do with.</summary>
    internal static readonly SqlQuery OfPerson = new($"SELECT c.at, c.id, c.payload FROM list_case_person p JOIN list_case c ON c.id = p.id WHERE p.person = ?12 AND {Filters}");

    private static readonly SqlQuery Upsert = new("""
        INSERT INTO list_case (id, version, payload, type, status, privacy, is_open, is_overdue, area, at, due_at, is_late) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = excluded.status, is_open = excluded.is_open, is_overdue = excluded.is_overdue, area = excluded.area,
            due_at = excluded.due_at, is_late = excluded.is_late, payload = excluded.payload
        WHERE excluded.version > list_case.version
        """);

    // Of two who write, whoever read the case later wins.
    private static readonly SqlQuery Forget = new("DELETE FROM list_case_person WHERE id = ?1 AND (SELECT c.version FROM list_case c WHERE c.id = ?1) <= ?2");

    private static readonly SqlQuery Note = new("""
        INSERT INTO list_case_person (person, id) SELECT ?1, c.id FROM list_case c WHERE c.id = ?2 AND c.version <= ?3 ON CONFLICT (person, id) DO NOTHING
        """);

    /// <summary>Puts a case into the lists; a version older than what is there is passed over.</summary>
    /// <param name="session">The database.</param>
    /// <param name="told">The case as a fact tells it.</param>
    /// <param name="stored">What its state says of who has to do with it, or null: it cannot be read.</param>
    public static void Put(DatabaseSession session, CaseSummary told, CaseConcern? stored)
    {
        var item = stored?.Version == told.Version ? told with { Late = stored.Late } : told; // Facts of earlier versions do not tell it.
        session.Prepare(Upsert).Bind(1, item.Id).Bind(2, item.Version).Bind(3, JsonSerializer.Serialize(item, FactRecords.Json))
            .Bind(4, item.Type).Bind(5, item.Status).Bind(6, ListWriter.Name(item.Privacy)).Bind(7, item.EndedAt is null ? 1 : 0)
            .Bind(8, item.Overdue.Count > 0 ? 1 : 0).Bind(9, item.Area).Bind(10, item.BegunAt).Bind(11, item.DueAt).Bind(12, item.Late.Count > 0 ? 1 : 0).Post();
        if (stored is null)
        {
            return;
        }

        session.Prepare(Forget).Bind(1, item.Id).Bind(2, stored.Version).Post();
        foreach (var person in stored.People)
        {
            session.Prepare(Note).Bind(1, person).Bind(2, item.Id).Bind(3, stored.Version).Post();
        }
    }
}
