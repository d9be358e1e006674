using CityActors.Storage;

namespace CityActors.Silo.Overviews;

/// <summary>
/// The counts of an overview. Parameter 1 is the area; each is answered from one index alone, so that it costs what is open or of today, not what there ever was.
/// </summary>
internal static class OverviewSql
{
    private const string InArea = "area >= ?1 AND area < ?1 || 'g'";
    private const string IsOpen = "state IN ('open', 'acknowledged')";
    private const string IsOfHome = "privacy <> 'public' AND is_ticket = 0";
    private const string IsDueSoon = "due_clock <> 'suspension' AND due_at > ?2 AND due_at <= ?3";

    /// <summary>Parameter 2: how many digits the codes of parts have; 3: a day ago.</summary>
    public static readonly SqlQuery OpenAlerts = new($"""
        SELECT substr(area, 1, CAST(?2 AS INTEGER)), privacy, is_ticket, priority, count(*), sum(CASE WHEN state = 'open' THEN 1 ELSE 0 END),
            sum(CASE WHEN at < ?3 THEN 1 ELSE 0 END), sum(CASE WHEN kind = 'heavy-rain' THEN 1 ELSE 0 END)
        FROM list_alert WHERE {IsOpen} AND {InArea} GROUP BY 1, 2, 3, 4
        """);

    public static readonly SqlQuery Care = new($"""
        SELECT substr(area, 1, 12), count(*), min(at), sum(CASE WHEN responded_at IS NOT NULL THEN 1 ELSE 0 END)
        FROM list_alert WHERE {IsOpen} AND {IsOfHome} AND {InArea} GROUP BY 1 ORDER BY 1
        """);

    /// <summary>Parameter 2: how many digits the codes of parts have.</summary>
    public static readonly SqlQuery SilentDevices = new($"""
        SELECT substr(entity, 1, 4), substr(area, 1, CAST(?2 AS INTEGER)), count(DISTINCT entity)
        FROM list_alert WHERE {IsOpen} AND kind = 'data-gap' AND {InArea} GROUP BY 1, 2
        """);

    /// <summary>Parameter 2: how many digits the codes of parts have.</summary>
    public static readonly SqlQuery Devices = new($"""
        SELECT type, substr(area, 1, CAST(?2 AS INTEGER)), count(*), sum(CASE WHEN kind = 'rain' THEN 1 ELSE 0 END)
        FROM list_entity WHERE is_retired = 0 AND type IN ('camera', 'terminal', 'household') AND {InArea} GROUP BY 1, 2
        """);

    /// <summary>Parameter 2: the earlier of the others; 3: midnight; 4: ten minutes ago.</summary>
    public static readonly SqlQuery NewAlerts = new($"""
        SELECT privacy, is_ticket, priority, sum(CASE WHEN at >= ?3 THEN 1 ELSE 0 END), sum(CASE WHEN at >= ?4 THEN 1 ELSE 0 END)
        FROM list_alert WHERE at >= ?2 AND {InArea} GROUP BY 1, 2, 3
        """);

    /// <summary>Parameter 2: midnight; 3: in how many seconds.</summary>
    public static readonly SqlQuery Responses = new($"""
        SELECT privacy, is_ticket, count(*), sum(CASE WHEN answer_seconds <= ?3 THEN 1 ELSE 0 END)
        FROM list_alert WHERE responded_at >= ?2 AND {InArea} GROUP BY 1, 2
        """);

    /// <summary>Parameter 2: now; 3: in an hour; 4: how many digits the codes of parts have.</summary>
    public static readonly SqlQuery OpenOrders = new($"""
        SELECT substr(area, 1, CAST(?4 AS INTEGER)), status, count(*), sum(CASE WHEN is_overdue = 1 THEN 1 ELSE 0 END), sum(CASE WHEN {IsDueSoon} THEN 1 ELSE 0 END)
        FROM list_order WHERE is_open = 1 AND {InArea} GROUP BY 1, 2
        """);

    /// <summary>Since when the middle one of each status has stood in it.</summary>
    public static readonly SqlQuery Medians = new($"""
        SELECT status, status_at FROM (
            SELECT status, status_at, row_number() OVER (PARTITION BY status ORDER BY status_at) AS place, count(*) OVER (PARTITION BY status) AS stands
            FROM list_order WHERE is_open = 1 AND {InArea}) AS ranked
        WHERE place = (stands + 1) / 2
        """);

    /// <summary>Parameter 2: now; 3: in an hour; 4: how many.</summary>
    public static readonly SqlQuery DueOrders = new($"""
        SELECT payload FROM list_order WHERE id IN (
            SELECT id FROM list_order WHERE is_open = 1 AND {IsDueSoon} AND {InArea} ORDER BY due_at, id LIMIT ?4)
        ORDER BY due_at, id
        """);

    /// <summary>Parameter 2: midnight.</summary>
    public static readonly SqlQuery OpenedOrders = new($"SELECT count(*) FROM list_order WHERE at >= ?2 AND {InArea}");

    /// <summary>Parameter 2: midnight.</summary>
    public static readonly SqlQuery ClosedOrders = new($"SELECT count(*) FROM list_order WHERE ended_at >= ?2 AND status = 'closed' AND {InArea}");

    /// <summary>Parameter 2: the second of the day; 3: how many digits the codes of parts have.</summary>
    public static readonly SqlQuery Responders = new($"""
        SELECT substr(area, 1, CAST(?3 AS INTEGER)), count(*), sum(CASE WHEN is_free = 1 THEN 1 ELSE 0 END)
        FROM list_responder WHERE is_retired = 0 AND {InArea} AND (shift_start = shift_end
            OR (shift_start < shift_end AND shift_start <= ?2 AND ?2 < shift_end) OR (shift_start > shift_end AND (shift_start <= ?2 OR ?2 < shift_end)))
        GROUP BY 1
        """);

    /// <summary>Parameter 2: the level.</summary>
    public static readonly SqlQuery Parts = new("SELECT payload FROM list_area WHERE level = ?2 AND id >= ?1 AND id < ?1 || 'g' ORDER BY id");

    public static readonly SqlQuery Name = new("SELECT payload FROM list_area WHERE id = ?1");
}
