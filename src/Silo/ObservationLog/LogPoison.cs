using CityActors.Observations;
using CityActors.Storage;

namespace CityActors.Silo.ObservationLog;

/// <summary>The items that were passed over.</summary>
internal static class LogPoison
{
    public static bool Store(DatabaseSession session, PoisonItem item, DateTimeOffset now)
    {
        session.Serialize();
        session.Prepare(ObservationLogSql.StorePoison)
            .Bind(1, item.Partition)
            .Bind(2, item.Offset)
            .Bind(3, item.EntityId)
            .Bind(4, item.Reason)
            .Bind(5, now)
            .Bind(6, item.Payload.Span)
            .Post();
        return true;
    }

    public static IReadOnlyList<PoisonItem> Read(DatabaseSession session, long afterSequence, int max)
    {
        var items = new List<PoisonItem>();
        var rows = session.Prepare(ObservationLogSql.ReadPoison).Bind(1, afterSequence).Bind(2, max);
        while (rows.Step())
        {
            items.Add(new PoisonItem(rows.Int32(1), rows.Int64(2), rows.Text(3), rows.Text(4), rows.Blob(6).ToArray())
            {
                Sequence = rows.Int64(0),
                StoredAt = rows.Instant(5),
            });
        }

        return items;
    }
}
