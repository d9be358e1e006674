using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace CityActors.Client.Api;

/// <summary>The HTTP API of a Silo with types, retries and resuming; <c>docs/api.md</c> says what each call means.</summary>
/// <remarks>
/// Answers 429 and 503 are waited out as the Silo asks, a bounded number of times. A lost connection is tried again where
/// the call may be repeated: reads, and writes that carry an idempotency key or command id.
/// </remarks>
public sealed partial class CityClient : IDisposable
{
    private readonly HttpClient http;
    private readonly CityClientOptions options;

    /// <summary>Talks to the Silo at an address.</summary>
    /// <param name="address">For example <c>http://localhost:8080</c>.</param>
    /// <param name="key">The caller's key, or empty for the calls that need none.</param>
    /// <param name="options">Retries; null: the defaults.</param>
    public CityClient(Uri address, string key, CityClientOptions? options = null)
    {
        this.options = options ?? new();
        http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan, // A clock's advance takes as long as it takes; callers cancel.
        };
        if (key.Length > 0)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <summary>Calls that were tried again so far.</summary>
    public long RetriesDone { get; private set; }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private async Task<T> Get<T>(string path, CancellationToken cancellation)
    {
        using var answer = await Send(() => new HttpRequestMessage(HttpMethod.Get, path), mayRepeat: true, cancellation);
        return await Read<T>(answer, cancellation);
    }

    private async Task<T?> GetOrNull<T>(string path, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await Get<T>(path, cancellation);
        }
        catch (CityApiException refusal) when (refusal.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private Task<HttpResponseMessage> SendJson<T>(HttpMethod method, string path, T body, string? idempotencyKey, bool mayRepeat, CancellationToken cancellation) =>
        Send(
            () =>
            {
                var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body, options: ApiJson.Options) };
                if (idempotencyKey is not null)
                {
                    request.Headers.Add("Idempotency-Key", idempotencyKey);
                }

                return request;
            },
            mayRepeat,
            cancellation);

    private static async Task<T> Read<T>(HttpResponseMessage answer, CancellationToken cancellation) =>
        await answer.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellation)
            ?? throw new JsonException($"{answer.RequestMessage?.RequestUri} answered an empty {typeof(T).Name}.");

    private async Task<HttpResponseMessage> Send(Func<HttpRequestMessage> make, bool mayRepeat, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            HttpResponseMessage answer;
            try
            {
                using var request = make();
                answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            }
            catch (Exception lost) when (IsLostConnection(lost))
            {
                if (!mayRepeat || attempt >= options.Retries + options.ReconnectRetries)
                {
                    throw new CityUnreachableException(http.BaseAddress, lost);
                }

                await WaitBefore(attempt, null, cancellation);
                continue;
            }

            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            using (answer)
            {
                var limit = options.Retries + (answer.StatusCode == HttpStatusCode.ServiceUnavailable ? options.ReconnectRetries : 0);
                if (!IsBusy(answer.StatusCode) || attempt >= limit)
                {
                    throw await Problem(answer, cancellation);
                }

                await WaitBefore(attempt, answer.Headers.RetryAfter, cancellation);
            }
        }
    }

    private async Task WaitBefore(int attempt, RetryConditionHeaderValue? asked, CancellationToken cancellation)
    {
        RetriesDone++;
        var doubled = options.FirstWait * Math.Pow(2, Math.Min(attempt, 12));
        var wait = asked?.Delta ?? (asked?.Date is { } date ? date - options.Time.GetUtcNow() : doubled);
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > options.LongestWait ? options.LongestWait : wait;
        await Task.Delay(wait, options.Time, cancellation);
    }

    private static bool IsBusy(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;

    private static bool IsLostConnection(Exception error) =>
        error is HttpRequestException or IOException;

    private static async Task<CityApiException> Problem(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var code = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var title = answer.ReasonPhrase ?? "";
        var detail = "";
        try
        {
            using var body = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellation), default, cancellation);
            code = Text(body.RootElement, "code") ?? code;
            title = Text(body.RootElement, "title") ?? title;
            detail = Text(body.RootElement, "detail") ?? detail;
        }
        catch (JsonException)
        {
            detail = $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode} without problem details.";
        }

        return new CityApiException(answer.StatusCode, code, title, detail);
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
