using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using CityActors.Devices;
using CityActors.Facts;
using CityActors.Silo.Ingest;
using CityActors.Silo.Rosters;

namespace CityActors.Silo.Notifications;

/// <summary>Delivers by <c>POST</c> to one address. Connections are its own, so that no receiver can use up another's.</summary>
/// <param name="receiver">Where to post; has an address.</param>
/// <param name="settings">How long to wait and how much at once.</param>
/// <param name="rosters">Who may be told of.</param>
/// <param name="time">For the time allowed.</param>
internal sealed class WebhookAdapter(ReceiverSetting receiver, NotificationSettings settings, RosterTable rosters, TimeProvider time) : INotificationAdapter, IDisposable
{
    private const int LongestAnswerBytes = 4 * 1024;
    private const int LongestQuote = 200;
    private static readonly TimeSpan seenBefore = TimeSpan.FromMinutes(10); // Longer than a camera that loses somebody takes to say so.
    private readonly Uri url = receiver.Url!;
    private readonly TimeSpan timeout = settings.Timeout;
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        ConnectCallback = receiver.IsPrivate ? null : PublicAddresses.Connect,
        UseProxy = receiver.IsPrivate, // A proxy would connect to an address that nobody here has judged.
        AllowAutoRedirect = false, // A signed body goes only where the configuration says.
        UseCookies = false,
        MaxConnectionsPerServer = settings.AtOnce,
        MaxResponseDrainSize = 0,
        MaxResponseHeadersLength = 16, // KiB
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // A name that moves is looked up again.
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // Each attempt has a limit of its own, on the declared clock.
    };

    /// <inheritdoc/>
    public async Task<DeliveryAnswer> Deliver(NotificationRow notification, CancellationToken cancellation)
    {
        if (notification.Call is { } call && time.GetUtcNow() >= call.Deadline)
        {
            // People heard of it when the deadline passed. What a device did now, it would do to something else.
            return new DeliveryAnswer.TooLate($"The deadline of the command, {call.Deadline:O}, has passed: nothing is sent any more.");
        }

        var roster = notification.IsOfRoster ? await OfRoster(notification) : null;
        if (roster is { Count: 0 })
        {
            return new DeliveryAnswer.TooLate($"No consent, or none any more, lets '{notification.Receiver}' be told.");
        }

        using var limit = new CancellationTokenSource(timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var request = RequestOf(notification, roster);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ending.Token);
            return AnswerOf(response, notification.Text is null ? await ReadStart(response, ending.Token) : ""); // An answer may repeat the words of a case.
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new DeliveryAnswer.Failed($"{url.Authority} did not answer within {timeout.TotalSeconds:0.#} s.");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new DeliveryAnswer.Failed($"{url.Authority} could not be reached: {fault.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>Who it is about, as the city calls them: looked up for each attempt and kept nowhere, so that nothing is told of whom the city has forgotten.</summary>
    private Task<IReadOnlyList<string>> OfRoster(NotificationRow notification) => notification.Subject.Split('.') is [var entity, _, var zone, ..]
        ? rosters.SeenAt(entity, zone, notification.Receiver, notification.WantedAt, seenBefore)
        : Task.FromResult<IReadOnlyList<string>>([]);

    private HttpRequestMessage RequestOf(NotificationRow notification, IReadOnlyList<string>? roster)
    {
        var type = notification.Call is null ? "cityactors.notification" : "cityactors.command";
        var told = new WebhookBody(notification.Id, notification.Receiver, notification.Subject, notification.WantedAt, notification.English, notification.Chinese, notification.Call, roster, notification.Person, notification.Text is null ? null : notification.Area);
        var body = JsonSerializer.SerializeToUtf8Bytes(new WebhookEvent("1.0", notification.Id, settings.Source, type, notification.Subject, notification.WantedAt, MediaTypeNames.Application.Json, told), FactRecords.Json);
        var (id, at) = (WebhookSignature.IdOf(notification.Id), time.GetUtcNow());
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(CloudEventBody.Structured, "utf-8");
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimeHeader, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (receiver.Keys.Count > 0)
        {
            request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(receiver.Keys, id, at, body));
        }

        return request;
    }

    /// <summary>Only a refusal that waiting cannot change is final.</summary>
    private DeliveryAnswer AnswerOf(HttpResponseMessage response, string body)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            return new DeliveryAnswer.Taken();
        }

        var reason = status is >= 300 and < 400
            ? $"{url.Authority} answered {status}, a redirect; redirects are not followed: configure the final address."
            : $"{url.Authority} answered {status}{Quote(body)}.";
        return status is >= 400 and < 500 && response.StatusCode is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests)
            ? new DeliveryAnswer.Refused(reason)
            : new DeliveryAnswer.Failed(reason, RetryAfterOf(response));
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    /// <summary>The answer's beginning. It is for people only, so what cannot be read is left out.</summary>
    private static async Task<string> ReadStart(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            var buffer = new byte[LongestAnswerBytes];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            return "";
        }
    }

    private static string Quote(string body)
    {
        var text = new string([.. body.Take(LongestQuote).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter)]).Trim();
        return text.Length == 0 ? "" : $": {text}";
    }

    // A CloudEvent 1.0.
    private sealed record WebhookEvent(string Specversion, string Id, string Source, string Type, string Subject, DateTimeOffset Time, string Datacontenttype, WebhookBody Data);

    private sealed record WebhookBody(string Id, string Receiver, string Subject, DateTimeOffset At, string English, string Chinese, DeviceCall? Command, IReadOnlyList<string>? Roster, string? Person, string? Area);
}
