using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CityActors.Silo.Tests.Live;
using Npgsql;

namespace CityActors.Silo.Tests;

/// <summary>Packs in a real Silo: read at the start, kept in its database, and judged by.</summary>
public sealed partial class PackTests : IDisposable
{
    private const string Station = "term-air-1";
    private readonly TempFolder folder = new();

    [Fact]
    public async Task Start_WrongPack_EndsAndNamesCodeFileLineAndMend()
    {
        var seeds = Seeds();
        var file = Path.Combine(seeds, "packs", "air", "watch.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Cancellation)).Replace("\"on-delay\"", "\"ondelay\"", StringComparison.Ordinal), Cancellation);
        var (exitCode, output) = await CityProcess.StartAndFail(Path.Combine(folder.Path, "data"), $"--Seeds={seeds}");
        Assert.Equal(2, exitCode);
        Assert.Contains("air/watch.json: S2 watch.json:4 $.rules[0].ondelay: 'ondelay' is no word here; the words are ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Station_OfAPack_RaisesAnAlertWithLevelsAndAnOrder()
    {
        await using var city = new LiveCity();
        var silo = await city.Add();
        await SmallTown.Register(silo, homes: 0);
        await SmallTown.Responder(silo, "eco", "ecology-inspector", 112.9745);
        await Register(silo);
        var now = DateTimeOffset.UtcNow;
        await Send(silo, now, (180, 60), (120, 160), (60, 165), (1, 170));

        var alert = Assert.Single(await LiveCity.Until(silo, "/v1/alerts?kind=air-pollution", static alerts => alerts is [var one] && one.GetProperty("order").GetString()!.Length > 0));
        Assert.Equal((2, "air", "medium"), (alert.GetProperty("level").GetInt32(), alert.GetProperty("pack").GetString(), alert.GetProperty("priority").GetString()));
        Assert.StartsWith("PM2.5", alert.GetProperty("explanation").GetProperty("chinese").GetString(), StringComparison.Ordinal);
        var order = Assert.Single(await LiveCity.Until(silo, "/v1/orders?category=event.environment.air-warning", static orders => orders is [var one] && one.GetProperty("status").GetString() == "dispatched"));
        Assert.Equal("ecology", order.GetProperty("department").GetString());
    }

    [Fact]
    public async Task Pack_VanishedFromDisk_GoesOnFromTheDatabase()
    {
        var (seeds, data) = (Seeds(), Path.Combine(folder.Path, "data"));
        string digest;
        await using (var silo = await CityProcess.Start(data, $"--Seeds={seeds}"))
        {
            await SmallTown.Register(silo, homes: 0);
            await Register(silo);
            await Send(silo, DateTimeOffset.UtcNow, (120, 60));
            digest = await Digest(silo);
            await silo.Kill();
        }

        Directory.Delete(Path.Combine(seeds, "packs", "air"), recursive: true);
        await using var again = await CityProcess.Start(data, $"--Seeds={seeds}");
        Assert.Equal(digest, await Digest(again));
        await Send(again, DateTimeOffset.UtcNow, (60, 61), (1, 300));
        while ((await again.Get($"/v1/terminals/{Station}?reason=looking+at+its+value")).TryGetProperty("value", out var value) is false || value.GetDouble() != 300)
        {
            await Task.Delay(50, Cancellation);
        }
    }

    /// <summary>Another Silo's newer program switched on what this one cannot read: it stops, does not start again, and judges by nothing that it guesses.</summary>
    [Fact]
    public async Task Version_ThatThisProgramCannotRead_StopsTheSilosAndKeepsThemFromStarting()
    {
        Assert.SkipWhen(Store.Missing is not null, Store.Missing ?? "");
        var store = Store.NewDatabase();
        string[] arguments = [$"--Store={store}", .. Store.NewSilo()];
        await using (var silo = await CityProcess.Start(Path.Combine(folder.Path, "one"), arguments))
        {
            await Change(store, """
                INSERT INTO pack_version SELECT '0123456789abcdef', 'air', '9.0', installed_at FROM pack_version WHERE pack = 'air';
                INSERT INTO pack_file VALUES ('0123456789abcdef', 'tomorrow.json', '{}'::bytea);
                INSERT INTO pack_act SELECT last.number + 1, (content::jsonb || jsonb_build_object('number', last.number + 1, 'digest', '0123456789abcdef'))::text
                    FROM pack_act, (SELECT MAX(number) AS number FROM pack_act) AS last WHERE content::jsonb ->> 'pack' = 'air';
                """);
            while (!silo.HasExited)
            {
                await Task.Delay(50, Cancellation);
            }

            Assert.Contains("This Silo stops: the version 0123456789ab of 'air' in the city's database cannot be read by this program: ", silo.Output, StringComparison.Ordinal);
            Assert.Contains("tomorrow.json", silo.Output, StringComparison.Ordinal);
        }

        var (exitCode, output) = await CityProcess.StartAndFail(Path.Combine(folder.Path, "two"), arguments);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("the version 0123456789ab of 'air' in the city's database cannot be read by this program: ", output, StringComparison.Ordinal);
        await Change(store, "DELETE FROM pack_act WHERE number = (SELECT MAX(number) FROM pack_act)");
        await using var again = await CityProcess.Start(Path.Combine(folder.Path, "three"), arguments);
        Assert.NotEmpty(await Digest(again));
    }

    /// <summary>The pack of the page for those who write packs, from its files to a closed order: nothing of it is code.</summary>
    [Fact]
    public async Task NoiseAtNight_FromThePageToAClosedOrder()
    {
        var seeds = Seeds();
        var page = await File.ReadAllTextAsync(Path.Combine(new SiloSettings().Seeds, "..", "docs", "packs.md"), Cancellation);
        foreach (Match file in FileOfAPage().Matches(page[page.IndexOf("## Writing one", StringComparison.Ordinal)..]))
        {
            var path = Path.Combine(seeds, "packs", "noise-at-night", file.Groups[1].Value);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, file.Groups[2].Value, Cancellation);
        }

        var evening = new DateTimeOffset(2025, 10, 13, 13, 0, 0, TimeSpan.Zero); // 21:00 in China.
        await using var city = await CityProcess.StartReplay(Path.Combine(folder.Path, "data"), evening, $"--Seeds={seeds}");
        await SmallTown.Register(city, homes: 0);
        await SmallTown.Responder(city, "zhou", "grid-officer", 112.9745);
        await city.Send(
            HttpMethod.Put,
            "/v1/terminals/term-noise-1",
            new { card = new { id = "term-noise-1", type = "terminal", kind = "noise-meter", cell = "430103002001001", position = new { longitude = 112.9745, latitude = 28.19 }, privacy = "public" } },
            HttpStatusCode.NoContent);

        // Loud from 21:00 on, which counts from 22:00 on; louder still from 23:00 on; quiet after midnight.
        using var taken = await city.PostLines(Enumerable.Range(0, 60).Select(i => string.Create(CultureInfo.InvariantCulture,
            $$"""{"entity":"term-noise-1","kind":"noise","at":"{{evening.AddMinutes(5 * i):O}}","value":{{(i < 24 ? 58 : i < 36 ? 70 : 41)}},"unit":"dB(A)"}""")));
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        await city.Advance(evening.AddMinutes(76));
        var alert = Assert.Single((await city.Get("/v1/alerts?kind=night-noise")).GetProperty("items").EnumerateArray());
        Assert.Equal((1, evening.AddMinutes(75)), (alert.GetProperty("level").GetInt32(), alert.GetProperty("openedAt").GetDateTimeOffset()));
        Assert.Equal("58 dB(A) since 2025-10-13 21:00, the limit is 50 dB(A).", alert.GetProperty("explanation").GetProperty("english").GetString());

        await city.Advance(evening.AddMinutes(136));
        alert = Assert.Single((await city.Get("/v1/alerts?kind=night-noise")).GetProperty("items").EnumerateArray());
        Assert.Equal((2, "medium"), (alert.GetProperty("level").GetInt32(), alert.GetProperty("priority").GetString()));
        var order = alert.GetProperty("order").GetString();
        foreach (var type in (string[])["sign-for", "start", "submit", "confirm", "close"])
        {
            await city.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", new { type });
        }

        Assert.Equal("closed", (await city.Get($"/v1/orders/{order}")).GetProperty("order").GetProperty("status").GetString());
        await city.Advance(evening.AddMinutes(240));
        alert = Assert.Single((await city.Get("/v1/alerts?kind=night-noise")).GetProperty("items").EnumerateArray());
        Assert.Equal("cleared", alert.GetProperty("state").GetString());
    }

    /// <summary>What the page for those who write packs types, from areas to a closed order.</summary>
    [Fact]
    public async Task Page_FromAnInstalledPackToAClosedOrder_IsTypedAsItStands()
    {
        Shell.Needs("curl", "date");
        await using var city = await CityProcess.Start(Path.Combine(folder.Path, "data"));
        var section = DocsPage.Read("docs/packs.md");
        section = section[section.IndexOf("## From an installed pack", StringComparison.Ordinal)..section.IndexOf("## In code", StringComparison.Ordinal)];
        var script = string.Join('\n', DocsPage.Blocks(section, "bash").Prepend("set -e"));
        var (code, results, says) = await Shell.Run(script, folder.Path, new Dictionary<string, string> { ["URL"] = city.Http.BaseAddress!.ToString().TrimEnd('/'), ["KEY"] = CityProcess.AdminKey });
        Assert.True(code == 0 && results.TrimEnd().EndsWith("\"status\":\"closed\"", StringComparison.Ordinal), $"{code} {results}\n{says}");
    }

    [Fact]
    public async Task SchemaOfAnObservation_HasEveryKindWithItsEntityUnitAndRange()
    {
        await using var silo = await CityProcess.Start(Path.Combine(folder.Path, "data"));
        var schema = await silo.Get("/v1/observations/schema");
        var kinds = (await silo.Get("/v1/packs")).GetProperty("items").EnumerateArray().SelectMany(static pack => pack.GetProperty("kinds").EnumerateArray())
            .Select(static kind => (Code: kind.GetProperty("code").GetString(), Unit: kind.GetProperty("unit").GetString())).ToList();
        var named = schema.GetProperty("properties").GetProperty("kind").GetProperty("enum").EnumerateArray().Select(static kind => kind.GetString()).ToList();
        Assert.Empty(named.Except(kinds.Select(static kind => kind.Code)));
        Assert.Contains("pm25", named);
        Assert.DoesNotContain("pm25-day", named); // No device sends what rules derive.
        var rules = schema.GetProperty("allOf").EnumerateArray().ToList();
        Assert.Contains("fire-lane", rules[0].GetProperty("if").GetProperty("properties").GetProperty("kind").GetProperty("enum").EnumerateArray().Select(static kind => kind.GetString()));
        var values = rules.Skip(1).ToDictionary(static rule => rule.GetProperty("if").GetProperty("properties").GetProperty("kind").GetProperty("const").GetString()!, static rule => rule.GetProperty("then").GetProperty("properties"));
        Assert.All(values, value => Assert.Equal(kinds.Single(kind => kind.Code == value.Key).Unit, value.Value.GetProperty("unit").GetProperty("const").GetString()));
        var gauge = values["water-level"];
        Assert.Equal((-10, 1000), (gauge.GetProperty("value").GetProperty("minimum").GetDouble(), gauge.GetProperty("value").GetProperty("maximum").GetDouble()));
        Assert.Equal([655.35, 65.535], gauge.GetProperty("value").GetProperty("not").GetProperty("enum").EnumerateArray().Select(static code => code.GetDouble()));
        Assert.Equal("^term-", gauge.GetProperty("entity").GetProperty("pattern").GetString());
    }

    public void Dispose() => folder.Dispose();

    [GeneratedRegex("`([a-z]+\\.json)`\n```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex FileOfAPage();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<string> Digest(CityProcess silo) => (await silo.Get("/v1/packs")).GetProperty("items").EnumerateArray()
        .Single(static pack => pack.GetProperty("pack").GetString() == "air").GetProperty("digest").GetString()!;

    private static async Task Change(string store, string sql)
    {
        await using var database = NpgsqlDataSource.Create(store);
        await using var command = database.CreateCommand(sql);
        Assert.True(await command.ExecuteNonQueryAsync(Cancellation) > 0);
    }

    private static Task Register(CityProcess silo) => silo.Send(
        HttpMethod.Put,
        $"/v1/terminals/{Station}",
        new { card = new { id = Station, type = "terminal", kind = "air-station", cell = "430103002001001", position = new { longitude = 112.9745, latitude = 28.19 }, privacy = "public" } },
        HttpStatusCode.NoContent);

    private static async Task Send(CityProcess silo, DateTimeOffset now, params (int MinutesAgo, double Value)[] readings)
    {
        using var answer = await silo.PostLines(readings.Select(reading => string.Create(
            CultureInfo.InvariantCulture, $$"""{"entity":"{{Station}}","kind":"pm25","at":"{{now.AddMinutes(-reading.MinutesAgo):O}}","value":{{reading.Value}},"unit":"µg/m³"}""")));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    /// <summary>The repository's seeds, whose packs may be changed.</summary>
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
