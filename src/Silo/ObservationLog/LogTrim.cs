using CityActors.Observations;
using CityActors.Storage;

namespace CityActors.Silo.ObservationLog;

/// <summary>Removes what is old, a bounded stretch at a time, so that appends do not wait long behind it.</summary>
internal static class LogTrim
{
    /// <summary>Rows removed at most by one operation.</summary>
    public const int RowLimit = 500;

    /// <summary>Removes batches from the start of a partition up to the first one that must stay.</summary>
    public static TrimReport Apply(DatabaseSession session, int partition, long belowOffset, DateTimeOffset before)
    {
        session.Serialize(); // Appends change the same counters.
        var checkpoint = LogCheckpoints.Read(session, partition)?.Offset ?? 0;
        var rows = session.Prepare(ObservationLogSql.FindTrimmable)
            .Bind(1, partition)
            .Bind(2, Math.Min(belowOffset - 1, checkpoint))
            .Bind(3, RowLimit);
        var (batches, items, bytes, last) = (0, 0L, 0L, 0L);
        while (rows.Step() && rows.Instant(3) < before)
        {
            batches++;
            last = rows.Int64(0);
            items += rows.Int64(1);
            bytes += rows.Int64(2);
        }

        if (batches > 0)
        {
            _ = session.Prepare(ObservationLogSql.Delete).Bind(1, partition).Bind(2, last).Execute();
            _ = session.Prepare(ObservationLogSql.Discount).Bind(1, partition).Bind(2, batches).Bind(3, bytes).Execute();
        }

        return new TrimReport(batches, items, batches == RowLimit);
    }

    /// <summary>Removes expired idempotency records.</summary>
    public static int Idempotent(DatabaseSession session, DateTimeOffset expiry) =>
        session.Prepare(ObservationLogSql.TrimIdempotent).Bind(1, expiry).Bind(2, RowLimit).Execute();
}
