using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CityActors.Observations;

namespace CityActors.Client.Api;

/// <content>What flows: observations in, feed and export out.</content>
public sealed partial class CityClient
{
    /// <summary>Sends a body of NDJSON lines; answered when it is durable.</summary>
    /// <param name="lines">The lines, at most 64 MiB, see <see cref="ObservationLines"/>.</param>
    /// <param name="idempotencyKey">The same key with the same lines stores nothing again.</param>
    /// <param name="isCompressed">Whether to send it gzipped; not worth it to the same machine.</param>
    public async Task<ObservationReceipt> Send(ReadOnlyMemory<byte> lines, string idempotencyKey, bool isCompressed, CancellationToken cancellation)
    {
        var body = isCompressed ? Gzip(lines) : lines;
        using var answer = await Send(
            Lane.Observations,
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, "/v1/observations") { Content = new ReadOnlyMemoryContent(body) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
                if (isCompressed)
                {
                    request.Content.Headers.ContentEncoding.Add("gzip");
                }

                request.Headers.Add("Idempotency-Key", idempotencyKey);
                return request;
            },
            mayRepeat: true,
            cancellation);
        var receipt = await Read<ObservationReceipt>(answer.Message, cancellation);
        answer.From.Acknowledged(receipt.Accepted, receipt.Refused, answer.After);
        return receipt;
    }

    /// <summary>Sends a stream of observations in batches, each gzipped and keyed <c>keyPrefix-0</c>, <c>keyPrefix-1</c>, …</summary>
    /// <param name="observations">What was seen; the next batch is read when the one before is durable.</param>
    /// <param name="keyPrefix">Names the stream; the same again stores nothing twice.</param>
    /// <param name="batchLines">Lines of a batch. From 1 to 100,000. Default 10,000.</param>
    public async IAsyncEnumerable<ObservationReceipt> Send(
        IAsyncEnumerable<Observation> observations, string keyPrefix, int batchLines = 10_000, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var lines = new ObservationLines();
        var batch = 0;
        await foreach (var observation in observations.WithCancellation(cancellation))
        {
            lines.Add(observation);
            if (lines.Count == batchLines)
            {
                yield return await Send(lines.Written, $"{keyPrefix}-{batch++}", isCompressed: true, cancellation);
                lines.Clear();
            }
        }

        if (lines.Count > 0)
        {
            yield return await Send(lines.Written, $"{keyPrefix}-{batch}", isCompressed: true, cancellation);
        }
    }

    /// <summary>Writes the canonical export and counts its hash.</summary>
    public async Task<ExportReceipt> Export(Stream target, CancellationToken cancellation)
    {
        using var answer = await Send(Lane.Steady, () => new HttpRequestMessage(HttpMethod.Get, "/v1/export"), mayRepeat: true, cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var source = await answer.Message.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[81920];
        var bytes = 0L;
        for (int read; (read = await source.ReadAsync(buffer, cancellation)) > 0; bytes += read)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        return new ExportReceipt(ExportHash(answer.Message), Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
    }

    /// <summary>The live feed from a point on, without a gap; a lost connection is taken up again after the last event seen.</summary>
    /// <param name="after">The id of the last event known, or null: only what happens from now on.</param>
    /// <param name="area">An area code, or null: all the key may see.</param>
    public async IAsyncEnumerable<FeedEvent> Feed(string? after = null, string? area = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var last = after;
        for (var lost = 0; ;)
        {
            using var answer = await Send(Lane.Steady, () => FeedRequest(last, area), mayRepeat: true, cancellation);
            await using var events = SseParser.Create(await answer.Message.Content.ReadAsStreamAsync(cancellation)).EnumerateAsync(cancellation).GetAsyncEnumerator(cancellation);
            while (await NextOrLost(events))
            {
                lost = 0;
                last = events.Current.EventId ?? last;
                yield return new FeedEvent(last ?? "", events.Current.EventType, events.Current.Data);
            }

            if (lost++ > options.Retries + options.ReconnectRetries)
            {
                throw new CityUnreachableException(Addresses, new IOException("The feed ended again and again without an event."));
            }

            await WaitBefore(lost, null, cancellation);
        }
    }

    private static async Task<bool> NextOrLost(IAsyncEnumerator<SseItem<string>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception lost) when (IsLostConnection(lost))
        {
            return false;
        }
    }

    private static HttpRequestMessage FeedRequest(string? last, string? area)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Address("/v1/feed", [("area", area)]));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (last is not null)
        {
            request.Headers.Add("Last-Event-ID", last);
        }

        return request;
    }

    private static string ExportHash(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("X-Export-Hash", out var values) || answer.TrailingHeaders.TryGetValues("X-Export-Hash", out values)
            ? values.First()
            : "";

    private static byte[] Gzip(ReadOnlyMemory<byte> lines)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(lines.Span);
        }

        return packed.ToArray();
    }
}
