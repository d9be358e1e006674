using System.Globalization;
using System.Net;
using System.Text.Json;

namespace CityActors.Silo.Tests;

/// <summary>What cannot be true is a fault of the device: it is refused and counted, and is nobody's life, silence, danger or safety.</summary>
public sealed class ImplausibleTests : SmallTownTests
{
    private static readonly DateTimeOffset Begin = SmallTown.Start;

    [Fact]
    public async Task Lines_ThatCannotBeTrue_AreRefusedEachAndCountedByDeviceAlsoAfterARestart()
    {
        await Terminals("gas", "rain");
        (string Entity, string Kind, string Unit, string Value, string? Code)[] table =
        [
            (SmallTown.Home(1), "power", "W", "120.5", null),
            (SmallTown.Home(1), "power", "W", "65535000", "implausible"),
            (SmallTown.Home(1), "power", "W", "-120", "implausible"),
            (SmallTown.Home(1), "water", "L", "-3", "implausible"),
            (SmallTown.Home(2), "power", "W", "65535", "implausible"),
            (SmallTown.Home(2), "power", "W", "11000", null),
            ("term-gas", "gas", "%LEL", "100", null),
            ("term-gas", "gas", "%LEL", "100.5", "implausible"),
            ("term-gas", "gas", "%LEL", "2147483647", "implausible"),
            ("term-rain", "rain", "mm/h", "-0.2", "implausible"),
            ("term-rain", "rain", "mm/h", "198", null),
            ("term-none", "rain", "mm/h", "-9999", "unknown-entity"), // Not a device of ours, so not counted.
            (SmallTown.Home(3), "power", "kW", "-9999", "wrong-unit"),
        ];

        var answer = await City.Feed(table.Select((row, i) => Line(row.Entity, row.Kind, Begin.AddMinutes(i), row.Value, row.Unit)));

        var codes = answer.GetProperty("errors").EnumerateArray().ToDictionary(error => error.GetProperty("line").GetInt32(), error => error.GetProperty("code").GetString());
        Assert.Equal(table.Select(row => row.Code), Enumerable.Range(1, table.Length).Select(line => codes.GetValueOrDefault(line)));
        var reason = answer.GetProperty("errors").EnumerateArray().First().GetProperty("reason").GetString()!;
        Assert.All((string[])["65535000 W", "0 and 500000 W", SmallTown.Home(1)], part => Assert.Contains(part, reason, StringComparison.Ordinal));
        var metrics = await City.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("city_observations_implausible{kind=\"power\"} 3\n", metrics, StringComparison.Ordinal);

        await City.Kill();
        await City.Start();
        await City.Feed([Line("term-gas", "gas", Begin.AddHours(1), "-5", "%LEL")]);

        Assert.Equal(
            [("home-430103002001-0001", "power", 2, -120.0), ("home-430103002001-0001", "water", 1, -3.0), ("home-430103002001-0002", "power", 1, 65535.0), ("term-gas", "gas", 3, -5.0), ("term-rain", "rain", 1, -0.2)],
            (await City.Get("/v1/implausible")).GetProperty("items").EnumerateArray()
                .Select(item => (item.GetProperty("entity").GetString(), item.GetProperty("kind").GetString(), item.GetProperty("refused").GetInt32(), item.GetProperty("lastValue").GetDouble())));
        var second = Assert.Single((await City.Get("/v1/implausible?after=1&limit=1")).GetProperty("items").EnumerateArray());
        Assert.Equal(2, second.GetProperty("number").GetInt64());
    }

    [Theory]
    [InlineData("gas", "%LEL", "high", "gas")]
    [InlineData("smoke", "%/m", "high", "smoke")]
    [InlineData("water-level", "m", "high", "high-water")]
    [InlineData("rain", "mm/h", "medium", "heavy-rain")]
    public async Task Alert_ThenErrorCodes_StaysOpenAndTheSilenceIsADataGap(string kind, string unit, string priority, string alertKind)
    {
        await Terminals(kind);
        var (id, danger) = ($"term-{kind}", kind == "water-level" ? "0.6" : "40");
        await City.Feed([Line(id, kind, Begin.AddMinutes(5), "0", unit), Line(id, kind, Begin.AddMinutes(10), danger, unit), Line(id, kind, Begin.AddMinutes(15), danger, unit)]);
        string[] codes = ["-9999", "-999", "65535", "65.535", "2147483647", "4294967295", "1e300"];
        await City.Feed(codes.SelectMany((code, i) => Enumerable.Range(0, 3).Select(repeat => Line(id, kind, Begin.AddMinutes(20 + (15 * i) + repeat), code, unit))));
        await City.Advance(Begin.AddHours(4));

        var alerts = await AlertsOf(id);
        var open = Assert.Single(alerts, alert => alert.GetProperty("kind").GetString() == alertKind);
        Assert.Equal(("open", priority), (open.GetProperty("state").GetString(), open.GetProperty("priority").GetString()));
        var gap = Assert.Single(alerts, alert => alert.GetProperty("kind").GetString() == "data-gap");
        Assert.Equal(Begin.AddMinutes(15).AddHours(1), gap.GetProperty("openedAt").GetDateTimeOffset());

        await City.Feed([Line(id, kind, Begin.AddHours(4), "0", unit), Line(id, kind, Begin.AddHours(4).AddMinutes(20), "0", unit), Line(id, kind, Begin.AddHours(4).AddMinutes(40), "0", unit)]);
        await City.Advance(Begin.AddHours(5));
        Assert.All(await AlertsOf(id), alert => Assert.Equal("cleared", alert.GetProperty("state").GetString()));
    }

    [Theory]
    [InlineData(65_535_000)]
    [InlineData(65_535)]
    [InlineData(6_553.5)]
    [InlineData(2_147_483_647)]
    [InlineData(-300)]
    public async Task QuietHome_OneSpike_IsFoundWhenItWouldBeWithout(double spike)
    {
        var quiet = Begin.AddDays(2).AddHours(5);
        string[] twins = [SmallTown.Home(1), SmallTown.Home(2)];
        for (var day = Begin; day < Begin.AddDays(4); day = day.AddDays(1))
        {
            var lines = Enumerable.Range(1, 96).Select(i => day.AddMinutes(15 * i)).SelectMany(at => twins.Select((home, i) => SmallTown.Reading(
                home, at, i == 1 && at == quiet.AddHours(8) ? spike : at > quiet ? 43 + (at.Minute / 15 * 0.7) : SmallTown.Usual(1, at))));
            await City.Feed(lines);
            await City.Advance(day.AddDays(1));
        }

        var opened = new List<DateTimeOffset>();
        foreach (var home in twins)
        {
            opened.Add(Assert.Single(await AlertsOf(home), alert => alert.GetProperty("kind").GetString() == "inactivity").GetProperty("openedAt").GetDateTimeOffset());
        }

        Assert.Equal(opened[0], opened[1]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1e6)]
    public async Task Meter_ReversedOrAMillionfoldOff_IsADataGapAndNoQuietHome(double factor)
    {
        var turned = Begin.AddDays(1);
        for (var day = Begin; day < Begin.AddDays(3); day = day.AddDays(1))
        {
            await City.Feed(Enumerable.Range(1, 96).Select(i => day.AddMinutes(15 * i)).Select(at => SmallTown.Reading(SmallTown.Home(1), at, SmallTown.Usual(1, at) * (at > turned ? factor : 1))));
            await City.Advance(day.AddDays(1));
        }

        var found = (await AlertsOf(SmallTown.Home(1))).Select(alert => (alert.GetProperty("kind").GetString(), alert.GetProperty("zone").GetString(), alert.GetProperty("openedAt").GetDateTimeOffset()));
        Assert.Equal([("data-gap", "power", turned.AddHours(1)), ("implausible", "power", turned.AddMinutes(45))], found.Order());
    }

    [Fact]
    public async Task Device_ThreeInARowAcrossRequestsAndARestart_IsATicketUntilThreeAreTrue()
    {
        await Terminals("gas", "rain");
        await Say(1, "0", "-5", "-5", "0", "-5", "-5"); // Never three in a row.
        await Say(6, "-5", "-5"); // The first is the last one again.
        Assert.Empty(await AlertsOf("term-rain"));
        using var repeat = await City.PostLines([Line("term-gas", "gas", Begin.AddMinutes(1), "0", "%LEL"), Line("term-gas", "gas", Begin.AddMinutes(2), "-1", "%LEL")]);

        await City.Advance(Begin.AddMinutes(8));
        var ticket = Assert.Single(await AlertsOf("term-gas"));
        Assert.Equal(
            ("implausible", "main", "open", "low", Begin.AddMinutes(7)),
            (ticket.GetProperty("kind").GetString(), ticket.GetProperty("zone").GetString(), ticket.GetProperty("state").GetString(), ticket.GetProperty("priority").GetString(), ticket.GetProperty("openedAt").GetDateTimeOffset()));
        Assert.Contains("不可能为真", ticket.GetProperty("explanation").GetProperty("chinese").GetString()!, StringComparison.Ordinal);
        var order = (await City.Get($"/v1/orders/{ticket.GetProperty("order").GetString()}")).GetProperty("order");
        Assert.Equal("service.device.data-gap", order.GetProperty("category").GetString());

        await City.Kill();
        await City.Start();
        await Say(9, "0", "0", "-5", "0", "0");
        await City.Advance(Begin.AddMinutes(14));
        Assert.Equal("open", Assert.Single(await AlertsOf("term-gas")).GetProperty("state").GetString());

        await Say(15, "60", "60");
        await City.Advance(Begin.AddMinutes(20));
        var alerts = (await AlertsOf("term-gas")).ToDictionary(alert => alert.GetProperty("kind").GetString()!, alert => alert.GetProperty("state").GetString());
        Assert.Equal(("cleared", "open"), (alerts["implausible"], alerts["gas"]));
    }

    private async Task Say(int minute, params string[] values)
    {
        foreach (var value in values)
        {
            await City.Feed([Line("term-gas", "gas", Begin.AddMinutes(minute++), value, "%LEL")]);
        }
    }

    private static string Line(string entity, string kind, DateTimeOffset at, string value, string unit) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"entity":"{{entity}}","kind":"{{kind}}","at":"{{at:O}}","value":{{value}},"unit":"{{unit}}"}""");

    private async Task Terminals(params string[] kinds)
    {
        foreach (var kind in kinds)
        {
            await City.Send(HttpMethod.Put, $"/v1/terminals/term-{kind}", new
            {
                card = new { id = $"term-{kind}", type = "terminal", kind, cell = "430103002001001", position = new { longitude = 112.9745, latitude = 28.19 } },
            }, HttpStatusCode.NoContent);
        }
    }

    private async Task<List<JsonElement>> AlertsOf(string entity)
    {
        await City.Export(); // Waits until the lists have followed.
        return [.. (await City.Get($"/v1/alerts?entity={entity}")).GetProperty("items").EnumerateArray()];
    }
}
