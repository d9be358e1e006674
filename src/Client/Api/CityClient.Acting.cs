using System.Text.Json;
using CityActors.Alerts;
using CityActors.Households;
using CityActors.Places;
using CityActors.Responders;
using CityActors.WorkOrders;

namespace CityActors.Client.Api;

/// <content>Reports, commands, registrations, the clock.</content>
public sealed partial class CityClient
{
    /// <summary>Reports a matter. The same key again is the same report.</summary>
    public async Task<NewOrderReceipt> Report(NewOrder order, string idempotencyKey, CancellationToken cancellation)
    {
        using var answer = await SendJson(HttpMethod.Post, "/v1/orders", order, idempotencyKey, mayRepeat: true, cancellation);
        return await Read<NewOrderReceipt>(answer.Message, cancellation);
    }

    /// <summary>Acts on an alert. Repeated on a lost connection only where the command has an id.</summary>
    public async Task<Alert> Act(string alertId, AlertCommand command, CancellationToken cancellation)
    {
        using var answer = await SendJson(
            HttpMethod.Post, $"/v1/alerts/{Uri.EscapeDataString(alertId)}/commands", command, null, command.CommandId.Length > 0, cancellation);
        return await Read<Alert>(answer.Message, cancellation);
    }

    /// <summary>Acts on an order. Repeated on a lost connection only where the command has an id.</summary>
    public async Task<OrderSummary> Act(string orderId, WorkOrderCommand command, CancellationToken cancellation)
    {
        using var answer = await SendJson(
            HttpMethod.Post, $"/v1/orders/{Uri.EscapeDataString(orderId)}/commands", command, null, command.CommandId.Length > 0, cancellation);
        return await Read<OrderSummary>(answer.Message, cancellation);
    }

    /// <summary>Registers an area or changes it.</summary>
    public Task Register(AreaCard area, CancellationToken cancellation) => Put($"/v1/areas/{area.Code}", area, cancellation);

    /// <summary>Registers a responder or changes it.</summary>
    public Task Register(ResponderCard responder, CancellationToken cancellation) =>
        Put($"/v1/responders/{Uri.EscapeDataString(responder.Id)}", responder, cancellation);

    /// <summary>Registers a household or changes it.</summary>
    public Task Register(HouseholdRegistration household, CancellationToken cancellation) =>
        Put($"/v1/households/{Uri.EscapeDataString(household.Card.Id)}", household, cancellation);

    /// <summary>Generates a district from its seed. The same call again changes nothing.</summary>
    /// <returns>What stands now, as the Silo counts it.</returns>
    public async Task<JsonElement> Expand(string district, DistrictExpansion expansion, CancellationToken cancellation)
    {
        using var answer = await SendJson(
            HttpMethod.Post, $"/v1/districts/{Uri.EscapeDataString(district)}/expand", expansion, null, mayRepeat: true, cancellation);
        return await Read<JsonElement>(answer.Message, cancellation);
    }

    /// <summary>Makes a district's seed of an outline in GeoJSON; the same call again changes nothing.</summary>
    /// <returns>The seed, or what the Silo says of it.</returns>
    public async Task<JsonElement> Import(string district, DistrictImportRequest import, ReadOnlyMemory<byte> geoJson, CancellationToken cancellation)
    {
        var path = Address(
            $"/v1/districts/{Uri.EscapeDataString(district)}/import",
            [("code", import.Code), ("chinese", import.Chinese), ("datum", import.Datum)]);
        using var answer = await Send(
            Lane.Others,
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(geoJson) };
                request.Content.Headers.ContentType = new("application/geo+json");
                return request;
            },
            mayRepeat: true,
            cancellation);
        return await Read<JsonElement>(answer.Message, cancellation);
    }

    /// <summary>Lets time pass on a replay clock; answers when everything up to then has happened.</summary>
    public async Task Advance(DateTimeOffset to, CancellationToken cancellation)
    {
        using var answer = await SendJson(HttpMethod.Post, "/v1/clock/advance", new { To = to.UtcDateTime }, null, mayRepeat: true, cancellation);
    }

    private async Task Put<T>(string path, T body, CancellationToken cancellation)
    {
        using var answer = await SendJson(HttpMethod.Put, path, body, null, mayRepeat: true, cancellation);
    }
}
