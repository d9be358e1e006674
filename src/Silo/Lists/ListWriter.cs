using System.Text.Json;
using CityActors.Facts;
using CityActors.Storage;
using CityActors.WorkOrders;

namespace CityActors.Silo.Lists;

/// <summary>The tables behind the lists and how facts get into them: a projection of the fact log, which can be dropped and rebuilt from it.</summary>
/// <remarks>A snapshot older than the row is passed over, so order and repeats do not matter.</remarks>
internal static class ListWriter
{
    private static readonly SqlQuery UpsertAlert = new("""
        INSERT INTO list_alert (id, version, payload, state, kind, entity, area, at, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state, changed_at = excluded.changed_at, payload = excluded.payload
        WHERE excluded.version > list_alert.version
        """);

    private static readonly SqlQuery UpsertOrder = new("""
        INSERT INTO list_order (id, version, payload, status, category, is_open, is_overdue, area, at, changed_at, suspended_until)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = excluded.status, category = excluded.category, is_open = excluded.is_open,
            is_overdue = excluded.is_overdue, changed_at = excluded.changed_at, suspended_until = excluded.suspended_until, payload = excluded.payload
        WHERE excluded.version > list_order.version
        """);

    private static readonly SqlQuery UpsertResponder = new("""
        INSERT INTO list_responder (id, version, payload, area, is_free, skills, is_retired) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, area = excluded.area, is_free = excluded.is_free, skills = excluded.skills, is_retired = excluded.is_retired, payload = excluded.payload
        WHERE excluded.version > list_responder.version
        """);

    private static readonly SqlQuery UpsertEntity = new("""
        INSERT INTO list_entity (id, version, payload, type, area, privacy, is_retired) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, area = excluded.area, privacy = excluded.privacy, is_retired = excluded.is_retired, payload = excluded.payload
        WHERE excluded.version > list_entity.version
        """);

    private static readonly SqlQuery UpsertArea = new("""
        INSERT INTO list_area (id, version, payload, level) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, payload = excluded.payload
        WHERE excluded.version > list_area.version
        """);

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
            id TEXT PRIMARY KEY, version INTEGER NOT NULL, type TEXT NOT NULL, area TEXT NOT NULL, privacy TEXT NOT NULL, payload TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX list_entity_area ON list_entity (type, area);
        CREATE TABLE list_area (
            id TEXT PRIMARY KEY, version INTEGER NOT NULL, level TEXT NOT NULL, payload TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX list_area_level ON list_area (level, id);
        """,
        """
        ALTER TABLE list_responder ADD COLUMN is_retired INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE list_entity ADD COLUMN is_retired INTEGER NOT NULL DEFAULT 0;
        """,
        """
        ALTER TABLE list_order ADD COLUMN suspended_until TEXT NOT NULL DEFAULT '';
        UPDATE list_order SET suspended_until = substr(payload, instr(payload, '"dueAt":"') + 9, 19) || '.0000000Z'
        WHERE status = 'suspended' AND instr(payload, '"dueClock":"suspension"') > 0;
        """,
    ]);

    /// <summary>Puts a fact into the lists.</summary>
    public static void Put(DatabaseSession session, CityFact fact)
    {
        switch (fact)
        {
            case AlertChanged { Alert: var alert }:
                Begin(session, UpsertAlert, alert.Id, alert.Version, alert).Bind(4, Name(alert.State)).Bind(5, alert.Kind).Bind(6, alert.Entity)
                    .Bind(7, alert.Cell).Bind(8, alert.OpenedAt).Bind(9, alert.ChangedAt).Post();
                break;
            case OrderChanged { Order: var order }:
                Begin(session, UpsertOrder, order.Id, order.Version, order).Bind(4, Name(order.Status)).Bind(5, order.Category)
                    .Bind(6, IsOpen(order.Status) ? 1 : 0).Bind(7, order.Overdue.Count > 0 ? 1 : 0).Bind(8, order.Cell)
                    .Bind(9, order.ReportedAt).Bind(10, order.ChangedAt)
                    .Bind(11, order is { DueClock: ClockNames.Suspension, DueAt: { } until } ? SqlInstant.ToText(until) : "").Post();
                break;
            case ResponderChanged { Responder: var card } changed:
                Begin(session, UpsertResponder, card.Id, card.Version, card).Bind(4, card.Area)
                    .Bind(5, card.Reachable && card.Orders.Count < card.Capacity ? 1 : 0).Bind(6, $",{string.Join(',', card.Skills)},").Bind(7, changed.RetiredAt is null ? 0 : 1).Post();
                break;
            case EntityRegistered { Entity: var card } registered:
                Begin(session, UpsertEntity, card.Id, registered.Version, card).Bind(4, card.Type).Bind(5, card.Cell).Bind(6, Name(card.Privacy))
                    .Bind(7, registered.RetiredAt is null ? 0 : 1).Post();
                break;
            case AreaRegistered { Place: var place } registered:
                Begin(session, UpsertArea, place.Code, registered.Version, place).Bind(4, Name(place.Level)).Post();
                break;
        }
    }

    /// <summary>An enumeration's name as the API writes it.</summary>
    public static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static Statement Begin<T>(DatabaseSession session, SqlQuery upsert, string id, long version, T payload) =>
        session.Prepare(upsert).Bind(1, id).Bind(2, version).Bind(3, JsonSerializer.Serialize(payload, FactRecords.Json));

    private static bool IsOpen(OrderStatus status) =>
        status is not (OrderStatus.Closed or OrderStatus.NotFiled or OrderStatus.Merged or OrderStatus.Cancelled or OrderStatus.None);
}
