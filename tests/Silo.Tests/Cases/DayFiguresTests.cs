using System.Globalization;
using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.Live;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests.Cases;

/// <summary>Figures over what devices measure, and people's own cases, on either database: a Silo that is killed counts nothing twice and forgets nothing.</summary>
public sealed class DayFiguresTests : IDisposable
{
    private const string Station = "term-air-1";
    private static readonly object place = new { longitude = 112.97495, latitude = 28.19 };
    private readonly TempFolder folder = new();

    [Fact]
    public Task Days_OnSqliteAndKilled_AreWhatWasMeasured() => Run();

    [Fact]
    public Task Days_OnPostgresAndKilled_AreWhatWasMeasured()
    {
        Assert.SkipWhen(Store.Missing is not null, Store.Missing ?? "");
        return Run(Store.NewCity());
    }

    public void Dispose() => folder.Dispose();

    private async Task Run(params string[] arguments)
    {
        await using var city = await CityProcess.StartReplay(folder.Path, SmallTown.Start, arguments);
        await SmallTown.Register(city, homes: 1);
        await city.Send(HttpMethod.Put, $"/v1/terminals/{Station}", new { card = new { id = Station, type = "terminal", kind = "air-station", cell = "430103002001001", position = place, privacy = "public" } }, HttpStatusCode.NoContent);

        // The first day begins at eight and has 16 hours; the second is within the limit, the third is not.
        for (var hour = 0; hour < 70; hour += 5)
        {
            var lines = Enumerable.Range(hour, 5).Select(static at => Line(at, at < 40 ? 50 : 90)).ToList();
            await city.Feed(lines, $"hours-{hour}");
            if (hour is 15 or 45)
            {
                await city.Kill();
                await city.Start();
                await city.Feed(lines, $"hours-again-{hour}"); // The sender had no answer.
            }

            await city.Advance(SmallTown.Start.AddHours(hour + 5));
        }

        await Read(city);
        await OwnCases(city);
        var verdict = await city.Get("/v1/indicators/verify");
        Assert.True(verdict.GetProperty("different").GetInt32() == 0, verdict.GetRawText());
        Assert.True(verdict.GetProperty("isQuiet").GetBoolean());
    }

    private static async Task Read(CityProcess city)
    {
        var good = await city.Get("/v1/indicators/air-good-days?period=2025-10&each=day");
        var total = good.GetProperty("total");
        Assert.Equal((1, 2, 1, 3), (Number(total, "numerator"), Number(total, "denominator"), Number(total, "exempt"), Number(total, "rawDenominator")));
        Assert.Equal(["2025-10-13", "2025-10-14", "2025-10-15"], good.GetProperty("rows").EnumerateArray().Select(static row => row.Text("period")));
        Assert.Equal(0.5m, total.GetProperty("value").GetDecimal());
        Assert.Equal(70m, (await city.Get("/v1/indicators/air-pm25?period=2025-10&area=430103002")).GetProperty("total").GetProperty("value").GetDecimal());
        Assert.Equal([$"{Station}/pm25/2025-10-15"], Items(await city.Get("/v1/indicators/air-good-days/cases?period=2025-10&which=missed")));
    }

    private static async Task OwnCases(CityProcess city)
    {
        var hu = await city.NewKey("citizen", name: "hu");
        var begun = await city.As(hu, HttpMethod.Post, "/v1/cases", new { type = "matter", fields = new { place, story = "邻居的鱼塘淹了我的菜地" }, parties = new { asker = new[] { "hu" }, other = new[] { "li" } } }, HttpStatusCode.Created);
        var li = await city.NewKey("citizen", name: "li");
        Assert.Equal([begun.Text("id")], (await city.As(li, HttpMethod.Get, "/v1/cases", null, HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Select(static item => item.Text("id")));
        Assert.Empty((await city.As(await city.NewKey("citizen", name: "wang"), HttpMethod.Get, "/v1/cases", null, HttpStatusCode.OK)).GetProperty("items").EnumerateArray());
    }

    private static string Line(int hour, int value) => string.Create(CultureInfo.InvariantCulture, $$"""{"entity":"{{Station}}","kind":"pm25","at":"{{SmallTown.Start.AddHours(hour):O}}","value":{{value}},"unit":"µg/m³"}""");

    private static IEnumerable<string> Items(JsonElement answer) => answer.GetProperty("items").EnumerateArray().Select(static one => one.GetString()!);

    private static int Number(JsonElement figure, string name) => (int)figure.GetProperty(name).GetDecimal();
}
