using System.Text.Json;
using CityActors.Facts;
using CityActors.Registers;
using CityActors.Storage;

namespace CityActors.Silo.Registers;

/// <summary>Records in lists, and the table by which they are found: nothing personal is in the facts that they are made of.</summary>
internal static class RecordLists
{
    /// <summary>The tables, a step of those of all lists.</summary>
    public const string Tables = """
        CREATE TABLE list_record (
            id TEXT PRIMARY KEY, version INTEGER NOT NULL, register TEXT NOT NULL, status TEXT NOT NULL, area TEXT NOT NULL, payload TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX list_record_register ON list_record (register, id);
        CREATE TABLE list_record_index (
            register TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (register, field, value, id)) WITHOUT ROWID;
        CREATE INDEX list_record_index_id ON list_record_index (id);
        """;

    /// <summary>Parameter 5: the register; 6: a status; 7 and 8: a field and its value.</summary>
    internal static readonly SqlQuery Records = new("""
        SELECT '', id, payload FROM list_record WHERE id > ?2 AND area >= ?4 AND area < ?4 || 'g' AND register = ?5 AND (?6 IS NULL OR status = ?6)
        AND (?7 IS NULL OR EXISTS (SELECT 1 FROM list_record_index i WHERE i.register = ?5 AND i.field = ?7 AND i.value = ?8 AND i.id = list_record.id AND i.version = list_record.version)) AND ?1 = ''
        ORDER BY id LIMIT ?3
        """);

    private static readonly SqlQuery Upsert = new("""
        INSERT INTO list_record (id, version, payload, register, status, area) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = excluded.status, area = excluded.area, payload = excluded.payload
        WHERE excluded.version > list_record.version
        """);

    private static readonly SqlQuery RemoveOlder = new("DELETE FROM list_record_index WHERE id = ?1 AND version < ?2");

    private static readonly SqlQuery Index = new("""
        INSERT INTO list_record_index (register, field, value, id, version) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (register, field, value, id) DO UPDATE SET version = excluded.version WHERE excluded.version > list_record_index.version
        """);

    /// <summary>Puts a version into the lists; one older than what is there is passed over.</summary>
    public static void Put(DatabaseSession session, RecordChanged changed)
    {
        var summary = new RecordSummary(
            changed.Subject, changed.Register, changed.Key, changed.Version, changed.Status, changed.Area, changed.Until,
            changed.Fields.ToDictionary(static field => field.Key, static field => JsonElement.Parse(field.Value), StringComparer.Ordinal));
        session.Prepare(Upsert).Bind(1, changed.Subject).Bind(2, changed.Version).Bind(3, JsonSerializer.Serialize(summary, FactRecords.Json))
            .Bind(4, changed.Register).Bind(5, Lists.ListWriter.Name(changed.Status)).Bind(6, changed.Area).Post();
        session.Prepare(RemoveOlder).Bind(1, changed.Subject).Bind(2, changed.Version).Post();
        foreach (var (field, value) in changed.Index)
        {
            session.Prepare(Index).Bind(1, changed.Register).Bind(2, field).Bind(3, value).Bind(4, changed.Subject).Bind(5, changed.Version).Post();
        }
    }
}
