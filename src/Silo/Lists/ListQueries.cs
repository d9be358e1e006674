using System.Text.Json;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Storage;

namespace CityActors.Silo.Lists;

/// <summary>Reads the lists: newest first, or by id where there is no time; filters are parameters, null means any.</summary>
public sealed class ListQueries(Database database) : IAreaFigures
{
    private const string NoLaterThanCursor = "(?1 = '' OR at < ?1 OR (at = ?1 AND id > ?2))";

    /// <summary>Parameter 9: only those of entities whose card says so.</summary>
    internal static readonly SqlQuery Alerts = new($"""
        SELECT at, id, payload FROM list_alert WHERE {NoLaterThanCursor} AND area >= ?4 AND area < ?4 || 'g'
        AND (?5 IS NULL OR state = ?5) AND (?6 IS NULL OR kind = ?6) AND (?7 IS NULL OR entity = ?7) AND (?8 IS NULL OR at >= ?8)
        AND (?9 IS NULL OR (SELECT e.privacy FROM list_entity e WHERE e.id = list_alert.entity) = ?9)
        ORDER BY at DESC, id LIMIT ?3
        """);

    internal static readonly SqlQuery Orders = new($"""
        SELECT at, id, payload FROM list_order WHERE {NoLaterThanCursor} AND area >= ?4 AND area < ?4 || 'g'
        AND (?5 IS NULL OR status = ?5) AND (?6 IS NULL OR category = ?6) AND (?7 IS NULL OR is_open = ?7) AND (?8 IS NULL OR is_overdue = ?8) AND (?9 IS NULL OR at >= ?9)
        AND (?10 IS NULL OR instr(payload, ?10) > 0)
        AND (?11 IS NULL OR (due_clock = 'suspension' AND due_at <= ?11) OR (status IN ('filed', 'returned') AND instr(?12, ',' || category || ',') > 0))
        ORDER BY at DESC, id LIMIT ?3
        """);

    internal static readonly SqlQuery Entities = new("""
        SELECT '', id, payload FROM list_entity WHERE id > ?2 AND area >= ?4 AND area < ?4 || 'g' AND type = ?5 AND is_retired = 0 AND (?6 IS NULL OR privacy = ?6) AND ?1 = ''
        ORDER BY id LIMIT ?3
        """);

    internal static readonly SqlQuery Areas = new("""
        SELECT '', id, payload FROM list_area WHERE id > ?2 AND id >= ?4 AND id < ?4 || 'g' AND (?5 IS NULL OR level = ?5) AND ?1 = '' ORDER BY id LIMIT ?3
        """);

    internal static readonly SqlQuery Responders = new("""
        SELECT '', id, payload FROM list_responder WHERE id > ?2 AND is_retired = 0 AND area >= ?4 AND area < ?4 || 'g'
        AND (?5 IS NULL OR instr(skills, ?5) > 0) AND (?6 IS NULL OR is_free = ?6) AND ?1 = '' ORDER BY id LIMIT ?3
        """);

    /// <summary>Parameter 7: only those of a privacy.</summary>
    internal static readonly SqlQuery Commands = new($"""
        SELECT at, id, payload FROM list_command WHERE {NoLaterThanCursor} AND area >= ?4 AND area < ?4 || 'g'
        AND (?5 IS NULL OR device = ?5) AND (?6 IS NULL OR state = ?6) AND (?7 IS NULL OR privacy = ?7)
        ORDER BY at DESC, id LIMIT ?3
        """);

    private static readonly SqlQuery AllEntities = new("SELECT payload, is_retired FROM list_entity");
    private static readonly SqlQuery AllAlerts = new("SELECT payload FROM list_alert WHERE area >= ?1 AND area < ?1 || 'g' ORDER BY id");
    private static readonly SqlQuery AllOrders = new("SELECT payload FROM list_order WHERE area >= ?1 AND area < ?1 || 'g' ORDER BY id");

    // The condition is that of the orders' filter, above.
    private static readonly SqlQuery Waiting = new("""
        SELECT count(*) FROM list_order
        WHERE is_open = 1 AND ((due_clock = 'suspension' AND due_at <= ?1) OR (status IN ('filed', 'returned') AND instr(?2, ',' || category || ',') > 0))
        """);

    private static readonly SqlQuery CellPlaces = new("SELECT payload FROM list_area WHERE level = 'cell' ORDER BY id");
    private static readonly SqlQuery OneArea = new("SELECT payload FROM list_area WHERE id = ?1");

    private static readonly SqlQuery AreasIn = new("SELECT count(*) FROM list_area WHERE id >= ?1 AND id < ?1 || 'g'");

    private static readonly SqlQuery Figures = new("""
        SELECT
            (SELECT count(*) FROM list_alert WHERE area >= ?1 AND area < ?1 || 'g' AND state IN ('open', 'acknowledged')),
            (SELECT count(*) FROM list_order WHERE area >= ?1 AND area < ?1 || 'g' AND is_open = 1),
            (SELECT count(*) FROM list_order WHERE area >= ?1 AND area < ?1 || 'g' AND is_open = 1 AND is_overdue = 1),
            (SELECT count(*) FROM list_order WHERE area >= ?1 AND area < ?1 || 'g'),
            (SELECT count(*) FROM list_order WHERE area >= ?1 AND area < ?1 || 'g' AND status = 'closed')
        """);

    /// <summary>Reads a page.</summary>
    /// <param name="query">One of the queries of this class.</param>
    /// <param name="request">Which page.</param>
    /// <param name="filter">Binds the query's filters, from parameter 5 on.</param>
    /// <param name="show">An item as the caller may see it; null: not at all. None given: as it is.</param>
    internal Task<ListPage> Page(
        SqlQuery query, ListRequest request, Action<Statement> filter, Func<JsonElement, JsonElement?>? show = null) => database.Read(session =>
        ListPage.Read(session.Prepare(query), request, filter, row => (row.Text(0), row.Text(1), Shown(row, show))));

    /// <inheritdoc/>
    public Task<AreaFigures> Count(string areaCode) => database.Read(session => session.Prepare(Figures).Bind(1, areaCode)
        .All(static row => new AreaFigures(row.Int64(0), row.Int64(1), row.Int64(2), row.Int64(3), row.Int64(4)))[0]);

    /// <summary>One area's card, or null.</summary>
    public Task<JsonElement?> ReadArea(string code) => database.Read(session =>
        session.Prepare(OneArea).Bind(1, code).First(static row => (JsonElement?)JsonElement.Parse(row.Text(0))));

    /// <summary>Whether an area of such a code is registered, or any in it.</summary>
    public Task<bool> HasAreaIn(string code) => database.Read(session => session.Prepare(AreasIn).Bind(1, code).First(static row => row.Int64(0) != 0));

    /// <summary>How many orders wait for the calendar.</summary>
    internal Task<int> Count(CalendarWait wait) => database.Read(session => CalendarWait.Bind(session.Prepare(Waiting), 1, wait).First(static row => row.Int32(0)));

    /// <summary>Every alert of an area, then every order, each by id: the lines of an export.</summary>
    public Task<List<string>> ReadForExport(string area) => database.Read(session => (List<string>)
        [.. session.Prepare(AllAlerts).Bind(1, area).All(static row => row.Text(0)), .. session.Prepare(AllOrders).Bind(1, area).All(static row => row.Text(0))]);

    private static JsonElement? Shown(Statement row, Func<JsonElement, JsonElement?>? show)
    {
        var item = JsonElement.Parse(row.Text(2));
        return show is null ? item : show(item);
    }

    /// <summary>The card of every entity, and whether it was taken out of service.</summary>
    internal static List<(EntityCard Card, bool IsRetired)> ReadEntityCards(DatabaseSession session) =>
        session.Prepare(AllEntities).All(static row => (JsonSerializer.Deserialize<EntityCard>(row.Text(0), FactRecords.Json)!, row.Int64(1) != 0));

    /// <summary>The card of every cell.</summary>
    internal static List<AreaCard> ReadCellCards(DatabaseSession session) =>
        session.Prepare(CellPlaces).All(static row => JsonSerializer.Deserialize<AreaCard>(row.Text(0), FactRecords.Json)!);
}
