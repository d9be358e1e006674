using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityActors.Silo.Tests;

/// <summary>A calendar that ends or was corrected: it is told, and answers that were given stay as they were.</summary>
public sealed class CalendarTests
{
    private const string Waste = "event.environment.exposed-waste"; // Four working hours.
    private const string Visit = "service.care.visit"; // A working day; no two are one matter.

    [Fact]
    public async Task Year_Missing_IsToldAndOrdersThatWaitForItAreListedUntilItArrives()
    {
        using var folder = new TempFolder();
        using var seeds = new TempFolder();
        Copy(Path.Combine(Root(), "seeds"), seeds.Path);
        await using var city = await CityProcess.StartReplay(folder.Path, new(2026, 10, 20, 1, 0, 0, TimeSpan.Zero), $"--Seeds={seeds.Path}");
        await SmallTown.Register(city, homes: 1);
        Assert.Equal(("2026-12-31", null, 0), await Calendar(city));

        await city.Advance(new(2026, 12, 21, 1, 0, 0, TimeSpan.Zero));
        var order = await Dispatched(city);
        await city.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", new { type = "suspend", reason = "snow", until = "2027-01-05T01:00:00Z" });
        Assert.Equal(("2026-12-31", 2027, 0), await Calendar(city));

        await city.Advance(new(2027, 1, 7, 1, 0, 0, TimeSpan.Zero));
        Assert.Equal(("2026-12-31", 2027, 1), await Calendar(city));
        var filed = await Filed(city, 112.9755); // It cannot be dispatched: four working hours from now end in the year.
        await city.Send(HttpMethod.Post, $"/v1/orders/{await Reported(city, 112.9765)}/commands", new { type = "not-file", reason = "ended" });
        Assert.Equal(("2026-12-31", 2027, 2), await Calendar(city));
        var waiting = await Waiting(city);
        Assert.Equal([filed, order], waiting);

        await city.Kill();
        Correct(CalendarOf(seeds), static years => years.Add(new JsonObject { ["year"] = 2027, ["holidays"] = new JsonArray(), ["workingDays"] = new JsonArray() }));
        await city.Start();
        Assert.Equal(("2027-12-31", null, 0), await Calendar(city));
        Assert.Empty(await Waiting(city));
        var resumed = (await city.Get($"/v1/orders/{order}")).GetProperty("order");
        Assert.Equal(("dispatched", "handling"), (resumed.GetProperty("status").GetString(), resumed.GetProperty("dueClock").GetString()));
        await city.Send(HttpMethod.Post, $"/v1/orders/{filed}/commands", Dispatch);
    }

    [Fact]
    public async Task Calendar_CorrectedAndKilledMeanwhile_MovesEachOpenDeadlineByOneLineAndNeverBack()
    {
        using var folder = new TempFolder();
        using var seeds = new TempFolder();
        Copy(Path.Combine(Root(), "seeds"), seeds.Path);
        Correct(CalendarOf(seeds), static years => NationalDay(years, "2025-10-07"));
        await using var city = await CityProcess.StartReplay(folder.Path, new(2025, 9, 30, 9, 30, 0, TimeSpan.Zero), $"--Seeds={seeds.Path}");
        await SmallTown.Register(city, homes: 1);
        string[] orders = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Dispatched(city, Visit)));
        var closed = await Reported(city, 112.9745, Visit);
        await city.Send(HttpMethod.Post, $"/v1/orders/{closed}/commands", new { type = "not-file", reason = "nothing there" });
        var ended = await Timeline(city, closed);
        Assert.Equal("2025-10-08T09:30:00+00:00", await DueAt(city, orders[0]));

        Correct(CalendarOf(seeds), static years => NationalDay(years, "2025-10-08")); // One day more.
        for (var again = 0; again < 2; again++)
        {
            await city.Kill(); // At whatever it is: what is to be moved is stored with the new calendar.
            await city.Start();
        }

        await city.Export();
        foreach (var order in orders)
        {
            var line = Assert.Single(await Timeline(city, order), static line => line.GetProperty("what").GetString() == "calendar-corrected");
            Assert.Equal(
                ("2025-10-08T09:30:00+00:00", "2025-10-09T09:30:00+00:00", "handling"),
                (line.GetProperty("dueBefore").GetString(), line.GetProperty("until").GetString(), line.GetProperty("subject").GetString()));
            Assert.Equal("2025-10-09T09:30:00+00:00", await DueAt(city, order));
        }

        Assert.Equal(ended.Length, (await Timeline(city, closed)).Length);
        Assert.NotEqual(default, (await city.Get("/v1/status")).GetProperty("calendar").GetProperty("correctedAt").GetDateTimeOffset());

        await city.Terminate();
        Correct(CalendarOf(seeds), static years => NationalDay(years, "2025-10-07")); // Taken back: nothing is due earlier.
        await city.Start();
        await city.Advance(new(2025, 10, 9, 9, 29, 0, TimeSpan.Zero));
        Assert.Equal("2025-10-09T09:30:00+00:00", await DueAt(city, orders[0]));
        await city.Advance(new(2025, 10, 9, 9, 31, 0, TimeSpan.Zero));
        string?[] happened = [.. (await Timeline(city, orders[0])).Select(static line => line.GetProperty("what").GetString())];
        Assert.Equal("handling-overdue", happened[^1]);
        Assert.Single(happened, static what => what == "calendar-corrected");
    }

    [Fact]
    public async Task Calendar_CorrectedOnTheWallClock_OpenDeadlinesFollow()
    {
        using var folder = new TempFolder();
        using var seeds = new TempFolder();
        Copy(Path.Combine(Root(), "seeds"), seeds.Path);
        Correct(CalendarOf(seeds), static years => Plain(years));
        await using var city = await CityProcess.Start(folder.Path, $"--Seeds={seeds.Path}");
        await SmallTown.Register(city, homes: 1);
        var order = await Dispatched(city);
        var before = DateTimeOffset.Parse((await DueAt(city, order))!, CultureInfo.InvariantCulture);
        var day = DateOnly.FromDateTime(before.ToOffset(TimeSpan.FromHours(8)).DateTime);

        await city.Kill();
        Correct(CalendarOf(seeds), years => Plain(years, day));
        await city.Start();

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!(await Timeline(city, order)).Any(static line => line.GetProperty("what").GetString() == "calendar-corrected"))
        {
            await Task.Delay(50, limit.Token);
        }

        var after = DateTimeOffset.Parse((await DueAt(city, order))!, CultureInfo.InvariantCulture);
        Assert.True(after >= before.AddDays(1), $"{after:O} is no day later than {before:O}.");
    }

    [Fact]
    public async Task Calendar_CorrectedOrWithoutTheYear_ARepeatedCommandGetsTheAnswerItGot()
    {
        using var folder = new TempFolder();
        using var seeds = new TempFolder();
        Copy(Path.Combine(Root(), "seeds"), seeds.Path);
        await using var city = await CityProcess.StartReplay(folder.Path, new(2025, 9, 30, 9, 30, 0, TimeSpan.Zero), $"--Seeds={seeds.Path}"); // 17:30 in China, before the National Day holidays.
        await SmallTown.Register(city, homes: 1);
        var order = await Dispatched(city);
        var answer = await Repeat();
        Assert.Equal("2025-10-09T03:30:00+00:00", answer.GetProperty("dueAt").GetString());

        foreach (var correct in (Action<JsonArray>[])[years => NationalDay(years, "2025-10-07"), years => KeepUpTo(years, 2024)])
        {
            await city.Kill();
            Correct(CalendarOf(seeds), correct);
            await city.Start();
            Assert.Equal(answer.GetRawText(), (await Repeat()).GetRawText());
        }

        Task<JsonElement> Repeat() => city.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", Dispatch);
    }

    private static object Dispatch { get; } = new { type = "dispatch", department = "sanitation", commandId = "the-dispatch" };

    private static async Task<string> Reported(CityProcess city, double longitude, string category = Waste)
    {
        var report = new { category, position = new { longitude, latitude = 28.19 } };
        return (await city.Send(HttpMethod.Post, "/v1/orders", report, HttpStatusCode.Created)).GetProperty("order").GetString()!;
    }

    private static async Task<string> Filed(CityProcess city, double longitude = 112.9745, string category = Waste)
    {
        var order = await Reported(city, longitude, category);
        await city.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", new { type = "file" });
        return order;
    }

    private static async Task<string> Dispatched(CityProcess city, string category = Waste)
    {
        var order = await Filed(city, category: category);
        await city.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", Dispatch);
        return order;
    }

    private static async Task<(string? LastDay, int? MissingYear, int WaitingOrders)> Calendar(CityProcess city)
    {
        await city.Export(); // Waits until the lists have followed.
        var calendar = (await city.Get("/v1/status")).GetProperty("calendar");
        return (
            calendar.GetProperty("lastDay").GetString(),
            calendar.TryGetProperty("missingYear", out var year) ? year.GetInt32() : null,
            calendar.GetProperty("waitingOrders").GetInt32());
    }

    private static async Task<string[]> Waiting(CityProcess city) =>
        [.. (await city.Get("/v1/orders?waitingFor=calendar")).GetProperty("items").EnumerateArray().Select(static order => order.GetProperty("id").GetString()!)];

    private static async Task<JsonElement[]> Timeline(CityProcess city, string order) =>
        [.. (await city.Get($"/v1/orders/{order}")).GetProperty("timeline").EnumerateArray()];

    private static async Task<string?> DueAt(CityProcess city, string order) =>
        (await city.Get($"/v1/orders/{order}")).GetProperty("order").GetProperty("dueAt").GetString();

    private static void NationalDay(JsonArray years, string to) =>
        years.Single(year => (int)year!["year"]! == 2025)!["holidays"]!.AsArray().Single(holiday => (string)holiday!["from"]! == "2025-10-01")!["to"] = to;

    /// <summary>This year and those around it, with no holiday but one, whenever the test runs.</summary>
    private static void Plain(JsonArray years, DateOnly? holiday = null)
    {
        years.Clear();
        for (var year = DateTime.UtcNow.Year - 1; year <= DateTime.UtcNow.Year + 1; year++)
        {
            var holidays = holiday?.Year == year ? new JsonArray(new JsonObject { ["from"] = $"{holiday:O}", ["to"] = $"{holiday:O}" }) : [];
            years.Add(new JsonObject { ["year"] = year, ["holidays"] = holidays, ["workingDays"] = new JsonArray() });
        }
    }

    private static string CalendarOf(TempFolder seeds) => Path.Combine(seeds.Path, "calendars", "china.json");

    private static void KeepUpTo(JsonArray years, int last)
    {
        foreach (var year in years.Where(year => (int)year!["year"]! > last).ToList())
        {
            years.Remove(year);
        }
    }

    private static void Correct(string file, Action<JsonArray> correct)
    {
        var calendar = JsonNode.Parse(File.ReadAllText(file))!;
        correct(calendar["years"]!.AsArray());
        File.WriteAllText(file, calendar.ToJsonString());
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
