using CityActors.Storage;

namespace CityActors.Silo.Notifications;

/// <summary>The outbox's tables and statements. Unlike the lists they are a record: what was delivered stands nowhere else.</summary>
internal static class NotificationTables
{
    private const string Columns = "id, receiver, channel, subject, area, english, chinese, wanted_at, state, attempts, next_at, last_error, delivered_at";
    private const string NoLaterThanCursor = "(?1 = '' OR wanted_at < ?1 OR (wanted_at = ?1 AND id > ?2)) AND area >= ?4 AND area < ?4 || 'g'";

    /// <summary>The tables. <c>receiver</c> is who was named, <c>channel</c> the configured receiver that stands for it.</summary>
    public static SchemaPart Schema { get; } = new("notifications", [
        """
        CREATE TABLE notification_position (id INTEGER PRIMARY KEY, sequence INTEGER NOT NULL);
        CREATE TABLE notification (
            id TEXT PRIMARY KEY, receiver TEXT NOT NULL, channel TEXT NOT NULL, subject TEXT NOT NULL, area TEXT NOT NULL,
            english TEXT NOT NULL, chinese TEXT NOT NULL, wanted_at TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
            next_at TEXT NOT NULL, last_error TEXT, delivered_at TEXT) WITHOUT ROWID;
        CREATE INDEX notification_at ON notification (wanted_at DESC, id);
        CREATE INDEX notification_state ON notification (state, wanted_at DESC, id);
        CREATE INDEX notification_due ON notification (channel, next_at, wanted_at, id) WHERE state = 'waiting';
        """,
    ]);

    /// <summary>The sequence of the last fact taken.</summary>
    public static SqlQuery ReadPosition { get; } = new("SELECT sequence FROM notification_position WHERE id = 1");

    /// <summary>Notes it, in the same commit as the rows.</summary>
    public static SqlQuery WritePosition { get; } = new(
        "INSERT INTO notification_position (id, sequence) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence");

    /// <summary>Takes a notification; one with a known id is passed over.</summary>
    public static SqlQuery Insert { get; } = new("""
        INSERT INTO notification (id, receiver, channel, subject, area, english, chinese, wanted_at, state, attempts, next_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'waiting', 0, ?9) ON CONFLICT (id) DO NOTHING
        """);

    /// <summary>Records an attempt of a waiting one.</summary>
    public static SqlQuery Record { get; } = new("""
        UPDATE notification SET state = ?2, attempts = ?3, next_at = ?4, last_error = ?5, delivered_at = ?6 WHERE id = ?1 AND state = 'waiting'
        """);

    /// <summary>Lets a dead one wait again.</summary>
    public static SqlQuery Revive { get; } = new(
        "UPDATE notification SET state = 'waiting', attempts = 0, channel = ?2, next_at = ?3 WHERE id = ?1 AND state = 'dead'");

    /// <summary>Who is named in waiting ones, and where they go.</summary>
    public static SqlQuery Routes { get; } = new("SELECT DISTINCT receiver, channel FROM notification WHERE state = 'waiting'");

    /// <summary>Sends the waiting ones of a receiver elsewhere.</summary>
    public static SqlQuery Reroute { get; } = new("UPDATE notification SET channel = ?2 WHERE receiver = ?1 AND state = 'waiting'");

    /// <summary>How many wait on each channel.</summary>
    public static SqlQuery CountWaiting { get; } = new("SELECT channel, count(*) FROM notification WHERE state = 'waiting' GROUP BY channel");

    /// <summary>The waiting ones of a channel, the first due first.</summary>
    public static SqlQuery Next { get; } = new(
        $"SELECT {Columns} FROM notification WHERE channel = ?1 AND state = 'waiting' ORDER BY next_at, wanted_at, id LIMIT ?2");

    /// <summary>One by its id.</summary>
    public static SqlQuery Find { get; } = new($"SELECT {Columns} FROM notification WHERE id = ?1");

    /// <summary>A page of all, newest first.</summary>
    public static SqlQuery Page { get; } = new($"SELECT {Columns} FROM notification WHERE {NoLaterThanCursor} ORDER BY wanted_at DESC, id LIMIT ?3");

    /// <summary>A page of those in one state, newest first.</summary>
    public static SqlQuery PageOfState { get; } = new(
        $"SELECT {Columns} FROM notification WHERE state = ?5 AND {NoLaterThanCursor} ORDER BY wanted_at DESC, id LIMIT ?3");
}
