using CityActors.Observations;
using CityActors.Storage;

namespace CityActors.Silo.ObservationLog;

/// <summary>The routers' checkpoints.</summary>
internal static class LogCheckpoints
{
    public static RouterCheckpoint? Read(DatabaseSession session, int partition)
    {
        var row = session.Prepare(ObservationLogSql.ReadCheckpoint).Bind(1, partition);
        return row.Step() ? new RouterCheckpoint(row.Int64(0), row.Instant(1), row.Blob(2).ToArray()) : null;
    }

    /// <exception cref="InvalidOperationException">It would go back, or beyond the log.</exception>
    public static bool Save(DatabaseSession session, int partition, RouterCheckpoint checkpoint, DateTimeOffset now)
    {
        session.Serialize(); // Two routers of one partition, for the moment in which the cluster has two, do not pass each other between look and write.
        var last = LastOffset(session, partition);
        var stored = Read(session, partition);
        var earlier = stored?.Offset ?? 0;
        if (checkpoint.Offset > last || checkpoint.Offset < earlier || (checkpoint.Offset == earlier && checkpoint.ClockAt < stored?.ClockAt))
        {
            throw new InvalidOperationException(
                $"The checkpoint {checkpoint.Offset} of partition {partition} must be from {earlier} (the one stored) to {last} (the end of the log). Is another router of the partition running?");
        }

        session.Prepare(ObservationLogSql.SaveCheckpoint)
            .Bind(1, partition)
            .Bind(2, checkpoint.Offset)
            .Bind(3, checkpoint.ClockAt)
            .Bind(4, now)
            .Bind(5, checkpoint.Due.Span)
            .Post();
        return true;
    }

    private static long LastOffset(DatabaseSession session, int partition)
    {
        var row = session.Prepare(ObservationLogSql.LastOffset).Bind(1, partition);
        return row.Step() ? row.Int64(0) : 0;
    }
}
