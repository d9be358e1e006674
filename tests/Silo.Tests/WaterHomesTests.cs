using System.Globalization;
using System.Net;
using System.Text.Json;

namespace CityActors.Silo.Tests;

/// <summary>A home whose water runs without end has an alert and an order; a home whose silence cannot be judged says so, when it is registered and with its card.</summary>
public sealed class WaterHomesTests : SmallTownTests
{
    [Fact]
    public async Task Leak_IsAnAlertWithItsRate_AndAnOrderForThePlumbers()
    {
        await City.Feed(Enumerable.Range(1, 104).Select(static i => Water(SmallTown.Start.AddMinutes(15 * i), i % 4 == 0 || i > 8 ? i % 4 == 1 ? 0 : 1 : 0)));
        await City.Advance(SmallTown.Start.AddHours(27));

        var alerts = await City.Get($"/v1/alerts?kind=leak");
        var alert = Assert.Single(alerts.GetProperty("items").EnumerateArray());
        Assert.Equal((SmallTown.Home(1), "water", "medium"), (alert.GetProperty("entity").GetString(), alert.GetProperty("zone").GetString(), alert.GetProperty("priority").GetString()));
        Assert.Contains("L/h run without end", alert.GetProperty("explanation").GetProperty("english").GetString(), StringComparison.Ordinal);
        var orders = await City.Get("/v1/orders?category=service.utility.water-leak");
        Assert.Single(orders.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Home_ThatCannotBeJudged_SaysSoWhenItIsRegistered_AndWithItsCard()
    {
        var slow = await Register(9, "02:00:00", HttpStatusCode.OK);
        Assert.Equal("interval-too-long", Assert.Single(slow.GetProperty("cannotJudge").EnumerateArray()).GetProperty("reason").GetString());
        Assert.Equal("interval-too-long", await Reason(9));
        await Register(9, "01:00:00", HttpStatusCode.NoContent);
        Assert.Equal("no-meter", await Reason(9));
        await Register(9, "00:00:09", HttpStatusCode.BadRequest);
        await City.Feed([Water(SmallTown.Start.AddMinutes(15), 0)]);
        await City.Advance(SmallTown.Start.AddMinutes(20));
        Assert.Equal("never-active", await Reason(1));
        await City.Feed([Water(SmallTown.Start.AddMinutes(30), 4)]);
        await City.Advance(SmallTown.Start.AddMinutes(40));
        Assert.Null(await Reason(1));
    }

    private Task<JsonElement> Register(int home, string interval, HttpStatusCode expected) => City.Send(HttpMethod.Put, $"/v1/households/{SmallTown.Home(home)}", new
    {
        card = new { id = SmallTown.Home(home), type = "household", cell = "430103002001001", position = new { longitude = 112.9745, latitude = 28.19 } },
        consentAt = "2010-01-01T00:00:00Z",
        interval,
    }, expected);

    private async Task<string?> Reason(int home)
    {
        var view = await City.Get($"/v1/households/{SmallTown.Home(home)}?reason=test");
        return view.TryGetProperty("cannotJudge", out var reasons) && reasons.GetArrayLength() > 0 ? Assert.Single(reasons.EnumerateArray()).GetProperty("reason").GetString() : null;
    }

    private static string Water(DateTimeOffset at, double litres) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"entity":"{{SmallTown.Home(1)}}","kind":"water","at":"{{at:O}}","value":{{litres}},"unit":"L"}""");
}
