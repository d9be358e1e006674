using CityActors.Observations;
using CityActors.Storage;

namespace CityActors.Silo.ObservationLog;

/// <summary>One append, as the writer runs it.</summary>
/// <param name="request">What is appended.</param>
/// <param name="payload">Its payloads.</param>
/// <param name="now">When it is appended.</param>
/// <param name="expiry">Answers stored before that are forgotten.</param>
internal sealed class LogAppend(AppendRequest request, LogPayload payload, DateTimeOffset now, DateTimeOffset expiry)
{
    public AppendReceipt Apply(DatabaseSession session)
    {
        session.Serialize();
        if (request.Idempotency is { } answer)
        {
            if (FindIdempotent(session, answer.Caller, answer.Key, expiry) is { } earlier)
            {
                return new AppendReceipt([], earlier);
            }

            Remember(session, answer, now);
        }

        var firstOffsets = new long[request.Batches.Count];
        for (var i = 0; i < firstOffsets.Length; i++)
        {
            Insert(session, i, firstOffsets);
        }

        return new AppendReceipt(firstOffsets); // Filled before the commit.
    }

    public static IdempotencyRecord? FindIdempotent(DatabaseSession session, string caller, string key, DateTimeOffset expiry) =>
        session.Prepare(ObservationLogSql.FindIdempotent).Bind(1, caller).Bind(2, key).Bind(3, expiry)
            .First(row => new IdempotencyRecord(caller, key, row.Text(0), row.Int32(1), row.Blob(2).ToArray()));

    public static void Remember(DatabaseSession session, IdempotencyRecord answer, DateTimeOffset now) =>
        session.Prepare(ObservationLogSql.InsertIdempotent)
            .Bind(1, answer.Caller).Bind(2, answer.Key).Bind(3, answer.RequestHash).Bind(4, answer.Status)
            .Bind(5, now).Bind(6, answer.Body.Span).Post();

    private void Insert(DatabaseSession session, int index, long[] firstOffsets)
    {
        var batch = request.Batches[index];
        var count = batch.Items.Count;
        var bytes = payload[index];
        session.Prepare(ObservationLogSql.Advance)
            .Bind(1, batch.Partition).Bind(2, count).Bind(3, bytes.Length)
            .PostRows(row => firstOffsets[index] = row.Int64(0) - count + 1);
        session.Prepare(ObservationLogSql.Insert)
            .Bind(1, batch.Partition).Bind(2, count).Bind(3, batch.MinAt).Bind(4, batch.MaxAt).Bind(5, now).Bind(6, bytes).Post();
    }
}
