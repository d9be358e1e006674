using System.Text.Json;

namespace CityActors.Silo.Tests.Live;

/// <summary>The same city in one process and in a cluster, through the API only.</summary>
public sealed class LiveCityTests
{
    private const string Kitchen = "term-430103002001-01";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Gas_InAKitchen_BecomesAnAlertAndAnOrderThatSomebodyIsSentTo(bool isCluster)
    {
        await using var town = isCluster ? LiveCity.Cluster() : new LiveCity();
        var city = await town.Add();
        await SmallTown.Register(city, homes: 2);
        await LiveCity.Terminal(city, Kitchen);
        await SmallTown.Responder(city, "technician", "technician", 112.976);
        await Feed(city, LiveCity.Gas(Kitchen, DateTimeOffset.UtcNow, 60));

        var alert = Assert.Single(await LiveCity.Until(city, "/v1/alerts", alerts => alerts.Count > 0));
        var order = Assert.Single(await LiveCity.Until(city, "/v1/orders", orders => orders.Count > 0));
        var answered = await city.Send(HttpMethod.Post, $"/v1/alerts/{Text(alert, "id")}/commands", new { type = "acknowledge", commandId = "c-1" });

        Assert.Equal(Kitchen, Text(alert, "entity"));
        Assert.Equal("acknowledged", Text(answered, "state"));
        Assert.Contains(Text(alert, "id"), order.GetProperty("reports").EnumerateArray().Select(report => report.GetString()));
        var overview = await city.Get("/v1/overview");
        Assert.Equal((1, 1), (overview.GetProperty("alerts").GetProperty("care").GetInt32(), overview.GetProperty("orders").GetProperty("open").GetInt32()));
        Assert.Equal(2, (await city.Get("/v1/map?level=cell")).GetProperty("features").GetArrayLength());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silo_KilledAfterItAcknowledged_GoesOnWhereItWas(bool isCluster)
    {
        await using var town = isCluster ? LiveCity.Cluster() : new LiveCity();
        var city = await town.Add();
        await SmallTown.Register(city, homes: 2);
        await LiveCity.Terminal(city, Kitchen);
        await Feed(city, LiveCity.Gas(Kitchen, DateTimeOffset.UtcNow, 60)); // Acknowledged, perhaps not yet delivered.
        await city.Kill();
        await city.Start();

        Assert.Single(await LiveCity.Until(city, "/v1/alerts", alerts => alerts.Count > 0));
        await Feed(city, LiveCity.Gas(Kitchen, DateTimeOffset.UtcNow, 65)); // The same episode.
        await city.Send(HttpMethod.Post, $"/v1/orders", new { category = "event.environment.exposed-waste", position = new { longitude = 112.9745, latitude = 28.19 }, text = "垃圾" }, System.Net.HttpStatusCode.Created);
        var orders = await LiveCity.Until(city, "/v1/orders", orders => orders.Count > 1);
        Assert.Equal(2, orders.Count);
        Assert.Single(await LiveCity.Until(city, "/v1/alerts", alerts => alerts.Count > 0));
    }

    private static async Task Feed(CityProcess city, string line) => Assert.Equal(1, (await city.Feed([line])).GetProperty("accepted").GetInt32());

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
