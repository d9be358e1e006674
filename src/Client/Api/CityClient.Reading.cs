using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CityActors.Alerts;
using CityActors.Places;
using CityActors.WorkOrders;

namespace CityActors.Client.Api;

/// <content>Lists and single things.</content>
public sealed partial class CityClient
{
    private const int PageSize = 500;
    private static readonly TimeSpan statusWithin = TimeSpan.FromSeconds(10);

    /// <summary>True when the Silo (of several the first) is ready to serve; false while it is not, or when none answers.</summary>
    public async Task<bool> IsReady(CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(ring.Addresses[0].Uri, "/health/ready"), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The declared clock.</summary>
    public Task<ClockView> Clock(CancellationToken cancellation) => Get<ClockView>("/v1/clock", cancellation);

    /// <summary>How a Silo says it is doing, or null: it does not answer soon.</summary>
    /// <param name="address">One of <see cref="Addresses"/>.</param>
    public async Task<StatusView?> Status(Uri address, CancellationToken cancellation)
    {
        using var only = Only(address, new() { Retries = 1 });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(statusWithin);
        try
        {
            return await only.Get<StatusView>("/v1/status", patience.Token);
        }
        catch (Exception away) when (away is CityUnreachableException or CityApiException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>Areas of the tree.</summary>
    public IAsyncEnumerable<AreaCard> Areas(string? level = null, string? parent = null, CancellationToken cancellation = default) =>
        Pages<AreaCard>("/v1/areas", [("level", level), ("parent", parent)], cancellation);

    /// <summary>Cells of an area.</summary>
    public IAsyncEnumerable<AreaCard> Cells(string? area = null, CancellationToken cancellation = default) =>
        Pages<AreaCard>("/v1/cells", [("area", area)], cancellation);

    /// <summary>Public cards of households, in id order as the Silo lists them.</summary>
    public IAsyncEnumerable<EntityCard> Households(string? area = null, CancellationToken cancellation = default) =>
        Pages<EntityCard>("/v1/households", [("area", area)], cancellation);

    /// <summary>Public cards of cameras.</summary>
    public IAsyncEnumerable<EntityCard> Cameras(string? area = null, CancellationToken cancellation = default) =>
        Pages<EntityCard>("/v1/cameras", [("area", area)], cancellation);

    /// <summary>Public cards of terminals.</summary>
    public IAsyncEnumerable<EntityCard> Terminals(string? area = null, CancellationToken cancellation = default) =>
        Pages<EntityCard>("/v1/terminals", [("area", area)], cancellation);

    /// <summary>Responders.</summary>
    public IAsyncEnumerable<ListedResponder> Responders(string? area = null, string? skill = null, bool onlyFree = false, CancellationToken cancellation = default) =>
        Pages<ListedResponder>("/v1/responders", [("area", area), ("skill", skill), ("free", onlyFree ? "true" : null)], cancellation);

    /// <summary>Alerts that match a filter.</summary>
    public IAsyncEnumerable<Alert> Alerts(AlertFilter? filter = null, CancellationToken cancellation = default) =>
        Pages<Alert>("/v1/alerts", (filter ?? new()).Query(), cancellation);

    /// <summary>Orders that match a filter.</summary>
    public IAsyncEnumerable<OrderSummary> Orders(OrderFilter? filter = null, CancellationToken cancellation = default) =>
        Pages<OrderSummary>("/v1/orders", (filter ?? new()).Query(), cancellation);

    /// <summary>Notifications in a state: <c>waiting</c>, <c>delivered</c> or <c>dead</c>.</summary>
    public IAsyncEnumerable<JsonElement> Notifications(string state, CancellationToken cancellation = default) =>
        Pages<JsonElement>("/v1/notifications", [("state", state)], cancellation, waitsForFacts: false);

    /// <summary>An order with its history, or null: unknown.</summary>
    public async Task<OrderView?> FindOrder(string id, CancellationToken cancellation)
    {
        try
        {
            return await Get<OrderView>($"/v1/orders/{Uri.EscapeDataString(id)}", cancellation);
        }
        catch (CityApiException refusal) when (refusal.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private Task<T> Get<T>(string path, CancellationToken cancellation) => Ask<T>(new Call(HttpMethod.Get, path), cancellation);

    private async IAsyncEnumerable<T> Pages<T>(string path, IReadOnlyList<(string Name, string? Value)> query, [EnumeratorCancellation] CancellationToken cancellation, bool waitsForFacts = true)
    {
        string? cursor = null;
        var after = waitsForFacts && Interlocked.Read(ref lastFact) is > 0 and var known ? $"{known}" : null;
        do
        {
            var page = await Get<Page<T>>(Query(path, [.. query, ("limit", $"{PageSize}"), ("cursor", cursor), ("after", after)]), cancellation);
            after = null;
            foreach (var item in page.Items)
            {
                yield return item;
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    private static string Query(string path, IEnumerable<(string Name, string? Value)> query)
    {
        var pairs = query.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}");
        var text = string.Join('&', pairs);
        return text.Length == 0 ? path : $"{path}?{text}";
    }
}
