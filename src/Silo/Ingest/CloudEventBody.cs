using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.Http;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.Extensions.Primitives;

namespace CityActors.Silo.Ingest;

/// <summary>Observations as the data of CloudEvents 1.0 over HTTP: one event (structured), an array of them (batched), or one whose attributes are headers (binary).</summary>
internal static class CloudEventBody
{
    /// <summary>The media type of one event.</summary>
    public const string Structured = "application/cloudevents+json";

    /// <summary>The media type of an array of events.</summary>
    public const string Batched = "application/cloudevents-batch+json";

    private const int LongestReason = 200;
    private const string Prefix = "ce-";
    private const string VersionHeader = Prefix + "specversion";
    private static readonly EventFormatter formatter = new();

    /// <summary>The observations of a request's events; null: it has none, but observations themselves.</summary>
    /// <param name="request">The request.</param>
    /// <param name="sender">Who sends it: ids are its own, and say nothing of another's events.</param>
    /// <param name="body">Its body, unpacked.</param>
    /// <exception cref="JsonException">A batch is no array.</exception>
    public static ObservationLines? Read(HttpRequest request, string sender, ReadOnlyMemory<byte> body) => MediaTypeOf(request) switch
    {
        Structured => One(Line(new BodyLine(1, body), sender)),
        Batched when BodyLines.OfArray(body) is var events => events with { Lines = events.Lines.Select(one => Line(one, sender)) },
        _ when IsBinary(request) => One(Line(request.Headers, sender, body)),
        _ => null,
    };

    /// <summary>The attributes that a request has in its headers, as far as they are a part of what it says.</summary>
    public static string AttributesOf(HttpRequest request) =>
        string.Join('\n', AttributesOf(request.Headers).OrderBy(static one => one.Key, StringComparer.OrdinalIgnoreCase).Select(static one => $"{one.Key.ToLowerInvariant()}: {one.Value}"));

    /// <summary>Why a request's events cannot be read at all; null: they can, or it has none.</summary>
    public static IResult? Unreadable(HttpRequest request) => MediaTypeOf(request) switch
    {
        Structured or Batched => null,
        { } other when other.StartsWith("application/cloudevents", StringComparison.Ordinal) => Problems.Of(
            StatusCodes.Status415UnsupportedMediaType, "unknown-event-format", $"Events as '{other}' are not read: send '{Structured}', '{Batched}', or one event with its attributes in headers 'ce-…'."),
        { } data when IsBinary(request) && !IsJson(data) => Problems.Of(
            StatusCodes.Status415UnsupportedMediaType, "not-json", $"The data of an event is one observation as JSON, and not '{data}': send 'Content-Type: application/json'."),
        _ => null,
    };

    /// <summary>Whether a request brings events: whoever delivers them again need only know that they are there.</summary>
    public static bool Has(HttpRequest request) => MediaTypeOf(request) is Structured or Batched || IsBinary(request);

    private static ObservationLines One(BodyLine line) => new([line], static _ => 1);

    private static bool IsBinary(HttpRequest request) => request.Headers.ContainsKey(VersionHeader);

    private static string? MediaTypeOf(HttpRequest request) => request.ContentType is { Length: > 0 } type ? type.Split(';')[0].Trim().ToLowerInvariant() : null;

    private static bool IsJson(string type) => type.EndsWith("/json", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal);

    private static IEnumerable<KeyValuePair<string, StringValues>> AttributesOf(IHeaderDictionary headers) => headers.Where(static one => one.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase));

    private static BodyLine Line(in BodyLine one, string sender)
    {
        if (one.Json.Length > BodyLines.LongestLine)
        {
            return one; // Whoever checks it says so.
        }

        try
        {
            using var document = JsonDocument.Parse(one.Json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return Unreadable(one, "an event is a JSON object");
            }

            var read = formatter.ConvertFromJsonElement(document.RootElement, null);
            if (read.DataContentType is { } type && !IsJson(type.Split(';')[0].Trim().ToLowerInvariant()))
            {
                return Unreadable(one, $"its 'datacontenttype' is '{type}', and its data is one observation as JSON");
            }

            return read.Data switch
            {
                // The data as it stands in the body: nothing is copied.
                JsonElement data when one.Json.Span.Overlaps(JsonMarshal.GetRawUtf8Value(data), out var at) => one with { Json = one.Json.Slice(at, JsonMarshal.GetRawUtf8Value(data).Length), RepeatKey = KeyOf(read, sender) },
                byte[] data => one with { Json = data, RepeatKey = KeyOf(read, sender) },
                _ => Unreadable(one, "it has no 'data'"),
            };
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or FormatException or InvalidOperationException)
        {
            return Unreadable(one, fault.Message); // The last is what a text that is no Unicode leads to.
        }
    }

    private static BodyLine Line(IHeaderDictionary headers, string sender, ReadOnlyMemory<byte> data)
    {
        var one = new BodyLine(1, data);
        try
        {
            var version = CloudEventsSpecVersion.FromVersionId(headers[VersionHeader].ToString());
            if (version is null)
            {
                return Unreadable(one, $"there is no version '{headers[VersionHeader]}' of CloudEvents: send 'ce-specversion: 1.0'");
            }

            var read = new CloudEvent(version);
            foreach (var (name, value) in AttributesOf(headers).Where(static one => !one.Key.Equals(VersionHeader, StringComparison.OrdinalIgnoreCase)))
            {
                var attribute = name[Prefix.Length..].ToLowerInvariant();
                if (value.Count != 1 || attribute == "datacontenttype")
                {
                    return Unreadable(one, value.Count != 1 ? $"'{name}' is given {value.Count} times" : $"'{name}' is no header of an event: 'Content-Type' says it");
                }

                read.SetAttributeFromString(attribute, HttpUtilities.DecodeHeaderValue(value.ToString()));
            }

            return read.IsValid ? one with { RepeatKey = KeyOf(read, sender) } : Unreadable(one, "it needs 'ce-id', 'ce-source' and 'ce-type'");
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            return Unreadable(one, fault.Message);
        }
    }

    // What is said of it may repeat what was sent, which may be long.
    private static BodyLine Unreadable(in BodyLine one, string why) => one with { Json = ReadOnlyMemory<byte>.Empty, Fault = $"This is no event of CloudEvents 1.0: {(why.Length > LongestReason ? why[..LongestReason] + '…' : why)}." };

    // Whoever sends it says that it is the same event by these two, as they are written.
    private static ulong KeyOf(CloudEvent read, string sender) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes($"{sender}\n{read.Source!.OriginalString}\n{read.Id}".AsSpan()));

    /// <summary>Leaves the data of an event where it is.</summary>
    private sealed class EventFormatter : JsonEventFormatter
    {
        protected override void DecodeStructuredModeDataProperty(JsonElement dataElement, CloudEvent cloudEvent) => cloudEvent.Data = dataElement;
    }
}
