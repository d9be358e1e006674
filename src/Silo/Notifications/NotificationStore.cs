using System.Text.Json;
using CityActors.Facts;
using CityActors.Silo.Lists;
using CityActors.Storage;

namespace CityActors.Silo.Notifications;

/// <summary>The outbox on disk. Every write is synced before its task completes.</summary>
internal sealed class NotificationStore(Database database)
{
    /// <summary>The sequence of the last fact taken; 0 for none.</summary>
    public Task<long> ReadPosition() => database.Read(session =>
    {
        var row = session.Prepare(NotificationTables.ReadPosition);
        return row.Step() ? row.Int64(0) : 0;
    });

    /// <summary>Takes notifications and notes the position in the fact log, in one commit.</summary>
    /// <param name="wanted">What is wanted, each with its channel.</param>
    /// <param name="position">The sequence of the last fact seen.</param>
    /// <param name="now">From when they may be tried.</param>
    /// <returns>The channel of each one that was new.</returns>
    public Task<List<string>> Take(IReadOnlyList<(NotificationWanted Fact, string Channel)> wanted, long position, DateTimeOffset now) => database.Write(session =>
    {
        var channels = new List<string>();
        foreach (var (fact, channel) in wanted)
        {
            var notification = fact.Notification;
            var added = session.Prepare(NotificationTables.Insert)
                .Bind(1, notification.Id).Bind(2, notification.Receiver).Bind(3, channel).Bind(4, notification.Subject).Bind(5, fact.Area)
                .Bind(6, notification.English).Bind(7, notification.Chinese).Bind(8, notification.At).Bind(9, now).Execute();
            if (added > 0)
            {
                channels.Add(channel);
            }
        }

        session.Prepare(NotificationTables.WritePosition).Bind(1, position).Execute();
        return channels;
    });

    /// <summary>The waiting ones of a channel, the first due first.</summary>
    public Task<List<NotificationRow>> ReadNext(string channel, int limit) => database.Read(session =>
    {
        var rows = new List<NotificationRow>();
        var row = session.Prepare(NotificationTables.Next).Bind(1, channel).Bind(2, limit);
        while (row.Step())
        {
            rows.Add(RowOf(row));
        }

        return rows;
    });

    /// <summary>Records where a waiting one stands after an attempt.</summary>
    public Task Record(NotificationRow after) => database.Write(session => session.Prepare(NotificationTables.Record)
        .Bind(1, after.Id).Bind(2, ListWriter.Name(after.State)).Bind(3, after.Attempts).Bind(4, after.NextAt)
        .Bind(5, after.LastError).Bind(6, after.DeliveredAt).Execute());

    /// <summary>Lets a dead one wait again, with all its attempts.</summary>
    /// <returns>It as it stands now, or null where it was not dead.</returns>
    public Task<NotificationRow?> Revive(string id, string channel, DateTimeOffset now) => database.Write(session =>
        session.Prepare(NotificationTables.Revive).Bind(1, id).Bind(2, channel).Bind(3, now).Execute() > 0 ? FindIn(session, id) : null);

    /// <summary>One by its id, or null.</summary>
    public Task<NotificationRow?> Find(string id) => database.Read(session => FindIn(session, id));

    /// <summary>Gives the waiting ones the channels of this start's configuration.</summary>
    /// <returns>How many wait on each channel.</returns>
    public Task<List<(string Channel, long Count)>> Reroute(Func<string, string> channelOf) => database.Write(session =>
    {
        var routes = Pairs(session, NotificationTables.Routes, row => row.Text(1));
        foreach (var (receiver, channel) in routes)
        {
            if (channelOf(receiver) is var now && now != channel)
            {
                session.Prepare(NotificationTables.Reroute).Bind(1, receiver).Bind(2, now).Execute();
            }
        }

        return Pairs(session, NotificationTables.CountWaiting, row => row.Int64(1));
    });

    /// <summary>A page, newest first.</summary>
    /// <param name="request">Which page, of which area.</param>
    /// <param name="state">Only those in this state; null for all.</param>
    public Task<ListPage> ReadPage(ListRequest request, NotificationState? state) => database.Read(session =>
    {
        var row = session.Prepare(state is null ? NotificationTables.Page : NotificationTables.PageOfState)
            .Bind(1, request.AfterAt).Bind(2, request.AfterId).Bind(3, request.Limit + 1).Bind(4, request.Area);
        if (state is not null)
        {
            row.Bind(5, ListWriter.Name(state.Value));
        }

        var items = new List<JsonElement>();
        NotificationRow? last = null;
        while (row.Step())
        {
            if (items.Count == request.Limit)
            {
                return new ListPage(items, ListPage.CursorOf(SqlInstant.ToText(last!.WantedAt), last.Id));
            }

            last = RowOf(row);
            items.Add(JsonSerializer.SerializeToElement(last, FactRecords.Json));
        }

        return new ListPage(items, null);
    });

    private static NotificationRow? FindIn(DatabaseSession session, string id)
    {
        var row = session.Prepare(NotificationTables.Find).Bind(1, id);
        return row.Step() ? RowOf(row) : null;
    }

    private static List<(string, T)> Pairs<T>(DatabaseSession session, SqlQuery query, Func<Statement, T> second)
    {
        var pairs = new List<(string, T)>();
        var row = session.Prepare(query);
        while (row.Step())
        {
            pairs.Add((row.Text(0), second(row)));
        }

        return pairs;
    }

    private static NotificationRow RowOf(Statement row) => new(
        row.Text(0),
        row.Text(1),
        row.Text(2),
        row.Text(3),
        row.Text(4),
        row.Text(5),
        row.Text(6),
        row.Instant(7),
        Enum.Parse<NotificationState>(row.Text(8), ignoreCase: true),
        row.Int32(9),
        row.Instant(10),
        row.IsNull(11) ? null : row.Text(11),
        row.IsNull(12) ? null : row.Instant(12));
}
