using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Silo.Access;
using CityActors.Silo.Api;
using CityActors.Silo.Limits;
using CityActors.Silo.Lists;
using CityActors.Silo.Requests;
using CityActors.Silo.Rosters;
using CityActors.Storage;

namespace CityActors.Silo.Ingest;

/// <summary><c>POST /v1/observations</c>.</summary>
public static class ObservationEndpoint
{
    private const int LongestWait = 5; // Seconds.
    private const string Example = """{"entity":"home-430103002001-0001","kind":"power","at":"{now}","value":182.5,"unit":"W"}""";
    private const string EventExample = $$"""{"specversion":"1.0","id":"1-0001","source":"/gateways/east","type":"reading","data":{{Example}}}""";
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(60);
    private static readonly TooMuch TooMuchWaits = new("too-much-waits", "Too much is waiting to be processed; nothing of this batch was stored. Send it again later.", "待处理数据过多，本批次未保存，请稍后重发。");

    /// <summary>Maps the endpoints.</summary>
    public static void MapObservations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/observations", Post)
            .Needs(Need.SendObservations)
            .RequireRateLimiting(CallerLimits.Uploads)
            .Shows(new BodyExample(Example, ContentType: "application/x-ndjson"))
            .Shows(new BodyExample(EventExample, ContentType: CloudEventBody.Structured))
            .Shows(new BodyExample($"[{EventExample}]", ContentType: CloudEventBody.Batched))
            .WithSummary("Takes observations (NDJSON, a JSON array, or CloudEvents with one as data; gzip allowed); answers once they are on disk.")
            .Produces<IngestAnswer>(StatusCodes.Status202Accepted)
            .Produces<IngestAnswer>(StatusCodes.Status400BadRequest)
            .WithMetadata(new TakesGzip(), new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(BodyReader.Limit + 1));
        routes.MapGet("/v1/observations/schema", static (Kinds kinds) => Results.Text(ObservationSchema.Of(kinds).ToJsonString(), "application/schema+json"))
            .Needs(Need.BeKnown).Produces<string>(StatusCodes.Status200OK, "application/schema+json")
            .WithSummary("The JSON Schema of one observation, of the kinds that this city has.");
        routes.MapGet("/v1/implausible", ReadImplausible)
            .Needs(Need.AnswerForArea).Produces<ImplausibleAnswer>()
            .WithSummary("Devices whose readings were refused as implausible, how many and the last one; by number.");
    }

    private static async Task<IResult> ReadImplausible(Caller caller, ImplausibleDevices devices, long? after, int? limit) => limit is < 1 or > ListPage.MostItems
        ? Problems.Bad("bad-limit", $"'limit' is from 1 to {ListPage.MostItems}.")
        : Results.Ok(new ImplausibleAnswer(await devices.Read(caller.Area, after ?? 0, limit ?? ListPage.UsualItems)));

    private static async Task<IResult> Post(HttpContext context, UploadDoor door, ObservationValidator validator, ObservationIngest ingest, Backlog backlog, IObservationLog log, ListProjector lists, ImplausibleDevices devices, IngestMeter meter, RosterDoor rosters)
    {
        if (backlog.IsFull)
        {
            meter.Unavailable();
            return TooMuchWaits.Result(context, LongestWait);
        }

        try
        {
            if (RequestKey.Read(context.Request, out var key) is { } wrong)
            {
                return wrong;
            }

            if (BodyReader.UnknownEncoding(context.Request) is { Length: > 0 } encoding)
            {
                return RequestForms.Unknown(encoding, "send it plain or as gzip");
            }

            if (CloudEventBody.Unreadable(context.Request) is { } foreign)
            {
                return foreign;
            }

            var sender = Caller.Of(context).Name;
            using var room = door.RoomOf(sender);
            return await Receive(context, door, room, sender, meter, body => Take(context, key, body, validator, ingest, log, lists, devices, rosters));
        }
        catch (TooMuchException fault)
        {
            meter.Unavailable();
            return fault.Limit.Result(context, LongestWait);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            var detail = $"The body has more than {BodyReader.Limit} bytes after unpacking; nothing was stored. Send smaller batches.";
            return Problems.Of(fault.StatusCode, "body-too-large", detail);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Problems.Of(StatusCodes.Status408RequestTimeout, "too-slow", $"The body did not arrive within {LongestRead.TotalSeconds:0} s; nothing was stored. Send smaller batches.");
        }
        catch (InvalidDataException)
        {
            return Problems.Bad("not-gzip", "The body is declared as 'Content-Encoding: gzip' but is none, was cut off, or goes on behind its end; nothing was stored. Send it again whole.");
        }
        catch (JsonException fault)
        {
            return Problems.Bad(LineCodes.Malformed, $"The array cannot be read ({fault.Message}); nothing was stored. With NDJSON, only the bad lines would be refused.");
        }
        catch (StorageUnavailableException fault)
        {
            meter.Unavailable();
            return Problems.Later(context, StatusCodes.Status503ServiceUnavailable, "storage-unavailable", fault.Fault == StorageFault.Unreachable
                ? $"{fault.Message} Send the batch again with the same Idempotency-Key: it is stored once."
                : $"{fault.Message} Nothing of this batch was stored.", 5);
        }
    }

    /// <summary>A slow sender has no place while it sends: only what has arrived is unpacked, checked and stored.</summary>
    private static async Task<IResult> Receive(HttpContext context, UploadDoor door, BufferRoom room, string sender, IngestMeter meter, Func<ReadOnlyMemory<byte>, Task<IResult>> take)
    {
        var declared = context.Request.ContentLength is > 0 and <= BodyReader.Limit ? context.Request.ContentLength.Value : 0;
        if (door.Refuse(sender, declared) is var (seconds, why))
        {
            meter.Unavailable();
            return why.Result(context, seconds);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(LongestRead);
        var received = await BodyReader.Receive(context.Request, room, patience.Token);
        using var place = await door.Place(sender, context.RequestAborted);
        if (place is null)
        {
            received.Dispose();
            meter.Unavailable();
            return TooMuchWaits.Result(context, LongestWait);
        }

        using var body = await BodyReader.Unpack(context.Request, received, room, context.RequestAborted);
        if (door.Refuse(sender, body.Bytes.Length - declared) is var (later, reason))
        {
            meter.Unavailable();
            return reason.Result(context, later);
        }

        return await take(body.Bytes);
    }

    private static async Task<IResult> Take(HttpContext context, string key, ReadOnlyMemory<byte> body, ObservationValidator validator, ObservationIngest ingest, IObservationLog log, ListProjector lists, ImplausibleDevices devices, RosterDoor rosters)
    {
        var sender = Caller.Of(context);
        var caller = sender.Name;
        var requestHash = key.Length > 0 ? HashOf(context.Request, body) : "";
        if (key.Length > 0 && await log.FindIdempotent(caller, key, context.RequestAborted) is { } earlier)
        {
            return Repeat(earlier, requestHash);
        }

        var isArray = context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;
        var lines = CloudEventBody.Read(context.Request, caller, body) ?? (isArray ? BodyLines.OfArray(body) : BodyLines.OfNdjson(body));
        var known = lists.Position; // Before the check: what is noted while it goes on may be just what it misses.
        var result = validator.Check(sender, lines);
        if (result.Codes.ContainsKey(LineCodes.UnknownEntity))
        {
            await lists.NoteRegistered(context.RequestAborted);
            result = lists.Position > known ? validator.Check(sender, lines) : result; // Registered a moment ago, perhaps at another Silo.
        }

        validator.Count(result);
        await devices.Note(result.Implausible);
        await rosters.Recognise(result);
        var answer = JsonSerializer.SerializeToUtf8Bytes(new IngestAnswer(result.Accepted.Count, result.Refused, result.Faults), FactRecords.Json);
        var isDelivered = CloudEventBody.Has(context.Request) && result.Codes is { Count: 1 } && result.Codes.ContainsKey(LineCodes.Duplicate); // An event that comes again has arrived.
        var status = result is { Accepted.Count: 0, Refused: > 0 } && !isDelivered ? StatusCodes.Status400BadRequest : StatusCodes.Status202Accepted;
        var record = key.Length > 0 ? new IdempotencyRecord(caller, key, requestHash, status, answer) : null;
        if (await ingest.Store(result.Accepted, record, context.RequestAborted, result.Marks) is { } same)
        {
            return Repeat(same, requestHash);
        }

        validator.Remember(result);
        return Answer(status, answer);
    }

    private static string HashOf(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(body.Span);
        hash.AppendData(Encoding.UTF8.GetBytes(CloudEventBody.AttributesOf(request)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IResult Repeat(IdempotencyRecord earlier, string requestHash) => earlier.RequestHash == requestHash
        ? Answer(earlier.Status, earlier.Body.ToArray())
        : KeyRegister.Reused(earlier.Key);

    private static IResult Answer(int status, byte[] answer) => Results.Text(answer, "application/json; charset=utf-8", status);
}

/// <summary>What became of a batch.</summary>
/// <param name="Accepted">How many observations are on disk.</param>
/// <param name="Refused">How many lines were refused.</param>
/// <param name="Errors">The refused lines, at most the first 1,000.</param>
public sealed record IngestAnswer(int Accepted, int Refused, IReadOnlyList<LineFault> Errors);

/// <summary>Devices that sent what cannot be true.</summary>
/// <param name="Items">The devices, by number.</param>
public sealed record ImplausibleAnswer(IReadOnlyList<CountedDevice> Items);
