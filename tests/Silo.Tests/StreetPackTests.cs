using System.Globalization;
using System.Net;
using System.Text.Json;

namespace CityActors.Silo.Tests;

/// <summary>A shopping street and its help button (packs <c>crowd</c> and <c>estate-eyes</c>) in a real Silo, from readings to orders.</summary>
public sealed class StreetPackTests : IDisposable
{
    private static readonly DateTimeOffset Evening = new(2025, 12, 31, 14, 0, 0, TimeSpan.Zero); // 22:00 in China.
    private readonly TempFolder folder = new();

    [Fact]
    public async Task Street_ThatFills_AndAButtonThatIsPressed()
    {
        await using var city = await CityProcess.StartReplay(Path.Combine(folder.Path, "data"), Evening);
        await SmallTown.Register(city, homes: 0);
        await SmallTown.Responder(city, "zhou", "grid-officer", 112.9745);
        await SmallTown.Responder(city, "wu", "patrol", 112.9745);
        await Register(city, "term-street-1", "people-counter");
        await Register(city, "term-help-1", "help-button");

        // 60 % of what the street can take after 5 minutes, 80 % after 10, all of it after 20; calm from the 30th minute on. The button is pressed and let go.
        await Send(city, "term-street-1", "people-flow", "people/h", 1000, 2500, 3300, 3400, 4100, 4000, 1500, 1500, 1500, 1500, 1500, 1500);
        await Send(city, "term-help-1", "help-call", "1", 0, 1, 0, 0);

        await city.Advance(Evening.AddMinutes(7));
        var crowd = await Alert(city, "crowd");
        Assert.Equal((1, "low", ""), (crowd.GetProperty("level").GetInt32(), crowd.GetProperty("priority").GetString(), Order(crowd)));
        await city.Advance(Evening.AddMinutes(12));
        crowd = await Alert(city, "crowd");
        Assert.Equal((2, "medium"), (crowd.GetProperty("level").GetInt32(), crowd.GetProperty("priority").GetString()));
        Assert.NotEqual("", Order(crowd));

        await city.Advance(Evening.AddMinutes(22));
        Assert.Equal("4100 people an hour, the street can take 4000.", (await Alert(city, "crowd-full")).GetProperty("explanation").GetProperty("english").GetString());
        Assert.Equal(3, (await Alert(city, "crowd")).GetProperty("level").GetInt32());

        await city.Advance(Evening.AddMinutes(60));
        Assert.Equal(("cleared", "cleared"), (State(await Alert(city, "crowd")), State(await Alert(city, "crowd-full"))));
        var call = await Alert(city, "help-call");
        Assert.Equal(("open", "high"), (State(call), call.GetProperty("priority").GetString()));
        await city.Send(HttpMethod.Post, $"/v1/alerts/{call.GetProperty("id").GetString()}/commands", new { type = "safe", note = "helped up" });
        Assert.Equal("cleared", State(await Alert(city, "help-call")));
    }

    public void Dispose() => folder.Dispose();

    private static string State(JsonElement alert) => alert.GetProperty("state").GetString()!;

    private static string Order(JsonElement alert) => alert.GetProperty("order").GetString()!;

    private static async Task<JsonElement> Alert(CityProcess city, string kind) => Assert.Single((await city.Get($"/v1/alerts?kind={kind}")).GetProperty("items").EnumerateArray());

    private static Task Register(CityProcess city, string id, string kind) => city.Send(
        HttpMethod.Put,
        $"/v1/terminals/{id}",
        new { card = new { id, type = "terminal", kind, cell = "430103002001001", position = new { longitude = 112.9745, latitude = 28.19 }, privacy = "public" } },
        HttpStatusCode.NoContent);

    private static async Task Send(CityProcess city, string id, string kind, string unit, params double[] values)
    {
        using var taken = await city.PostLines(values.Select((value, i) => string.Create(
            CultureInfo.InvariantCulture, $$"""{"entity":"{{id}}","kind":"{{kind}}","at":"{{Evening.AddMinutes(5 * i):O}}","value":{{value}},"unit":"{{unit}}"}""")));
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
    }
}
