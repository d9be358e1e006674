using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityActors.Silo.Tests;

/// <summary>Packs that are installed, on and off from an instant in an area, and parameters that are set, in a real Silo.</summary>
public sealed class SwitchTests : IDisposable
{
    private const string West = "430103002001001";
    private const string East = "430103002001002";
    private static readonly DateTimeOffset Start = SmallTown.Start;
    private readonly TempFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Off_InOneCell_EndsThereAtItsInstant_AndTheOtherStillAlarms()
    {
        await using var city = await Town();
        await Water(city, "term-west-1", (5, 0.3), (10, 0.3));
        await Water(city, "term-east-1", (5, 0.05));
        await city.Advance(Start.AddMinutes(15));
        Assert.Equal(["term-west-1 open"], await Alerts(city));

        // Nobody sends anything more: the instant itself ends it.
        var off = await Put(city, "packs/rain/off", new { areas = new[] { West }, from = Start.AddMinutes(20), reason = "the gauges are being replaced" });
        Assert.Equal(("off", Start.AddMinutes(20)), (off.GetProperty("act").GetString(), off.GetProperty("from").GetDateTimeOffset()));
        await city.Advance(Start.AddMinutes(19));
        Assert.Equal(["term-west-1 open"], await Alerts(city));
        await city.Advance(Start.AddMinutes(21));
        Assert.Equal(["term-west-1 cleared pack off 20"], await Alerts(city));
        await Water(city, "term-west-1", (25, 0.5), (30, 0.5));
        await Water(city, "term-east-1", (25, 0.3), (30, 0.3));
        await city.Advance(Start.AddMinutes(40));
        Assert.Equal(["term-east-1 open", "term-west-1 cleared pack off 20"], await Alerts(city));

        // On again, what holds is judged from that instant: two minutes of delay.
        await Put(city, "packs/rain/on", new { areas = new[] { West }, from = Start.AddMinutes(50), reason = "they are replaced" });
        await city.Advance(Start.AddMinutes(60));
        var again = (await city.Get("/v1/alerts?kind=high-water&entity=term-west-1&state=open")).GetProperty("items")[0];
        Assert.Equal(Start.AddMinutes(52), again.GetProperty("openedAt").GetDateTimeOffset());
        var fact = (await Facts(city)).Single(static line => line["pack"]?.GetValue<string>() == "rain" && line["digest"] is null);
        Assert.Equal(West, fact["area"]!.GetValue<string>());
    }

    [Fact]
    public async Task Off_CancelsWhatIsBookedLaterThere_AndSaysSo()
    {
        await using var city = await Town();
        await Put(city, "packs/rain/on", new { areas = new[] { West }, from = Start.AddMinutes(30), reason = "after the works" });
        var booked = (await Rain(city)).GetProperty("booked")[0];
        Assert.Equal(("on", West, Start.AddMinutes(30)), (booked.GetProperty("act").GetString(), booked.GetProperty("areas")[0].GetString(), booked.GetProperty("from").GetDateTimeOffset()));

        var off = await Put(city, "packs/rain/off", new { areas = new[] { West }, from = Start.AddMinutes(1), reason = "the gauges are gone for good" });
        Assert.Equal(booked.GetProperty("number").GetInt64(), Assert.Single(off.GetProperty("cancelled").EnumerateArray()).GetProperty("number").GetInt64());
        await Water(city, "term-west-1", (35, 0.5), (40, 0.5));
        await Water(city, "term-east-1", (35, 0.5), (40, 0.5));
        await city.Advance(Start.AddMinutes(60));
        Assert.Equal(["term-east-1 open"], await Alerts(city));
        Assert.Empty((await Rain(city)).GetProperty("booked").EnumerateArray());
    }

    [Fact]
    public async Task On_InAnAreaThatIsNotRegistered_IsRefused_UnlessOneLiesInIt()
    {
        await using var city = await Town();
        var refused = await city.Send(HttpMethod.Put, "/v1/packs/rain/on", new { areas = new[] { West, "430103002009" }, reason = "why" }, HttpStatusCode.BadRequest);
        Assert.Equal(("unknown-area", "areas"), (refused.GetProperty("code").GetString(), refused.GetProperty("member").GetString()));
        Assert.Contains("'430103002009' is not registered; GET /v1/areas", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("430103002009", refused.GetProperty("detailChinese").GetString(), StringComparison.Ordinal);
        await Put(city, "packs/rain/on", new { areas = new[] { "43" }, reason = "the province" });
    }

    [Fact]
    public async Task Limit_SetForAnAreaAndADevice_ChangesTheAlert_AndARestartKeepsIt()
    {
        var data = Path.Combine(folder.Path, "data");
        await using (var city = await Town())
        {
            var set = await Put(city, "settings/rain/water-limit", new { @for = West, value = 0.5, from = Start.AddMinutes(3), reason = "the road lies high" });
            Assert.Equal(("0.5", West), (set.GetProperty("value").GetString(), set.GetProperty("setFor").GetProperty("for").GetString()));
            await Put(city, "settings/rain/water-limit", new { @for = "term-east-1", value = 0.05, from = Start.AddMinutes(3), reason = "it stands in a tunnel" });
            await city.Kill();
        }

        await using var again = await CityProcess.StartReplay(data, Start);
        await Water(again, "term-west-1", (5, 0.3), (10, 0.3));
        await Water(again, "term-east-1", (5, 0.1), (10, 0.1));
        await again.Advance(Start.AddMinutes(15));
        Assert.Equal(["term-east-1 open"], await Alerts(again));
        var east = await Setting(again, "device=term-east-1");
        Assert.Equal(("0.05", "0.15", "m"), (east.GetProperty("value").GetString(), east.GetProperty("default").GetString(), east.GetProperty("unit").GetString()));
        Assert.StartsWith("term-east-1 2025-10-13, by ", east.GetProperty("origin").GetString(), StringComparison.Ordinal);
        Assert.Equal("0.5", (await Setting(again, $"area={West}")).GetProperty("value").GetString());
        Assert.Equal("default", (await Setting(again, $"area={East}")).GetProperty("origin").GetString());
    }

    [Theory]
    [InlineData("packs/orders/off", """{"reason":"why"}""", 409, "needed", "switch that off first")]
    [InlineData("packs/tides/on", """{"reason":"why"}""", 404, "unknown-pack", "install it first")]
    [InlineData("packs/rain/on", """{"reason":"why","version":"7.0"}""", 404, "unknown-version", "install it first")]
    [InlineData("packs/rain/off", """{"reason":"why","from":"2025-10-12T23:00:00Z"}""", 400, "too-early", "may be judged already")]
    [InlineData("packs/rain/off", """{"reason":" "}""", 400, "reason-required", "why")]
    [InlineData("packs/rain/off", """{"reason":"why","areas":["43010"]}""", 400, "bad-area", "43010")]
    [InlineData("settings/rain/water-limit", """{"value":0.01,"reason":"why"}""", 400, "out-of-range", "from 0.05 to 1000 m")]
    [InlineData("settings/rain/water-limit", """{"value":"soon","reason":"why"}""", 400, "wrong-type", "a number")]
    [InlineData("settings/rain/tide", """{"value":1,"reason":"why"}""", 404, "unknown-parameter", "water-limit")]
    [InlineData("settings/rain/water-limit", """{"value":1,"reason":"why","for":"term-nowhere"}""", 400, "unknown-place", "term-nowhere")]
    [InlineData("settings/estate-eyes/lane-dwell", """{"value":"5 minutes","reason":"why","for":"430103002001001"}""", 400, "too-fine", "430103002001001")]
    public async Task WhatMayNotBe_IsRefusedInBothLanguages(string path, string body, int status, string code, string says)
    {
        await using var city = await CityProcess.StartReplay(Path.Combine(folder.Path, "data"), Start);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await city.Http.PutAsync(new Uri($"/v1/{path}", UriKind.Relative), content, Cancellation);
        var problem = await CityProcess.Json(answer, (HttpStatusCode)status);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Contains(says, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(problem.GetProperty("detailChinese").GetString()!, static c => c is >= '\u4e00' and <= '\u9fff');
    }

    [Fact]
    public async Task Install_ThenOnAndOff_ThenRetire()
    {
        await using var city = await Town();
        const string manifest = """{ "pack": "quiet", "version": "1.0", "format": 1, "name": { "en": "Quiet", "zh": "安静" }, "needs": { "base": "1" } }""";
        var first = await city.Send(HttpMethod.Post, "/v1/packs", Files(manifest), HttpStatusCode.Created);
        Assert.Equal(first.GetProperty("digest").GetString(), (await city.Send(HttpMethod.Post, "/v1/packs", Files(manifest))).GetProperty("digest").GetString());
        var faulty = await city.Send(HttpMethod.Post, "/v1/packs", Files(manifest.Replace("\"base\"", "\"bass\"", StringComparison.Ordinal)), HttpStatusCode.UnprocessableEntity);
        Assert.Contains("N1 pack.json:1 $.needs", faulty.GetProperty("detail").GetString(), StringComparison.Ordinal);

        await Put(city, "packs/quiet/on", new { areas = new[] { West }, reason = "a trial" });
        var refused = await city.Send(HttpMethod.Post, "/v1/packs", Files(manifest.Replace("\"Quiet\"", "\"Calm\"", StringComparison.Ordinal)), HttpStatusCode.Conflict);
        Assert.Equal("version-taken", refused.GetProperty("code").GetString());
        Assert.Contains("raise the version", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var pack = (await city.Get("/v1/packs")).GetProperty("items").EnumerateArray().Single(static one => one.GetProperty("pack").GetString() == "quiet");
        Assert.Equal("on", pack.GetProperty("switches")[0].GetProperty("act").GetString());

        Assert.Equal("still-on", (await Delete(city, "quiet", HttpStatusCode.Conflict))!.Value.GetProperty("code").GetString());
        await Put(city, "packs/quiet/off", new { areas = new[] { West }, reason = "it is over" });
        await city.Advance(Start.AddMinutes(1));
        await Delete(city, "quiet", HttpStatusCode.NoContent);
        Assert.Equal("in-use", (await Delete(city, "rain", HttpStatusCode.Conflict))!.Value.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Start_SameVersionWithOtherContent_IsRefused_AHigherOneTakesItsPlace()
    {
        var (seeds, data) = (Seeds(), Path.Combine(folder.Path, "data"));
        await using (await CityProcess.StartReplay(data, Start, $"--Seeds={seeds}"))
        {
            // It begins with the packs as they are.
        }

        var manifest = Path.Combine(seeds, "packs", "air", "pack.json");
        var text = await File.ReadAllTextAsync(manifest, Cancellation);
        await File.WriteAllTextAsync(manifest, text.Replace("Smart environment", "Clever environment", StringComparison.Ordinal), Cancellation);
        var (exitCode, output) = await CityProcess.StartAndFail(data, $"--Seeds={seeds}", "--Clock:Mode=replay");
        Assert.Equal(2, exitCode);
        Assert.Contains("U5: 'air' 1.2 was on in this city with other content: raise the version in air/pack.json", output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(manifest, text.Replace("Smart environment", "Clever environment", StringComparison.Ordinal).Replace("\"1.2\"", "\"1.3\"", StringComparison.Ordinal), Cancellation);
        await using var again = await CityProcess.StartReplay(data, Start, $"--Seeds={seeds}");
        var air = (await again.Get("/v1/packs")).GetProperty("items").EnumerateArray().Single(static one => one.GetProperty("pack").GetString() == "air");
        Assert.Equal(("1.3", 2), (air.GetProperty("version").GetString(), air.GetProperty("versions").GetArrayLength()));
    }

    [Fact]
    public async Task Start_CityOfAFile_BeginsAsItSays_AndAWrongOneIsToldByLine()
    {
        var seeds = Seeds();
        var data = Path.Combine(folder.Path, "data");
        await File.WriteAllTextAsync(Path.Combine(seeds, "cities", "small.json"), """
            { "city": "small",
              "on": [ { "pack": "orders" }, { "pack": "base" },
                      { "pack": "rain", "areas": ["430103"], "set": { "water-limit": 0.01 } } ] }
            """, Cancellation);
        var (exitCode, output) = await CityProcess.StartAndFail(data, $"--Seeds={seeds}", "--City=small", "--Clock:Mode=replay");
        Assert.Equal(2, exitCode);
        Assert.Contains("C1 cities/small.json:3 $.on[2].set.water-limit: 'water-limit' may be set from 0.05 to 1000 m, not to 0.01", output, StringComparison.Ordinal);

        await using var city = await CityProcess.StartReplay(data, Start, $"--Seeds={seeds}", "--City=tianxin");
        var on = (await city.Get("/v1/packs")).GetProperty("items").EnumerateArray().ToDictionary(static pack => pack.GetProperty("pack").GetString()!, static pack => string.Join(' ', pack.GetProperty("onIn").EnumerateArray().Select(static area => $"'{area}'")));
        Assert.Equal(("''", "'430103'", "'4301'"), (on["orders"], on["fire"], on["rain"]));
    }

    /// <summary>A version that is on and cannot be read ends the start: nothing is guessed.</summary>
    [Fact]
    public async Task Start_VersionThatIsOnAndDamaged_IsRefused()
    {
        var (seeds, data) = (Seeds(), Path.Combine(folder.Path, "data"));
        await using (await CityProcess.StartReplay(data, Start, $"--Seeds={seeds}"))
        {
            // It begins with all packs.
        }

        Directory.Delete(Path.Combine(seeds, "packs", "air"), recursive: true);
        await using (var database = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Directory.GetFiles(data, "*.db").Single()}"))
        {
            await database.OpenAsync(Cancellation);
            await using var command = database.CreateCommand();
            command.CommandText = "DELETE FROM pack_file WHERE path = 'watch.json' AND digest IN (SELECT digest FROM pack_version WHERE pack = 'air')";
            Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancellation));
        }

        var (exitCode, output) = await CityProcess.StartAndFail(data, $"--Seeds={seeds}", "--Clock:Mode=replay");
        Assert.Equal(2, exitCode);
        Assert.Contains("of 'air' in the city's database is damaged", output, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private async Task<CityProcess> Town()
    {
        var city = await CityProcess.StartReplay(Path.Combine(folder.Path, "data"), Start);
        await SmallTown.Register(city, homes: 0);
        foreach (var (id, cell, longitude) in ((string, string, double)[])[("term-west-1", West, 112.9745), ("term-east-1", East, 112.9755)])
        {
            await city.Send(
                HttpMethod.Put, $"/v1/terminals/{id}", new { card = new { id, type = "terminal", kind = "water-level", cell, position = new { longitude, latitude = 28.19 }, privacy = "public" } }, HttpStatusCode.NoContent);
        }

        return city;
    }

    private static Task<JsonElement> Put(CityProcess city, string path, object body) => city.Send(HttpMethod.Put, $"/v1/{path}", body);

    private static object Files(string manifest) => new { files = new Dictionary<string, string> { ["pack.json"] = manifest } };

    private static async Task<JsonElement?> Delete(CityProcess city, string pack, HttpStatusCode expected)
    {
        using var answer = await city.Http.DeleteAsync(new Uri($"/v1/packs/{pack}?reason=nobody+wants+it", UriKind.Relative), Cancellation);
        Assert.Equal(expected, answer.StatusCode);
        return expected == HttpStatusCode.NoContent ? null : await CityProcess.Json(answer, expected);
    }

    private static async Task Water(CityProcess city, string id, params (int Minute, double Value)[] readings)
    {
        using var answer = await city.PostLines(readings.Select(reading => string.Create(
            CultureInfo.InvariantCulture, $$"""{"entity":"{{id}}","kind":"water-level","at":"{{Start.AddMinutes(reading.Minute):O}}","value":{{reading.Value}},"unit":"m"}""")));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private static async Task<List<string>> Alerts(CityProcess city) => [.. (await city.Get("/v1/alerts?kind=high-water")).GetProperty("items").EnumerateArray()
        .Select(static alert => alert.GetProperty("state").GetString() == "cleared"
            ? $"{alert.GetProperty("entity").GetString()} cleared {alert.GetProperty("reason").GetString()} {(int)(alert.GetProperty("clearedAt").GetDateTimeOffset() - Start).TotalMinutes}"
            : $"{alert.GetProperty("entity").GetString()} {alert.GetProperty("state").GetString()}")
        .Order(StringComparer.Ordinal)];

    private static async Task<JsonElement> Rain(CityProcess city) => (await city.Get("/v1/packs")).GetProperty("items").EnumerateArray().Single(static one => one.GetProperty("pack").GetString() == "rain");

    private static async Task<JsonElement> Setting(CityProcess city, string query) => (await city.Get($"/v1/settings?{query}")).GetProperty("packs").EnumerateArray()
        .Single(static one => one.GetProperty("pack").GetString() == "rain" && one.GetProperty("parameter").GetString() == "water-limit");

    private static async Task<List<JsonObject>> Facts(CityProcess city)
    {
        using var stream = await city.Http.GetStreamAsync(new Uri("/v1/feed?after=0", UriKind.Relative), Cancellation);
        using var reader = new StreamReader(stream);
        var facts = new List<JsonObject>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        while (!facts.Any(static fact => fact["pack"]?.GetValue<string>() == "rain" && fact["digest"] is null) && await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal) && JsonNode.Parse(line[5..]) is JsonObject fact)
            {
                facts.Add(fact);
            }
        }

        return facts;
    }

    private string Seeds()
    {
        var (from, to) = (new SiloSettings().Seeds, Path.Combine(folder.Path, "seeds"));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return to;
    }
}
