using System.Text.Json;
using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Registers;
using CityActors.Silo.Cases;
using CityActors.Silo.Registers;
using CityActors.Storage;
using CityActors.WorkOrders;

namespace CityActors.Silo.Lists;

/// <summary>The tables behind the lists and how facts get into them: a projection of the fact log, which can be dropped and rebuilt from it.</summary>
/// <remarks>A snapshot older than the row is passed over, so order and repeats do not matter.</remarks>
internal static class ListWriter
{
    private static readonly SqlQuery UpsertAlert = new("""
        INSERT INTO list_alert (id, version, payload, state, kind, entity, area, at, changed_at, priority, is_ticket, responded_at, answer_seconds, privacy)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, coalesce((SELECT e.privacy FROM list_entity e WHERE e.id = ?6), ?14))
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state, changed_at = excluded.changed_at, payload = excluded.payload,
            priority = excluded.priority, is_ticket = excluded.is_ticket, responded_at = excluded.responded_at, answer_seconds = excluded.answer_seconds, privacy = excluded.privacy
        WHERE excluded.version > list_alert.version
        """);

    // As the entity's card says now: what a card says of its alerts changes with it.
    private static readonly SqlQuery UpdatePrivacy = new("UPDATE list_alert SET privacy = ?2 WHERE entity = ?1 AND privacy <> ?2");

    // A row of version 0 is written anew; otherwise an order has stood in its status since the status changed.
    private static readonly SqlQuery UpsertOrder = new("""
        INSERT INTO list_order (id, version, payload, status, category, is_open, is_overdue, area, at, changed_at, due_at, due_clock, ended_at, status_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?10)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = excluded.status, category = excluded.category, is_open = excluded.is_open,
            is_overdue = excluded.is_overdue, changed_at = excluded.changed_at, payload = excluded.payload,
            due_at = excluded.due_at, due_clock = excluded.due_clock, ended_at = excluded.ended_at,
            status_at = CASE WHEN list_order.version = 0 OR list_order.status <> excluded.status THEN excluded.status_at ELSE list_order.status_at END
        WHERE excluded.version > list_order.version
        """);

    private static readonly SqlQuery UpsertResponder = new("""
        INSERT INTO list_responder (id, version, payload, area, is_free, skills, is_retired, shift_start, shift_end) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, area = excluded.area, is_free = excluded.is_free, skills = excluded.skills, is_retired = excluded.is_retired,
            shift_start = excluded.shift_start, shift_end = excluded.shift_end, payload = excluded.payload
        WHERE excluded.version > list_responder.version
        """);

    private static readonly SqlQuery UpsertEntity = new("""
        INSERT INTO list_entity (id, version, payload, type, area, privacy, is_retired, kind) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, area = excluded.area, privacy = excluded.privacy, is_retired = excluded.is_retired, kind = excluded.kind,
            payload = excluded.payload
        WHERE excluded.version > list_entity.version
        """);

    private static readonly SqlQuery UpsertArea = new("""
        INSERT INTO list_area (id, version, payload, level) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, payload = excluded.payload
        WHERE excluded.version > list_area.version
        """);

    private static readonly SqlQuery UpsertCommand = new("""
        INSERT INTO list_command (id, version, payload, state, device, area, privacy, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state, payload = excluded.payload
        WHERE excluded.version > list_command.version
        """);

    // Row 1 says up to which fact the lists are, whoever writes them; row 3, up to which they have all columns of this version's. Row 2 was that of an earlier version, which writes all anew where it is missing.
    private static readonly SqlQuery SelectPositions = new("SELECT id, sequence FROM list_position");

    private static readonly SqlQuery UpsertPosition = new("""
        INSERT INTO list_position (id, sequence) VALUES (?1, ?2)
        ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence WHERE excluded.sequence > list_position.sequence
        """);

    private static readonly SqlQuery GoBack = new("UPDATE list_position SET sequence = ?1 WHERE id = 1");
    private static readonly SqlQuery CasesAnew = new("UPDATE list_case SET version = 0");

    private static readonly SqlQuery[] Anew =
    [
        new("UPDATE list_alert SET version = 0"),
        new("UPDATE list_order SET version = 0"),
        new("UPDATE list_responder SET version = 0"),
        new("UPDATE list_entity SET version = 0"),
        CasesAnew,
        new("DELETE FROM list_position"),
        new("INSERT INTO list_position (id, sequence) VALUES (2, 0), (3, 0)"),
    ];

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
        // What is counted for overviews; rows that were there before get it by WriteAnew.
        """
        ALTER TABLE list_alert ADD COLUMN priority TEXT NOT NULL DEFAULT '';
        ALTER TABLE list_alert ADD COLUMN privacy TEXT NOT NULL DEFAULT 'household';
        ALTER TABLE list_alert ADD COLUMN is_ticket INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE list_alert ADD COLUMN responded_at TEXT;
        ALTER TABLE list_alert ADD COLUMN answer_seconds INTEGER;
        ALTER TABLE list_order ADD COLUMN status_at TEXT NOT NULL DEFAULT '';
        ALTER TABLE list_order ADD COLUMN due_at TEXT;
        ALTER TABLE list_order ADD COLUMN due_clock TEXT NOT NULL DEFAULT '';
        ALTER TABLE list_order ADD COLUMN ended_at TEXT;
        ALTER TABLE list_responder ADD COLUMN shift_start INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE list_responder ADD COLUMN shift_end INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE list_entity ADD COLUMN kind TEXT NOT NULL DEFAULT '';
        CREATE INDEX list_alert_open ON list_alert (state, area, privacy, is_ticket, priority, kind, entity, at, responded_at);
        CREATE INDEX list_alert_day ON list_alert (at, area, privacy, is_ticket, priority);
        CREATE INDEX list_alert_response ON list_alert (responded_at, area, privacy, is_ticket, answer_seconds);
        CREATE INDEX list_order_open_area ON list_order (is_open, area, status, is_overdue, status_at, due_at, due_clock);
        CREATE INDEX list_order_day ON list_order (at, area);
        CREATE INDEX list_order_ended ON list_order (ended_at, area, status);
        CREATE INDEX list_responder_shift ON list_responder (is_retired, area, shift_start, shift_end, is_free);
        CREATE INDEX list_entity_count ON list_entity (is_retired, type, area, kind);
        """,
        """
        CREATE TABLE list_command (
            id TEXT PRIMARY KEY, version INTEGER NOT NULL, state TEXT NOT NULL, device TEXT NOT NULL, area TEXT NOT NULL, privacy TEXT NOT NULL,
            at TEXT NOT NULL, payload TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX list_command_at ON list_command (at DESC, id);
        CREATE INDEX list_command_device ON list_command (device, at DESC);
        """,
        CaseLists.Tables,
        RecordLists.Tables,
        CaseLists.People,
    ]);

    /// <summary>
    /// Once in a database the lists follow the fact log from its beginning again, so that rows of an older version get the columns that it did not have; meanwhile they show what was.
    /// Where an older version wrote them since, they follow again from where this one left off.
    /// </summary>
    public static void WriteAnew(DatabaseSession session)
    {
        var positions = session.Prepare(SelectPositions).All(static row => (Id: row.Int64(0), Sequence: row.Int64(1))).ToDictionary(static row => row.Id, static row => row.Sequence);
        if (!positions.TryGetValue(3, out var own))
        {
            Array.ForEach(Anew, query => session.Prepare(query).Post());
        }
        else if (positions.GetValueOrDefault(1) > own)
        {
            session.Prepare(CasesAnew).Post();
            session.Prepare(GoBack).Bind(1, own).Post();
        }
    }

    /// <summary>Notes up to which fact the lists are, in the commit that wrote it.</summary>
    public static void Reach(DatabaseSession session, long sequence)
    {
        session.Prepare(UpsertPosition).Bind(1, 1).Bind(2, sequence).Post();
        session.Prepare(UpsertPosition).Bind(1, 3).Bind(2, sequence).Post();
    }

    /// <summary>Puts a fact into the lists.</summary>
    /// <param name="session">The database.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="concern">Of a case: what its state says of who has to do with it, or null: it cannot be read.</param>
    public static void Put(DatabaseSession session, CityFact fact, CaseConcern? concern)
    {
        switch (fact)
        {
            case AlertChanged { Alert: var alert }:
                Begin(session, UpsertAlert, alert.Id, alert.Version, alert).Bind(4, Name(alert.State)).Bind(5, alert.Kind).Bind(6, alert.Entity)
                    .Bind(7, alert.Cell).Bind(8, alert.OpenedAt).Bind(9, alert.ChangedAt).Bind(10, Name(alert.Priority)).Bind(11, IsTicket(alert.Kind) ? 1 : 0)
                    .Bind(12, alert.RespondedAt).Bind(13, alert.RespondedAt is { } responded ? (long)Math.Ceiling((responded - alert.OpenedAt).TotalSeconds) : null)
                    .Bind(14, Name(AreaCodes.OfPlaceId(alert.Entity) is null ? Privacy.Household : Privacy.Public)).Post(); // An area or cell has no card.
                break;
            case OrderChanged { Order: var order }:
                Begin(session, UpsertOrder, order.Id, order.Version, order).Bind(4, Name(order.Status)).Bind(5, order.Category)
                    .Bind(6, IsOpen(order.Status) ? 1 : 0).Bind(7, order.Overdue.Count > 0 ? 1 : 0).Bind(8, order.Cell)
                    .Bind(9, order.ReportedAt).Bind(10, order.ChangedAt).Bind(11, order.DueAt).Bind(12, order.DueClock).Bind(13, order.EndedAt).Post();
                break;
            case ResponderChanged { Responder: var card } changed:
                Begin(session, UpsertResponder, card.Id, card.Version, card).Bind(4, card.Area)
                    .Bind(5, card.Reachable && card.Orders.Count < card.Capacity ? 1 : 0).Bind(6, $",{string.Join(',', card.Skills)},").Bind(7, changed.RetiredAt is null ? 0 : 1)
                    .Bind(8, SecondOf(card.ShiftStart)).Bind(9, SecondOf(card.ShiftEnd)).Post();
                break;
            case EntityRegistered { Entity: var card } registered:
                Begin(session, UpsertEntity, card.Id, registered.Version, card).Bind(4, card.Type).Bind(5, card.Cell).Bind(6, Name(card.Privacy))
                    .Bind(7, registered.RetiredAt is null ? 0 : 1).Bind(8, card.Kind).Post();
                session.Prepare(UpdatePrivacy).Bind(1, card.Id).Bind(2, Name(card.Privacy)).Post();
                break;
            case CommandChanged { Command: var command }:
                Begin(session, UpsertCommand, command.Id, command.Version, command).Bind(4, Name(command.State)).Bind(5, command.Device)
                    .Bind(6, command.Cell).Bind(7, Name(command.Privacy)).Bind(8, command.At).Post();
                break;
            case CaseChanged { Case: var item }:
                CaseLists.Put(session, item, concern);
                break;
            case RecordChanged record:
                RecordLists.Put(session, record);
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

    /// <summary>Whether an alert is of the device, not of people or places.</summary>
    private static bool IsTicket(string kind) => kind is AlertKinds.DataGap or AlertKinds.Implausible;

    /// <summary>The second of the day.</summary>
    internal static long SecondOf(TimeOnly time) => time.Ticks / TimeSpan.TicksPerSecond;

    /// <summary>Whether an order in this status goes on.</summary>
    internal static bool IsOpen(OrderStatus status) =>
        status is not (OrderStatus.Closed or OrderStatus.NotFiled or OrderStatus.Merged or OrderStatus.Cancelled or OrderStatus.None);
}
