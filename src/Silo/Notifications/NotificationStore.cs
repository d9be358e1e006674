using System.Text.Json;
using CityActors.Devices;
using CityActors.Facts;
using CityActors.Silo.Lists;
using CityActors.Storage;

namespace CityActors.Silo.Notifications;

/// <summary>The outbox on disk. Unlike the lists it is a record: what was delivered stands nowhere else. Every write is synced before its task completes.</summary>
internal sealed class NotificationStore(Database database)
{
    private const string Columns = "id, receiver, channel, subject, area, english, chinese, wanted_at, state, attempts, next_at, last_error, delivered_at, call, is_of_roster, handed_over_at, receipt, receipt_at, text, line, person";
    private const string Needless = "Somebody has taken the alert on, or it has ended.";
    private const string OfPage = """
        (?1 = '' OR wanted_at < ?1 OR (wanted_at = ?1 AND id > ?2)) AND area >= ?4 AND area < ?4 || 'g' ORDER BY wanted_at DESC, id LIMIT ?3
        """;

    private static readonly SqlQuery SelectPosition = new("SELECT sequence FROM notification_position WHERE id = 1");

    private static readonly SqlQuery UpsertPosition = new(
        "INSERT INTO notification_position (id, sequence) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence");

    private static readonly SqlQuery Insert = new("""
        INSERT INTO notification (id, receiver, channel, subject, area, english, chinese, wanted_at, state, attempts, next_at, call, is_of_roster, text, line, person)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'waiting', 0, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT (id) DO NOTHING
        """);

    private static readonly SqlQuery UpdateAttempt = new("""
        UPDATE notification SET state = ?2, attempts = ?3, next_at = ?4, last_error = ?5, delivered_at = ?6, handed_over_at = ?7 WHERE id = ?1 AND state = 'waiting'
        """);

    private static readonly SqlQuery UpdateDead = new(
        "UPDATE notification SET state = 'waiting', attempts = 0, channel = ?2, next_at = ?3 WHERE id = ?1 AND state = 'dead'");

    private static readonly SqlQuery UpdateNeedless = new(
        "UPDATE notification SET state = 'withdrawn', last_error = ?2 WHERE subject = ?1 AND state = 'waiting' AND call IS NULL RETURNING channel");

    private static readonly SqlQuery UpdateWithdrawn = new(
        "UPDATE notification SET attempts = ?2, delivered_at = ?3, handed_over_at = ?4 WHERE id = ?1 AND state = 'withdrawn'");

    private static readonly SqlQuery UpdateReceipt = new("UPDATE notification SET receipt = ?2, receipt_at = ?3 WHERE id = ?1");
    private static readonly SqlQuery SelectOfSubject = new($"SELECT {Columns} FROM notification WHERE subject = ?1 ORDER BY wanted_at, id LIMIT 100");
    private static readonly SqlQuery SelectRoutes = new("SELECT DISTINCT receiver, channel, CASE WHEN text IS NULL THEN 0 ELSE 1 END FROM notification WHERE state = 'waiting'");
    private static readonly SqlQuery UpdateRoute = new("UPDATE notification SET channel = ?2 WHERE receiver = ?1 AND state = 'waiting' AND CASE WHEN text IS NULL THEN 0 ELSE 1 END = ?3");
    private static readonly SqlQuery CountWaiting = new("SELECT channel, count(*) FROM notification WHERE state = 'waiting' GROUP BY channel");

    private static readonly SqlQuery SelectNext = new(
        $"SELECT {Columns} FROM notification WHERE channel = ?1 AND state = 'waiting' ORDER BY next_at, wanted_at, id LIMIT ?2");

    private static readonly SqlQuery SelectOne = new($"SELECT {Columns} FROM notification WHERE id = ?1");
    private static readonly SqlQuery SelectPage = new($"SELECT {Columns} FROM notification WHERE {OfPage}");
    private static readonly SqlQuery SelectPageOfState = new($"SELECT {Columns} FROM notification WHERE state = ?5 AND {OfPage}");

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
        // What a device is to do, as JSON.
        """
        ALTER TABLE notification ADD COLUMN call TEXT;
        ALTER TABLE notification ADD COLUMN is_of_roster INTEGER NOT NULL DEFAULT 0;
        """,
        // When it was handed over, and what its receiver said became of it.
        """
        ALTER TABLE notification ADD COLUMN handed_over_at TEXT;
        ALTER TABLE notification ADD COLUMN receipt TEXT;
        ALTER TABLE notification ADD COLUMN receipt_at TEXT;
        CREATE INDEX notification_subject ON notification (subject);
        """,
        // What a case tells: which text, of which line, and whom. The words are kept nowhere.
        """
        ALTER TABLE notification ADD COLUMN text TEXT;
        ALTER TABLE notification ADD COLUMN line INTEGER;
        ALTER TABLE notification ADD COLUMN person TEXT;
        """,
    ]);

    /// <summary>The sequence of the last fact taken; 0 for none.</summary>
    public Task<long> ReadPosition() => database.Read(static session =>
        session.Prepare(SelectPosition).All(static row => row.Int64(0)).FirstOrDefault());

    /// <summary>Takes notifications, withdraws what nobody needs any more, and notes the position in the fact log, in one commit. One with a known id is passed over.</summary>
    /// <param name="wanted">What is wanted, each with its channel.</param>
    /// <param name="position">The sequence of the last fact seen.</param>
    /// <param name="now">From when they may be tried.</param>
    /// <returns>The channel of each one that was new, and of each that was withdrawn.</returns>
    public Task<(List<string> Added, List<string> Withdrawn)> Take(IReadOnlyList<OutboxItem> wanted, long position, DateTimeOffset now) => database.Write(session =>
    {
        var (channels, withdrawn) = (new List<string>(), new List<string>());
        foreach (var item in wanted)
        {
            if (item.Wanted is not { } notification)
            {
                withdrawn.AddRange(session.Prepare(UpdateNeedless).Bind(1, item.Needless).Bind(2, Needless).All(static row => row.Text(0)));
                continue;
            }

            var added = session.Prepare(Insert)
                .Bind(1, notification.Id).Bind(2, notification.Receiver).Bind(3, item.Channel).Bind(4, notification.Subject).Bind(5, item.Area)
                .Bind(6, notification.English).Bind(7, notification.Chinese).Bind(8, notification.At).Bind(9, now)
                .Bind(10, notification.Call is { } call ? JsonSerializer.Serialize(call, FactRecords.Json) : null).Bind(11, notification.IsOfRoster ? 1 : 0)
                .Bind(12, item.Told?.Text).Bind(13, item.Told?.Line).Bind(14, item.Told?.Person).Execute();
            if (added > 0)
            {
                channels.Add(item.Channel);
            }
        }

        session.Prepare(UpsertPosition).Bind(1, position).Execute();
        return (channels, withdrawn);
    });

    /// <summary>The waiting ones of a channel, the first due first.</summary>
    public Task<List<NotificationRow>> ReadNext(string channel, int limit) => database.Read(session =>
        session.Prepare(SelectNext).Bind(1, channel).Bind(2, limit).All(RowOf));

    /// <summary>Records where a waiting one stands after an attempt; of one that was withdrawn meanwhile, only that it was handed over all the same.</summary>
    /// <returns>Whether it still waited.</returns>
    public Task<bool> Record(NotificationRow after) => database.Write(session =>
    {
        var isWaiting = session.Prepare(UpdateAttempt)
            .Bind(1, after.Id).Bind(2, ListWriter.Name(after.State)).Bind(3, after.Attempts).Bind(4, after.NextAt)
            .Bind(5, after.LastError).Bind(6, after.DeliveredAt).Bind(7, after.HandedOverAt).Execute() > 0;
        if (!isWaiting)
        {
            session.Prepare(UpdateWithdrawn).Bind(1, after.Id).Bind(2, after.Attempts).Bind(3, after.DeliveredAt).Bind(4, after.HandedOverAt).Execute();
        }

        return isWaiting;
    });

    /// <summary>Records what a receiver said.</summary>
    public Task<int> Record(string id, NotificationReceipt receipt, DateTimeOffset at) => database.Write(session =>
        session.Prepare(UpdateReceipt).Bind(1, id).Bind(2, ListWriter.Name(receipt)).Bind(3, at).Execute());

    /// <summary>Those about one thing, the first wanted first.</summary>
    public Task<List<NotificationRow>> OfSubject(string subject) => database.Read(session => session.Prepare(SelectOfSubject).Bind(1, subject).All(RowOf));

    /// <summary>Lets a dead one wait again, with all its attempts.</summary>
    /// <returns>It as it stands now, or null where it was not dead.</returns>
    public Task<NotificationRow?> Revive(string id, string channel, DateTimeOffset now) => database.Write(session =>
        session.Prepare(UpdateDead).Bind(1, id).Bind(2, channel).Bind(3, now).Execute() > 0 ? FindIn(session, id) : null);

    /// <summary>One by its id, or null.</summary>
    public Task<NotificationRow?> Find(string id) => database.Read(session => FindIn(session, id));

    /// <summary>Gives the waiting ones the channels of this start's configuration.</summary>
    /// <returns>How many wait on each channel.</returns>
    public Task<List<(string Channel, long Count)>> Reroute(Func<string, bool, string> channelOf) => database.Write(session =>
    {
        foreach (var (receiver, channel, isOfCase) in session.Prepare(SelectRoutes).All(static row => (row.Text(0), row.Text(1), row.Int64(2) != 0)))
        {
            if (channelOf(receiver, isOfCase) is var now && now != channel)
            {
                session.Prepare(UpdateRoute).Bind(1, receiver).Bind(2, now).Bind(3, isOfCase ? 1 : 0).Execute();
            }
        }

        return session.Prepare(CountWaiting).All(static row => (row.Text(0), row.Int64(1)));
    });

    /// <summary>A page, newest first.</summary>
    /// <param name="request">Which page, of which area.</param>
    /// <param name="state">Only those in this state; null for all.</param>
    public Task<ListPage> ReadPage(ListRequest request, NotificationState? state) => database.Read(session => ListPage.Read(
        session.Prepare(state is null ? SelectPage : SelectPageOfState),
        request,
        rows => _ = state is { } wanted ? rows.Bind(5, ListWriter.Name(wanted)) : rows,
        static row => (row.Text(7), row.Text(0), JsonSerializer.SerializeToElement(RowOf(row), FactRecords.Json))));

    private static NotificationRow? FindIn(DatabaseSession session, string id) => session.Prepare(SelectOne).Bind(1, id).First(RowOf);

    private static NotificationRow RowOf(Statement row) => new(
        row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6), row.Instant(7),
        Enum.Parse<NotificationState>(row.Text(8), ignoreCase: true),
        row.Int32(9),
        row.Instant(10),
        row.IsNull(11) ? null : row.Text(11),
        row.IsNull(12) ? null : row.Instant(12),
        row.IsNull(13) ? null : JsonSerializer.Deserialize<DeviceCall>(row.Text(13), FactRecords.Json),
        row.Int64(14) != 0,
        row.IsNull(15) ? null : row.Instant(15),
        row.IsNull(16) ? null : Enum.GetValues<NotificationReceipt>().First(known => ListWriter.Name(known) == row.Text(16)),
        row.IsNull(17) ? null : row.Instant(17),
        row.IsNull(18) ? null : row.Text(18),
        row.IsNull(19) ? null : row.Int64(19),
        row.IsNull(20) ? null : row.Text(20));
}
