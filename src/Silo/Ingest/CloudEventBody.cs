using System.IO.Hashing;
using System.Net.Mime;
using System.Runtime.InteropServices;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace CityActors.Silo.Ingest;

/// <summary>Observations as the data of CloudEvents 1.0 over HTTP: one event (structured), an array of them (batched), or one whose attributes are headers (binary).</summary>
internal static class CloudEventBody
{
    /// <summary>The media type of one event.</summary>
    public const string Structured = "application/cloudevents+json";

    /// <summary>The media type of an array of events.</summary>
    public const string Batched = "application/cloudevents-batch+json";

    private const string Prefix = "ce-";
    private const string VersionHeader = Prefix + "specversion";
    private static readonly EventFormatter formatter = new();

    /// <summary>The observations of a request's events; null: it has none, but observations themselves.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body, unpacked.</param>
    /// <exception cref="JsonException">A batch is no array.</exception>
    public static ObservationLines? Read(HttpRequest request, ReadOnlyMemory<byte> body) => MediaTypeOf(request) switch
    {
        Structured => One(Line(1, body, 0)),
        Batched when BodyLines.OfArray(body) is var events => events with { Lines = events.Lines.Select(static one => Line(one.Number, one.Json, one.Start)) },
        _ when IsBinary(request) => One(Line(request.Headers, body)),
        _ => null,
    };

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

    private static bool IsJson(string type) => type == MediaTypeNames.Application.Json || type.EndsWith("+json", StringComparison.Ordinal);

    private static BodyLine Line(int number, ReadOnlyMemory<byte> json, int start)
    {
        if (json.Length > BodyLines.LongestLine)
        {
            return new(number, json, start); // Whoever checks it says so.
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return Unreadable(number, start, "an event is a JSON object");
            }

            var read = formatter.ConvertFromJsonElement(document.RootElement, null);
            if (read.DataContentType is { } type && !IsJson(type.Split(';')[0].Trim().ToLowerInvariant()))
            {
                return Unreadable(number, start, $"its 'datacontenttype' is '{type}', and its data is one observation as JSON");
            }

            return read.Data switch
            {
                // The data as it stands in the body: nothing is copied.
                JsonElement data when json.Span.Overlaps(JsonMarshal.GetRawUtf8Value(data), out var at) => new(number, json.Slice(at, JsonMarshal.GetRawUtf8Value(data).Length), start, KeyOf(read)),
                byte[] data => new(number, data, start, KeyOf(read)),
                _ => Unreadable(number, start, "it has no 'data'"),
            };
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or FormatException)
        {
            return Unreadable(number, start, fault.Message);
        }
    }

    private static BodyLine Line(IHeaderDictionary headers, ReadOnlyMemory<byte> data)
    {
        try
        {
            var version = CloudEventsSpecVersion.FromVersionId(headers[VersionHeader].ToString());
            if (version is null)
            {
                return Unreadable(1, 0, $"there is no version '{headers[VersionHeader]}' of CloudEvents: send 'ce-specversion: 1.0'");
            }

            var read = new CloudEvent(version);
            foreach (var (name, value) in headers)
            {
                if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !name.Equals(VersionHeader, StringComparison.OrdinalIgnoreCase))
                {
                    read.SetAttributeFromString(name[Prefix.Length..].ToLowerInvariant(), Uri.UnescapeDataString(value.ToString()));
                }
            }

            return read.IsValid ? new(1, data, RepeatKey: KeyOf(read)) : Unreadable(1, 0, "it needs 'ce-id', 'ce-source' and 'ce-type'");
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            return Unreadable(1, 0, fault.Message);
        }
    }

    private static BodyLine Unreadable(int number, int start, string why) => new(number, ReadOnlyMemory<byte>.Empty, start, Fault: $"This is no event of CloudEvents 1.0: {why}.");

    // Whoever sends it says that it is the same event by these two.
    private static ulong KeyOf(CloudEvent read) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes($"event\n{read.Source}\n{read.Id}".AsSpan()));

    /// <summary>Leaves the data of an event where it is.</summary>
    private sealed class EventFormatter : JsonEventFormatter
    {
        protected override void DecodeStructuredModeDataProperty(JsonElement dataElement, CloudEvent cloudEvent) => cloudEvent.Data = dataElement;
    }
}
