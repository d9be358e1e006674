using System.Globalization;
using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.SignIn;
using Microsoft.Data.Sqlite;

namespace CityActors.Silo.Tests;

/// <summary>What an overview counts is what the lists hold, for the whole city and for each part of it, and the same for whoever may read the area.</summary>
public sealed class OverviewTests : IAsyncLifetime
{
    private static readonly DateTimeOffset End = SmallTown.Start.AddDays(3).AddMinutes(50); // 08:50 in China.
    private static readonly DateTimeOffset Midnight = SmallTown.Start.AddDays(3).AddHours(-8);
    private readonly TempFolder folder = new();
    private CityProcess city = null!;
    private string quietCell = "";

    public async ValueTask InitializeAsync()
    {
        city = await CityProcess.StartReplay(folder.Path, SmallTown.Start);
        await city.Send(HttpMethod.Post, "/v1/districts/tianxin/expand", new { scale = 0.002, seed = 7, drill = true });
        await LetHappen();
    }

    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Figures_OfTheCityAndItsParts_AreThoseOfTheLists_ForEverybody()
    {
        var viewer = await city.NewKey("viewer", "430103");
        var lists = await OverviewLists.Read(city);
        Assert.Contains(lists.Alerts, static alert => alert.IsCare);
        Assert.True(lists.Alerts.Count(static alert => alert.IsOpen) > 1 && lists.Orders.Count > 10, $"{lists.Alerts.Count} alerts, {lists.Orders.Count} orders");
        foreach (var area in (string[])["", "430103", quietCell[..9], quietCell[..12], quietCell])
        {
            var overview = await city.Get(area.Length == 0 ? "/v1/overview" : $"/v1/overview?area={area}");
            Assert.Equal(lists.Of(area, End, Midnight), OverviewLists.Figures(overview));
            Assert.Equal(area, overview.GetProperty("area").GetString());
            if (area.Length > 0)
            {
                Assert.Equal(overview.GetRawText(), (await city.As(viewer, HttpMethod.Get, $"/v1/overview?area={area}", null, HttpStatusCode.OK)).GetRawText());
            }
        }
    }

    [Fact]
    public async Task Lists_OfAnOlderVersion_GetWhatItDidNotCount()
    {
        var before = OverviewLists.Figures(await city.Get("/v1/overview"));
        await city.Terminate();
        ForgetColumns();
        await city.Start();

        Assert.Equal(before, OverviewLists.Figures(await city.Get("/v1/overview")));
    }

    [Fact]
    public async Task Homes_AreCountedByCommunity_AndLeadNobodyThere()
    {
        var district = await city.Get("/v1/overview?area=430103");
        var care = Assert.Single(district.GetProperty("care").EnumerateArray());
        Assert.Equal((quietCell[..12], quietCell[..9], 1), (care.GetProperty("community").GetString(), care.GetProperty("street").GetString(), care.GetProperty("open").GetInt32()));
        Assert.NotEqual("", care.GetProperty("name").GetString());
        Assert.DoesNotContain(quietCell, district.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("home-", district.GetRawText(), StringComparison.Ordinal);

        var community = await city.Get($"/v1/overview?area={quietCell[..12]}");
        Assert.All(community.GetProperty("areas").EnumerateArray(), static cell => Assert.False(cell.TryGetProperty("care", out _)));
        var cell = await city.Get($"/v1/overview?area={quietCell}");
        Assert.Empty(cell.GetProperty("care").EnumerateArray());
        Assert.Equal(0, cell.GetProperty("alerts").GetProperty("care").GetInt32());
    }

    [Fact]
    public async Task Area_ThatIsNotTheCallers_IsRefused_AndRainIsThatOfTheQuarterHours()
    {
        var viewer = await city.NewKey("viewer", "430104");
        Assert.Equal("not-your-area", await city.Refused(viewer, HttpMethod.Get, "/v1/overview?area=430103", null, HttpStatusCode.Forbidden));
        Assert.False((await city.As(viewer, HttpMethod.Get, "/v1/overview", null, HttpStatusCode.OK)).TryGetProperty("rain", out _));

        var rain = (await city.Get("/v1/overview")).GetProperty("rain");
        var hours = rain.GetProperty("hours").EnumerateArray().ToList();
        Assert.Equal((16.0, 1, 24), (rain.GetProperty("limit").GetDouble(), rain.GetProperty("over").GetInt32(), hours.Count));
        Assert.Equal(SmallTown.Start.AddDays(3).AddMinutes(45), hours[^1].GetProperty("from").GetDateTimeOffset());
        Assert.Equal(21.5, Assert.Single(hours, static hour => hour.TryGetProperty("most", out _)).GetProperty("most").GetDouble());
    }

    private void ForgetColumns()
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(city.Data, "city.db")};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = """
            UPDATE list_alert SET priority = '', privacy = 'household', is_ticket = 0, responded_at = NULL, answer_seconds = NULL;
            UPDATE list_order SET status_at = '', due_at = NULL, due_clock = '', ended_at = NULL;
            UPDATE list_responder SET shift_start = 0, shift_end = 0;
            UPDATE list_entity SET kind = '';
            DELETE FROM list_position WHERE id = 3;
            """;
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    /// <summary>In a flat nobody stirs; things are thrown, water rises, devices fall silent, and people report.</summary>
    private async Task LetHappen()
    {
        var homes = (await Ids("households")).ToList();
        var evening = SmallTown.Start.AddDays(2).AddHours(12.75); // Twelve hours later it is an alert: five minutes before the end, when nobody is there yet.
        for (var day = SmallTown.Start; day < SmallTown.Start.AddDays(3); day = day.AddDays(1))
        {
            await city.Feed(SmallTown.Readings([homes[0], homes[^1]], day, day.AddDays(1), frozen: 1, evening));
            await city.Advance(day.AddHours(23));
            await Report(day.Day);
            await city.Advance(day.AddDays(1));
        }

        var cameras = await Ids("cameras");
        var terminals = (await city.Get("/v1/terminals?limit=500")).GetProperty("items").EnumerateArray().Select(static card => (Id: Text(card, "id"), Kind: Text(card, "kind"))).ToList();
        const string rain = "term-430103002001-77";
        var place = (await city.Get("/v1/cells?area=430103002001")).GetProperty("items").EnumerateArray().First();
        await city.Send(HttpMethod.Put, $"/v1/terminals/{rain}", new { card = new { id = rain, type = "terminal", kind = "rain", cell = Text(place, "code"), position = place.GetProperty("centre"), privacy = "public" } }, HttpStatusCode.NoContent);
        await city.Feed(cameras.Select((camera, i) => $$"""{"entity":"{{camera}}","kind":"thrown-object","at":"{{End.AddMinutes(-2 - (9 * i)):O}}","track":"t","phase":"start","confidence":0.9}"""));
        await city.Feed(terminals.Where(static terminal => terminal.Kind == "smoke").Select(static terminal => Line(terminal.Id, "smoke", SmallTown.Start.AddDays(2).AddHours(20), 1, "%/m")));
        await city.Feed([Line(rain, "rain", End.AddMinutes(-3), 12, "mm/h"), Line(rain, "rain", End.AddMinutes(-2), 21.5, "mm/h")]);
        await city.Advance(End.AddMinutes(-40));
        await Report(1);
        await city.Feed(SmallTown.Readings([homes[0], homes[^1]], SmallTown.Start.AddDays(3), SmallTown.Start.AddDays(3).AddMinutes(45), frozen: 1, evening));
        await city.Advance(End.AddMinutes(-4));
        await city.Export();
        var quiet = Assert.Single((await city.Get("/v1/alerts?kind=inactivity")).GetProperty("items").EnumerateArray());
        quietCell = Text(quiet, "cell");
        await Report(2);
        await city.Advance(End);
        await city.Export();
    }

    private async Task Report(int first)
    {
        var cells = (await city.Get("/v1/cells?limit=500")).GetProperty("items").EnumerateArray().Where((_, i) => i % 9 == first % 9).Take(6);
        foreach (var cell in cells)
        {
            var centre = cell.GetProperty("centre");
            await city.Send(HttpMethod.Post, "/v1/orders", new { category = "event.environment.exposed-waste", position = new { longitude = centre.GetProperty("longitude").GetDouble(), latitude = centre.GetProperty("latitude").GetDouble() }, text = "two bags" }, HttpStatusCode.Created);
        }
    }

    private async Task<IEnumerable<string>> Ids(string list) => (await city.Get($"/v1/{list}?limit=500")).GetProperty("items").EnumerateArray().Select(static card => Text(card, "id"));

    private static string Line(string entity, string kind, DateTimeOffset at, double value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"entity":"{{entity}}","kind":"{{kind}}","at":"{{at:O}}","value":{{value}},"unit":"{{unit}}"}""");

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
