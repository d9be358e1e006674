using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using CityActors.Silo.Tests.SignIn;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.Http;
using CloudNative.CloudEvents.SystemTextJson;

namespace CityActors.Silo.Tests;

/// <summary>Observations as CloudEvents, made by the standard's own library: in all three forms, each event once, each fault by its number.</summary>
public sealed class CloudEventTests : SmallTownTests
{
    private static readonly JsonEventFormatter formatter = new();
    private static readonly JsonSerializerOptions indented = new() { WriteIndented = true };

    [Fact]
    public async Task Events_InEachForm_AreTaken()
    {
        Assert.Equal((HttpStatusCode.Accepted, 1, ""), await Sent(EventOf(1, 1).ToHttpContent(ContentMode.Structured, formatter)));
        Assert.Equal((HttpStatusCode.Accepted, 1, ""), await Sent(EventOf(2, 2).ToHttpContent(ContentMode.Binary, formatter)));
        Assert.Equal((HttpStatusCode.Accepted, 3, ""), await Sent(((CloudEvent[])[EventOf(3, 1), EventOf(4, 2), EventOf(5, 3)]).ToHttpContent(formatter)));
        var packed = EventOf(6, 1);
        packed.Data = null;
        var json = Encoding.UTF8.GetString(formatter.EncodeStructuredModeMessage(packed, out _).Span).TrimEnd('}') + $",\"data_base64\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(Reading(6, 1)))}\"}}";
        Assert.Equal((HttpStatusCode.Accepted, 1, ""), await Sent(Content(json)));
        Assert.Equal((HttpStatusCode.Accepted, 1, ""), await Sent(Content(JsonSerializer.Serialize(JsonDocument.Parse(formatter.EncodeStructuredModeMessage(EventOf(7, 2), out _)).RootElement, indented))));
        Assert.Equal(7, await Stored());
    }

    [Fact]
    public async Task Event_ThatComesAgain_HasArrived()
    {
        Assert.Equal((HttpStatusCode.Accepted, 1, ""), await Sent(EventOf(1, 1).ToHttpContent(ContentMode.Structured, formatter)));
        Assert.Equal((HttpStatusCode.Accepted, 0, "1 duplicate"), await Sent(EventOf(1, 1).ToHttpContent(ContentMode.Binary, formatter)));
        Assert.Equal((HttpStatusCode.Accepted, 0, "1 duplicate"), await Sent(EventOf(1, 2).ToHttpContent(ContentMode.Structured, formatter))); // The id decides, not what it says.
        Assert.Equal((HttpStatusCode.Accepted, 1, "2 duplicate, 3 duplicate"), await Sent(((CloudEvent[])[EventOf(2, 2), EventOf(2, 3), EventOf(1, 1)]).ToHttpContent(formatter)));
        Assert.Equal((HttpStatusCode.Accepted, 1, ""), await Sent(EventOf(1, 3, "/gateways/west").ToHttpContent(ContentMode.Structured, formatter))); // Another source's.
        Assert.Equal(3, await Stored());
    }

    [Fact]
    public async Task Ids_AreTheSendersOwn_AndAKeyIsBoundToThem()
    {
        using var other = new HttpClient { BaseAddress = City.Http.BaseAddress };
        other.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await City.NewKey("sensor"));
        Assert.Equal((HttpStatusCode.Accepted, 1, ""), await Sent(EventOf(1, 1).ToHttpContent(ContentMode.Structured, formatter)));
        Assert.Equal((HttpStatusCode.Accepted, 1, ""), await Sent(EventOf(1, 2).ToHttpContent(ContentMode.Structured, formatter), other));
        var (first, second) = (EventOf(2, 3).ToHttpContent(ContentMode.Binary, formatter), EventOf(3, Reading(2, 3)).ToHttpContent(ContentMode.Binary, formatter));
        first.Headers.Add("Idempotency-Key", "k-1");
        second.Headers.Add("Idempotency-Key", "k-1");
        Assert.Equal((HttpStatusCode.Accepted, 1, ""), await Sent(first));
        Assert.Equal("key-reused", await Refused(second, HttpStatusCode.UnprocessableEntity));
        Assert.Equal(3, await Stored());
    }

    [Fact]
    public async Task Event_ThatWasRefused_MayComeAgain()
    {
        var late = SmallTown.Reading("home-430103002001-9999", SmallTown.Start.AddMinutes(15), 1);
        Assert.Equal((HttpStatusCode.BadRequest, 0, "1 unknown-entity"), await Sent(EventOf(1, late).ToHttpContent(ContentMode.Structured, formatter)));
        Assert.Equal((HttpStatusCode.Accepted, 1, ""), await Sent(EventOf(1, 1).ToHttpContent(ContentMode.Structured, formatter)));
    }

    [Fact]
    public async Task Batch_WithFaults_TakesTheRestAndNamesEach()
    {
        string[] events =
        [
            Event("\"id\":\"1\"", Reading(1, 1)),
            Event("\"type\":\"reading\"", Reading(1, 2)), // No id.
            Event("\"id\":\"3\"", Reading(1, 2)).Replace("1.0", "9.0", StringComparison.Ordinal),
            Event("\"id\":\"4\",\"datacontenttype\":\"text/xml\"", Reading(1, 2)),
            """{"specversion":"1.0","id":"5","source":"/x","type":"reading"}""",
            "17",
            Event("\"id\":\"7\"", "{\"entity\":17}"),
            Event("\"id\":\"8\"", "{\"entity\":\"" + new string('x', 70_000) + "\"}"),
            Event("\"id\":\"9\",\"Upper\":\"x\"", Reading(1, 2)), // No name of an attribute.
            Event("\"id\":\"\\ud800\"", Reading(1, 2)), // No Unicode.
            Event("\"id\":\"12\",\"" + new string('X', 5_000) + "\":\"x\"", Reading(1, 2)),
            Event("\"id\":\"10\",\"partitionkey\":\"east\"", Reading(1, 3)), // An extension is passed over.
        ];
        var expected = "2 malformed, 3 malformed, 4 malformed, 5 malformed, 6 malformed, 7 malformed, 8 line-too-long, 9 malformed, 10 malformed, 11 malformed";
        Assert.Equal((HttpStatusCode.Accepted, 2, expected), await Sent(Content($"[{string.Join(',', events)}]", "application/cloudevents-batch+json; charset=utf-8")));
        Assert.Equal(2, await Stored());
    }

    [Fact]
    public async Task Requests_ThatAreNoEvents_AreRefusedAsSuch()
    {
        Assert.Equal("unknown-event-format", await Refused(Content(Reading(1, 1), "application/cloudevents+avro"), HttpStatusCode.UnsupportedMediaType));
        Assert.Equal("malformed", await Refused(Content(Event("\"id\":\"1\"", Reading(1, 1)), "application/cloudevents-batch+json"), HttpStatusCode.BadRequest));
        var text = EventOf(1, 1).ToHttpContent(ContentMode.Binary, formatter);
        text.Headers.ContentType = new("text/plain");
        Assert.Equal("not-json", await Refused(text, HttpStatusCode.UnsupportedMediaType));
        var (other, without) = (EventOf(1, 1).ToHttpContent(ContentMode.Binary, formatter), EventOf(1, 1).ToHttpContent(ContentMode.Binary, formatter));
        other.Headers.Remove("ce-specversion");
        other.Headers.Add("ce-specversion", "2.0");
        Assert.Equal((HttpStatusCode.BadRequest, 0, "1 malformed"), await Sent(other));
        without.Headers.Remove("ce-source");
        Assert.Equal((HttpStatusCode.BadRequest, 0, "1 malformed"), await Sent(without));
        Assert.Equal((HttpStatusCode.BadRequest, 0, "1 malformed"), await Sent(Content("{\"specversion\":")));
        foreach (var (header, value) in ((string, string)[])[("ce-id", "%C0%A0"), ("ce-id", "%zz"), ("ce-datacontenttype", "application/json")])
        {
            var wrong = EventOf(1, 1).ToHttpContent(ContentMode.Binary, formatter);
            _ = wrong.Headers.Remove(header);
            wrong.Headers.Add(header, value);
            Assert.Equal((header, value, (HttpStatusCode.BadRequest, 0, "1 malformed")), (header, value, await Sent(wrong)));
        }

        Assert.Equal(0, await Stored());
    }

    private static CloudEvent EventOf(int id, int home, string source = "/gateways/east") => EventOf(id, Reading(id, home), source);

    private static CloudEvent EventOf(int id, string reading, string source = "/gateways/east") => new()
    {
        Id = $"id {id} %", // Headers have it percent-encoded.
        Source = new Uri(source, UriKind.Relative),
        Type = "reading",
        Time = SmallTown.Start,
        DataContentType = MediaTypeNames.Application.Json,
        Data = JsonDocument.Parse(reading).RootElement,
    };

    private static string Reading(int minute, int home) => SmallTown.Reading(SmallTown.Home(home), SmallTown.Start.AddMinutes(minute), 100 + home);

    private static string Event(string attributes, string data) => $"{{\"specversion\":\"1.0\",\"source\":\"/x\",{(attributes.Contains("\"type\"", StringComparison.Ordinal) ? attributes : attributes + ",\"type\":\"reading\"")},\"data\":{data}}}";

    private static StringContent Content(string body, string type = "application/cloudevents+json")
    {
        var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    private async Task<long> Stored() => (await City.Get("/v1/status")).GetProperty("observations").GetInt64();

    private async Task<(HttpStatusCode Status, int Accepted, string Errors)> Sent(HttpContent content, HttpClient? sender = null)
    {
        using var response = await (sender ?? City.Http).PostAsync(new Uri("/v1/observations", UriKind.Relative), content, TestContext.Current.CancellationToken);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        return (response.StatusCode, answer.GetProperty("accepted").GetInt32(), string.Join(", ", answer.GetProperty("errors").EnumerateArray().Select(static error => $"{error.GetProperty("line").GetInt32()} {error.GetProperty("code").GetString()}")));
    }

    private async Task<string?> Refused(HttpContent content, HttpStatusCode status)
    {
        using var response = await City.Http.PostAsync(new Uri("/v1/observations", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("code").GetString();
    }
}
