using System.Text.Json;
using CityActors.Alerts;
using CityActors.WorkOrders;

namespace CityActors.Client.Api;

/// <content>Reports, commands, districts, the clock.</content>
public sealed partial class CityClient
{
    /// <summary>Reports a matter. The same key again is the same report.</summary>
    public Task<NewOrderReceipt> Report(NewOrder order, string idempotencyKey, CancellationToken cancellation) =>
        Ask<NewOrderReceipt>(Post("/v1/orders", order) with { Headers = [("Idempotency-Key", idempotencyKey)] }, cancellation);

    /// <summary>Acts on an alert. Repeated on a lost connection only where the command has an id.</summary>
    public Task<Alert> Act(string alertId, AlertCommand command, CancellationToken cancellation) =>
        Ask<Alert>(Post(Address("alerts", alertId, "commands"), command) with { MayRepeat = command.CommandId.Length > 0 }, cancellation);

    /// <summary>Acts on an order. Repeated on a lost connection only where the command has an id.</summary>
    public Task<OrderSummary> Act(string orderId, WorkOrderCommand command, CancellationToken cancellation) =>
        Ask<OrderSummary>(Post(Address("orders", orderId, "commands"), command) with { MayRepeat = command.CommandId.Length > 0 }, cancellation);

    /// <summary>Generates a district from its seed. The same call again changes nothing.</summary>
    /// <returns>What stands now, as the Silo counts it.</returns>
    public Task<JsonElement> Expand(string district, DistrictExpansion expansion, CancellationToken cancellation) =>
        Ask<JsonElement>(Post(Address("districts", district, "expand"), expansion), cancellation);

    /// <summary>Makes a district's seed of an outline in GeoJSON; the same call again changes nothing.</summary>
    /// <returns>The seed, or what the Silo says of it.</returns>
    public Task<JsonElement> Import(string district, DistrictImportRequest import, ReadOnlyMemory<byte> geoJson, CancellationToken cancellation)
    {
        var path = Query(Address("districts", district, "import"), [("code", import.Code), ("chinese", import.Chinese), ("datum", import.Datum)]);
        return Ask<JsonElement>(new Call(HttpMethod.Post, path) { Body = geoJson, Type = new("application/geo+json") }, cancellation);
    }

    /// <summary>Lets time pass on a replay clock; answers when everything up to then has happened.</summary>
    public async Task Advance(DateTimeOffset to, CancellationToken cancellation)
    {
        using var answer = await Send(Post("/v1/clock/advance", new { To = to.UtcDateTime }), cancellation);
    }

    private static string Address(string list, string id, string what) => $"/v1/{list}/{Uri.EscapeDataString(id)}/{what}";

    private static Call Post<T>(string path, T body) =>
        new(HttpMethod.Post, path) { Body = JsonSerializer.SerializeToUtf8Bytes(body, ApiJson.Options), Type = new("application/json", "utf-8") };
}
