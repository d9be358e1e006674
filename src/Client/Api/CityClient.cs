using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace CityActors.Client.Api;

/// <summary>The HTTP API of a city with types, retries and resuming; <c>docs/api.md</c> says what each call means.</summary>
/// <remarks>
/// Answers 429 and 503 are waited out as the Silo asks, a bounded number of times. A lost connection is tried again where
/// the call may be repeated: reads, and writes that carry an idempotency key or command id. Where the city has several addresses,
/// requests are spread over them; what may be repeated goes on with the next one at once, and the one that failed is left alone for a while.
/// </remarks>
public sealed partial class CityClient : IDisposable
{
    private static readonly TimeSpan connectWithin = TimeSpan.FromSeconds(5);

    private readonly HttpClient http;
    private readonly bool ownsHttp;
    private readonly CityClientOptions options;
    private readonly AddressRing ring;
    private long retriesDone;
    private long lastFact; // Lists are asked to hold it: who has just written reads what was written.

    /// <summary>Talks to the Silo at an address.</summary>
    /// <param name="address">For example <c>http://localhost:8080</c>.</param>
    /// <param name="key">The caller's key, or empty for the calls that need none.</param>
    /// <param name="options">Retries; null: the defaults.</param>
    public CityClient(Uri address, string key, CityClientOptions? options = null)
        : this([address], key, options)
    {
    }

    /// <summary>Talks to a city that answers at several addresses.</summary>
    /// <param name="addresses">From 1 to 64, all of one city.</param>
    /// <param name="key">The caller's key, or empty for the calls that need none.</param>
    /// <param name="options">Retries; null: the defaults.</param>
    /// <exception cref="ArgumentException">No address, or too many.</exception>
    public CityClient(IEnumerable<Uri> addresses, string key, CityClientOptions? options = null)
    {
        this.options = options ?? new();
        ring = new AddressRing(addresses.Select(address => new SiloAddress(address)), this.options.Time);
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) };
        if (ring.Addresses.Count > 1)
        {
            handler.ConnectTimeout = connectWithin; // A machine that is off does not say so, and another address may answer.
        }

        http = new HttpClient(handler)
        {
            Timeout = Timeout.InfiniteTimeSpan, // A clock's advance takes as long as it takes; callers cancel.
        };
        ownsHttp = true;
        if (key.Length > 0)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    private CityClient(CityClient whole, SiloAddress only, CityClientOptions options)
    {
        http = whole.http;
        this.options = options;
        ring = new AddressRing([only], options.Time);
    }

    /// <summary>Calls that were tried again so far, at the same address or another.</summary>
    public long RetriesDone => Interlocked.Read(ref retriesDone);

    /// <summary>The addresses of the city, as given.</summary>
    public IReadOnlyList<Uri> Addresses => [.. ring.Addresses.Select(address => address.Uri)];

    /// <summary>What went through each address so far, in the order of <see cref="Addresses"/>.</summary>
    public IReadOnlyList<SiloFigures> Figures => [.. ring.Addresses.Select(address => address.Figures)];

    /// <summary>The same city at one of its addresses only; valid while this client is. What it does counts among the figures.</summary>
    /// <param name="address">One of <see cref="Addresses"/>.</param>
    /// <param name="options">Its retries; null: this client's.</param>
    /// <exception cref="InvalidOperationException">It is none of <see cref="Addresses"/>.</exception>
    public CityClient Only(Uri address, CityClientOptions? options = null) =>
        new(this, ring.Addresses.First(known => known.Uri == address), options ?? this.options);

    /// <inheritdoc />
    public void Dispose()
    {
        if (ownsHttp)
        {
            http.Dispose();
        }
    }

    private async Task<T> Ask<T>(Call call, CancellationToken cancellation)
    {
        using var answer = await Send(call, cancellation);
        return await Read<T>(answer.Message, cancellation);
    }

    private static async Task<T> Read<T>(HttpResponseMessage answer, CancellationToken cancellation) =>
        await answer.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellation)
            ?? throw new JsonException($"{answer.RequestMessage?.RequestUri} answered an empty {typeof(T).Name}.");

    private static async Task<CityApiException> Problem(HttpResponseMessage answer, CancellationToken cancellation)
    {
        ProblemDetails? told;
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            told = await JsonSerializer.DeserializeAsync<ProblemDetails>(body, ApiJson.Options, cancellation);
        }
        catch (JsonException)
        {
            var asked = answer.RequestMessage;
            told = new(null, null, $"{asked?.Method} {asked?.RequestUri} answered {(int)answer.StatusCode} without problem details.");
        }

        var (code, title, detail) = told ?? new(null, null, null);
        return new CityApiException(answer.StatusCode, code ?? $"{(int)answer.StatusCode}", title ?? answer.ReasonPhrase ?? "", detail ?? "");
    }

    private sealed record ProblemDetails(string? Code, string? Title, string? Detail);
}
