using CityActors.Observations;
using CityActors.Storage;

namespace CityActors.Silo.ObservationLog;

/// <summary>One append, as the writer runs it.</summary>
internal sealed class LogAppend(AppendRequest request, LogPayload payload, DateTimeOffset now, TimeSpan idempotencyLifetime)
{
    public AppendReceipt Apply(DatabaseSession session)
    {
        if (request.Idempotency is { } answer)
        {
            if (FindIdempotent(session, answer.Caller, answer.Key, now - idempotencyLifetime) is { } earlier)
            {
                return new AppendReceipt([], earlier);
            }

            StoreIdempotent(session, answer);
        }

        var firstOffsets = new long[request.Batches.Count];
        for (var i = 0; i < firstOffsets.Length; i++)
        {
            firstOffsets[i] = Insert(session, request.Batches[i], payload[i]);
        }

        return new AppendReceipt(firstOffsets);
    }

    public static IdempotencyRecord? FindIdempotent(DatabaseSession session, string caller, string key, DateTimeOffset expiry)
    {
        var row = session.Prepare(ObservationLogSql.FindIdempotent).Bind(1, caller).Bind(2, key).Bind(3, expiry);
        return row.Step()
            ? new IdempotencyRecord(caller, key, row.Text(0), row.Int32(1), row.Blob(2).ToArray())
            : null;
    }

    private void StoreIdempotent(DatabaseSession session, IdempotencyRecord answer) => _ = session.Prepare(ObservationLogSql.InsertIdempotent)
        .Bind(1, answer.Caller)
        .Bind(2, answer.Key)
        .Bind(3, answer.RequestHash)
        .Bind(4, answer.Status)
        .Bind(5, now)
        .Bind(6, answer.Body.Span)
        .Execute();

    private long Insert(DatabaseSession session, PartitionBatch batch, ReadOnlySpan<byte> bytes)
    {
        var count = batch.Items.Count;
        var advance = session.Prepare(ObservationLogSql.Advance).Bind(1, batch.Partition).Bind(2, count).Bind(3, bytes.Length);
        _ = advance.Step();
        var last = advance.Int64(0);
        _ = advance.Execute();
        var first = last - count + 1;
        _ = session.Prepare(ObservationLogSql.Insert)
            .Bind(1, batch.Partition)
            .Bind(2, first)
            .Bind(3, last)
            .Bind(4, count)
            .Bind(5, batch.MinAt)
            .Bind(6, batch.MaxAt)
            .Bind(7, now)
            .Bind(8, bytes)
            .Execute();
        return first;
    }
}
