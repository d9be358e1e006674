using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityActors.Silo.Tests;

/// <summary>A calendar that ends or was corrected: it is told, and answers that were given stay as they were.</summary>
public sealed class CalendarTests
{
    [Fact]
    public async Task Year_Missing_IsToldAndOrdersThatWaitForItAreCountedAndListed()
    {
        using var folder = new TempFolder();
        await using var city = await CityProcess.StartReplay(folder.Path, new(2026, 10, 20, 1, 0, 0, TimeSpan.Zero));
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
        Assert.Equal([filed, order], await Waiting(city));
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

        foreach (var correct in (Action<JsonArray>[])[ShortenNationalDay, years => KeepUpTo(years, 2024)])
        {
            await city.Kill();
            Correct(Path.Combine(seeds.Path, "calendars", "china.json"), correct);
            await city.Start();
            Assert.Equal(answer.GetRawText(), (await Repeat()).GetRawText());
        }

        Task<JsonElement> Repeat() => city.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", Dispatch);
    }

    private static object Dispatch { get; } = new { type = "dispatch", department = "sanitation", commandId = "the-dispatch" };

    private static async Task<string> Reported(CityProcess city, double longitude)
    {
        var report = new { category = "event.environment.exposed-waste", position = new { longitude, latitude = 28.19 } };
        return (await city.Send(HttpMethod.Post, "/v1/orders", report, HttpStatusCode.Created)).GetProperty("order").GetString()!;
    }

    private static async Task<string> Filed(CityProcess city, double longitude = 112.9745)
    {
        var order = await Reported(city, longitude);
        await city.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", new { type = "file" });
        return order;
    }

    private static async Task<string> Dispatched(CityProcess city)
    {
        var order = await Filed(city);
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

    private static void ShortenNationalDay(JsonArray years) =>
        years.Single(year => (int)year!["year"]! == 2025)!["holidays"]!.AsArray().Single(holiday => (string)holiday!["from"]! == "2025-10-01")!["to"] = "2025-10-07";

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
