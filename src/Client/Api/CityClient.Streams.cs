using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace CityActors.Client.Api;

/// <content>What flows: observations in, feed and export out.</content>
public sealed partial class CityClient
{
    /// <summary>Sends a body of NDJSON lines; answered when it is durable.</summary>
    /// <param name="lines">The lines, at most 64 MiB, see <see cref="ObservationLines"/>.</param>
    /// <param name="idempotencyKey">The same key with the same lines stores nothing again.</param>
    /// <returns>What became of the lines, even where every one of them was refused.</returns>
    public async Task<ObservationReceipt> Send(ReadOnlyMemory<byte> lines, string idempotencyKey, CancellationToken cancellation)
    {
        var call = new Call(HttpMethod.Post, "/v1/observations")
        {
            Lane = Lane.Observations,
            Body = lines,
            Type = new("application/x-ndjson"),
            Headers = [("Idempotency-Key", idempotencyKey)],
            AlsoAnswers = HttpStatusCode.BadRequest,
        };
        using var answer = await Send(call, cancellation);
        var receipt = await ReceiptIn(answer.Message, cancellation);
        answer.From.Acknowledged(receipt.Accepted, receipt.Refused, answer.After);
        return receipt;
    }

    /// <summary>Writes the canonical export and counts its hash.</summary>
    /// <param name="write">Takes the bytes as they come, for example a stream's <c>WriteAsync</c>.</param>
    public async Task<ExportReceipt> Export(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, CancellationToken cancellation)
    {
        using var answer = await Send(new Call(HttpMethod.Get, "/v1/export") { Lane = Lane.Steady }, cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var source = await answer.Message.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[81920];
        var bytes = 0L;
        for (int read; (read = await source.ReadAsync(buffer, cancellation)) > 0; bytes += read)
        {
            hash.AppendData(buffer, 0, read);
            await write(buffer.AsMemory(0, read), cancellation);
        }

        return new ExportReceipt(ExportHash(answer.Message), Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
    }

    /// <summary>The live feed from a point on, without a gap; a lost connection is taken up again after the last event seen.</summary>
    /// <param name="after">The id of the last event known, or null: only what happens from now on.</param>
    /// <param name="area">An area code, or null: all the key may see.</param>
    public async IAsyncEnumerable<FeedEvent> Feed(string? after = null, string? area = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var feed = new Call(HttpMethod.Get, Query("/v1/feed", [("area", area)])) { Lane = Lane.Steady };
        var last = after;
        for (var lost = 0; ;)
        {
            using var answer = await Send(feed with { Headers = [("Accept", "text/event-stream"), ("Last-Event-ID", last)] }, cancellation);
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

    // Of 400, too, where it lists refused lines: anything else is wrong with the whole request.
    private static async Task<ObservationReceipt> ReceiptIn(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.IsSuccessStatusCode)
        {
            return await Read<ObservationReceipt>(answer, cancellation);
        }

        var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
        return Refusals(body) ?? throw await Problem(answer, cancellation);
    }

    private static ObservationReceipt? Refusals(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<ObservationReceipt>(body, ApiJson.Options) is { Refused: > 0 } receipt ? receipt : null;
        }
        catch (JsonException)
        {
            return null;
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

    private static string ExportHash(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("X-Export-Hash", out var values) || answer.TrailingHeaders.TryGetValues("X-Export-Hash", out values)
            ? values.First()
            : "";
}
