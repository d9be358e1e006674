using CityActors.Storage;

namespace CityActors.Silo.Lists;

/// <summary>The tables behind the lists: a projection of the fact log, which can be dropped and rebuilt from it.</summary>
public static class ListTables
{
    /// <summary>The tables. Not the record: <c>payload</c> is the latest snapshot in the facts of a subject.</summary>
    public static SchemaPart Schema { get; } = new("lists", [
        """
        CREATE TABLE list_position (id INTEGER PRIMARY KEY, sequence INTEGER NOT NULL);
        CREATE TABLE list_alert (
            id TEXT PRIMARY KEY, version INTEGER NOT NULL, state TEXT NOT NULL, kind TEXT NOT NULL, entity TEXT NOT NULL,
            area TEXT NOT NULL, at TEXT NOT NULL, changed_at TEXT NOT NULL, payload TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX list_alert_at ON list_alert (at DESC, id);
        CREATE INDEX list_alert_state ON list_alert (state, at DESC);
        CREATE INDEX list_alert_entity ON list_alert (entity);
        CREATE TABLE list_order (
            id TEXT PRIMARY KEY, version INTEGER NOT NULL, status TEXT NOT NULL, category TEXT NOT NULL, is_open INTEGER NOT NULL,
            is_overdue INTEGER NOT NULL, area TEXT NOT NULL, at TEXT NOT NULL, changed_at TEXT NOT NULL, payload TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX list_order_at ON list_order (at DESC, id);
        CREATE INDEX list_order_open ON list_order (is_open, at DESC);
        CREATE TABLE list_responder (
            id TEXT PRIMARY KEY, version INTEGER NOT NULL, area TEXT NOT NULL, is_free INTEGER NOT NULL, skills TEXT NOT NULL, payload TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE list_entity (
            id TEXT PRIMARY KEY, version INTEGER NOT NULL, type TEXT NOT NULL, area TEXT NOT NULL, payload TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX list_entity_area ON list_entity (type, area);
        CREATE TABLE list_area (
            id TEXT PRIMARY KEY, version INTEGER NOT NULL, level TEXT NOT NULL, payload TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX list_area_level ON list_area (level, id);
        """,
    ]);

    /// <summary>The sequence of the last fact in the lists.</summary>
    internal static SqlQuery ReadPosition { get; } = new("SELECT sequence FROM list_position WHERE id = 1");

    /// <summary>Notes it, in the same commit as the rows.</summary>
    internal static SqlQuery WritePosition { get; } = new("INSERT INTO list_position (id, sequence) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence WHERE excluded.sequence > list_position.sequence");

    internal static SqlQuery UpsertAlert { get; } = new("""
        INSERT INTO list_alert (id, version, state, kind, entity, area, at, changed_at, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state, changed_at = excluded.changed_at, payload = excluded.payload
        WHERE excluded.version > list_alert.version
        """);

    internal static SqlQuery UpsertOrder { get; } = new("""
        INSERT INTO list_order (id, version, status, category, is_open, is_overdue, area, at, changed_at, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = excluded.status, category = excluded.category, is_open = excluded.is_open,
            is_overdue = excluded.is_overdue, changed_at = excluded.changed_at, payload = excluded.payload
        WHERE excluded.version > list_order.version
        """);

    internal static SqlQuery UpsertResponder { get; } = new("""
        INSERT INTO list_responder (id, version, area, is_free, skills, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, area = excluded.area, is_free = excluded.is_free, skills = excluded.skills, payload = excluded.payload
        WHERE excluded.version > list_responder.version
        """);

    internal static SqlQuery UpsertEntity { get; } = new("""
        INSERT INTO list_entity (id, version, type, area, payload) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, area = excluded.area, payload = excluded.payload
        WHERE excluded.version > list_entity.version
        """);

    internal static SqlQuery UpsertArea { get; } = new("""
        INSERT INTO list_area (id, version, level, payload) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, payload = excluded.payload
        WHERE excluded.version > list_area.version
        """);
}
