using System.Globalization;
using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests;

/// <summary>What an officer sees of one entity as a chart.</summary>
public sealed class ChartTests : SmallTownTests
{
    private const string Camera = "cam-43010300001320000001";
    private const string Smoke = "term-430103002001-01";

    [Fact]
    public async Task Terminal_Readings_AreThoseItStillHas_SinceATime()
    {
        await Register("terminals", Smoke, new { id = Smoke, type = "terminal", kind = "smoke", cell = "430103002001001", position = Place, privacy = "public" });
        await City.Feed(Enumerable.Range(1, 6).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"entity":"{{Smoke}}","kind":"smoke","at":"{{SmallTown.Start.AddMinutes(10 * i):O}}","value":{{i / 4.0}},"unit":"%/m"}""")));
        await City.Advance(SmallTown.Start.AddHours(1));

        var chart = await City.Get($"/v1/terminals/{Smoke}/readings");
        Assert.Equal(("%/m", 10.0), (chart.GetProperty("unit").GetString(), chart.GetProperty("threshold").GetDouble()));
        Assert.Equal([0.25, 0.5, 0.75, 1, 1.25, 1.5], Values(chart, "value"));
        Assert.Equal([1.25, 1.5], Values(await City.Get($"/v1/terminals/{Smoke}/readings?since={SmallTown.Start.AddMinutes(50):yyyy-MM-ddTHH:mm:ssZ}"), "value"));
    }

    [Fact]
    public async Task Household_Rhythm_IsALook_AndShowsWhatIsLearnt()
    {
        for (var day = SmallTown.Start; day < SmallTown.Start.AddDays(3); day = day.AddDays(1))
        {
            await City.Feed(SmallTown.Readings(1, day, day.AddDays(1)));
            await City.Advance(day.AddDays(1));
        }

        var path = $"/v1/households/{SmallTown.Home(1)}/rhythm";
        var officer = await City.NewKey("officer");
        Assert.Equal("no-reason", await City.Refused(officer, HttpMethod.Get, path, null, HttpStatusCode.BadRequest));
        var chart = await City.As(officer, HttpMethod.Get, $"{path}?reason=quiet+since+noon", null, HttpStatusCode.OK);

        Assert.InRange(chart.GetProperty("baseLoadWatts").GetDouble(), 35, 50);
        Assert.True(chart.GetProperty("activeAboveWatts").GetDouble() > chart.GetProperty("baseLoadWatts").GetDouble());
        var band = chart.GetProperty("band").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, 48), band.Select(static half => half.GetProperty("halfHour").GetInt32()));
        Assert.True(Usual(band[14]) > Usual(band[4]), "breakfast is not more usual than the night"); // 07:00 and 02:00.
        var readings = chart.GetProperty("readings").EnumerateArray().ToList();
        Assert.Equal(SmallTown.Start.AddDays(3), readings[^1].GetProperty("at").GetDateTimeOffset());
        Assert.Equal(readings.Select(static reading => reading.GetProperty("at").GetDateTimeOffset()).Order(), readings.Select(static reading => reading.GetProperty("at").GetDateTimeOffset()));
        Assert.InRange(readings.Count, 10, 100);
        Assert.Contains("quiet since noon", (await City.Get($"/v1/looks?household={SmallTown.Home(1)}")).GetRawText(), StringComparison.Ordinal);
        Assert.Equal("not-your-role", await City.Refused(await City.NewKey("viewer"), HttpMethod.Get, $"{path}?reason=curious", null, HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task Camera_Episodes_AreItsTracks_WithTheAlertTheyLedTo()
    {
        await Register("cameras", Camera, new { id = Camera, type = "camera", cell = "430103002001001", position = Place, privacy = "public" });
        await City.Feed(
        [
            Seen("fire-lane", 1, "lane-1", "t-1", "start", 0.7),
            Seen("fire-lane", 3, "lane-1", "t-1", "update", 0.93),
            Seen("fire-lane", 4, "lane-2", "t-2", "start", 0.8),
            Seen("fire-lane", 5, "lane-2", "t-2", "end", 0.8),
        ]);
        await City.Advance(SmallTown.Start.AddMinutes(6));

        var tracks = (await City.Get($"/v1/cameras/{Camera}/episodes")).GetProperty("episodes").EnumerateArray().ToList();
        Assert.Equal(["t-2", "t-1"], tracks.Select(static track => track.GetProperty("track").GetString()));
        Assert.Equal((SmallTown.Start.AddMinutes(5), "lane-2"), (tracks[0].GetProperty("until").GetDateTimeOffset(), tracks[0].GetProperty("zone").GetString()));
        Assert.Equal((SmallTown.Start.AddMinutes(1), "lane-1", 0.93), (tracks[1].GetProperty("since").GetDateTimeOffset(), tracks[1].GetProperty("zone").GetString(), tracks[1].GetProperty("confidence").GetDouble()));
        Assert.Equal($"{Camera}.fire-lane-blocked.lane-1.1", tracks[1].GetProperty("alert").GetString());
        Assert.False(tracks[1].TryGetProperty("until", out _) || tracks[0].TryGetProperty("alert", out _));
    }

    private static object Place => new { longitude = 112.9745, latitude = 28.19 };

    private static double Usual(JsonElement half) => half.GetProperty("usual").GetDouble();

    private static IEnumerable<double> Values(JsonElement chart, string name) => chart.GetProperty("readings").EnumerateArray().Select(reading => reading.GetProperty(name).GetDouble());

    private static string Seen(string kind, int minute, string zone, string track, string phase, double confidence) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"entity":"{{Camera}}","kind":"{{kind}}","at":"{{SmallTown.Start.AddMinutes(minute):O}}","zone":"{{zone}}","track":"{{track}}","phase":"{{phase}}","confidence":{{confidence}}}""");

    private Task Register(string list, string id, object card) => City.Send(HttpMethod.Put, $"/v1/{list}/{id}", new { card }, HttpStatusCode.NoContent);
}
