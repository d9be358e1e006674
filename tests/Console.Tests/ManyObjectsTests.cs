using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CityActors.Silo.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CityActors.Console.Tests;

/// <summary>
/// Many marks on the map, many changes a second: the page's memory stays, and at the end it shows what the lists say. A quarter of a minute in the check;
/// <c>CITY_MAP_MINUTES=10 CITY_MAP_SCALE=1</c> makes it ten minutes with more than 10,000 marks. How long a frame takes is printed; here everything is drawn in software.
/// </summary>
public sealed class ManyObjectsTests(Browser browser) : ConsoleTests(browser)
{
    private const int ChangesASecond = 200;
    private static readonly double Minutes = Given("CITY_MAP_MINUTES", 0.25);
    private static readonly double Scale = Given("CITY_MAP_SCALE", 0.1);

    [Fact]
    public async Task Memory_stays_and_nothing_is_lost_or_stale()
    {
        using var data = new TempFolder();
        await using var district = await CityProcess.Start(data.Path, "--Demo=false");
        await district.Send(HttpMethod.Post, "/v1/districts/tianxin/expand", new { scale = Scale, seed = 7, drill = true });
        var responders = await All(district, "/v1/responders");
        foreach (var chunk in responders.Chunk(20))
        {
            await Task.WhenAll(chunk.Select(card => Put(district, card, 0)));
        }

        var page = await Window();
        await page.GotoAsync($"http://127.0.0.1:{district.Port}/#key={CityProcess.AdminKey}");
        await Expect(page.Locator("[data-ready=true]")).ToBeVisibleAsync(new() { Timeout = 180_000 });
        var marks = await Shown(page, "responders", responders.Count) + await Shown(page, "devices", 1);
        await page.EvaluateAsync("() => { window.frames_ = []; let last = performance.now(); const next = now => { window.frames_.push(now - last); last = now; requestAnimationFrame(next); }; requestAnimationFrame(next); }");

        await Move(district, responders, TimeSpan.FromSeconds(5)); // Warm: what is kept for ever is there now.
        var before = await Heap(page);
        await Move(district, responders, TimeSpan.FromMinutes(Minutes));
        await Shown(page, "responders", responders.Count);
        await Same(page, district);
        var after = await Heap(page);

        var frames = (await page.EvaluateAsync<double[]>("() => window.frames_")).Order().ToList();
        Tell($"{marks:N0} marks, {ChangesASecond} changes/s for {Minutes:0.##} min: heap {before / 1e6:N1} to {after / 1e6:N1} MB; frames median {frames[frames.Count / 2]:N0} ms, 95 % {frames[frames.Count * 95 / 100]:N0} ms, longest {frames[^1]:N0} ms");
        Assert.True(after < before * 1.05 + 1e6, $"The page grew from {before:N0} to {after:N0} bytes.");
        Assert.Empty(Faults);
    }

    private static double Given(string name, double usual) =>
        double.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given) ? given : usual;

    private static void Tell(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);

    private static async Task<List<JsonElement>> All(CityProcess city, string path)
    {
        var items = new List<JsonElement>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await city.Get($"{path}?limit=500&cursor={cursor}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        return items;
    }

    // Each responder in turn goes a few metres, at a steady rate.
    private static async Task Move(CityProcess city, List<JsonElement> responders, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        for (var moved = 0; watch.Elapsed < duration;)
        {
            var due = (int)(watch.Elapsed.TotalSeconds * ChangesASecond) - moved;
            await Task.WhenAll(Enumerable.Range(moved, Math.Min(due, 50)).Select(number => Put(city, responders[number % responders.Count], number)));
            moved += Math.Min(due, 50);
            await Task.Delay(10, Cancellation);
        }
    }

    private static async Task Put(CityProcess city, JsonElement card, int number)
    {
        var (id, position) = (card.GetProperty("id").GetString(), card.GetProperty("position"));
        var step = number % 7 * 0.00003;
        using var response = await city.Http.PutAsJsonAsync(
            new Uri($"/v1/responders/{id}", UriKind.Relative),
            new
            {
                id,
                name = card.GetProperty("name").GetString(),
                skills = card.GetProperty("skills"),
                area = card.GetProperty("area").GetString(),
                position = new { longitude = position.GetProperty("longitude").GetDouble() + step, latitude = position.GetProperty("latitude").GetDouble() },
                shiftStart = "00:00:00", // Round the clock: all are on the map whatever the hour.
                shiftEnd = "00:00:00",
                capacity = card.GetProperty("capacity").GetInt32(),
            },
            Cancellation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>Waits until the map shows so many marks of a kind.</summary>
    private static async Task<int> Shown(IPage page, string kind, int least)
    {
        await page.WaitForFunctionAsync("([kind, least]) => document.querySelector('[data-ready]').shown()[kind].length >= least", new object[] { kind, least });
        return await page.EvaluateAsync<int>("kind => document.querySelector('[data-ready]').shown()[kind].length", kind);
    }

    /// <summary>What the map shows is what the lists say, all of it and nothing else.</summary>
    private static async Task Same(IPage page, CityProcess city)
    {
        string[] wanted = [.. (await All(city, "/v1/responders"))
            .Select(static card => (Id: card.GetProperty("id").GetString(), At: card.GetProperty("position")))
            .Select(static card => string.Create(CultureInfo.InvariantCulture, $"{card.Id} {card.At.GetProperty("longitude").GetDouble():0.######} {card.At.GetProperty("latitude").GetDouble():0.######}"))
            .Order(StringComparer.Ordinal)];
        await page.WaitForFunctionAsync(
            "wanted => { const shown = document.querySelector('[data-ready]').shown().responders.map(([id, key]) => { const [at] = key.split(' '); const [x, y] = at.split(','); return `${id} ${+(+x).toFixed(6)} ${+(+y).toFixed(6)}`; }).sort(); return JSON.stringify(shown) === JSON.stringify(wanted); }",
            wanted,
            new() { PollingInterval = 500 });
    }

    private static async Task<double> Heap(IPage page)
    {
        await page.EvaluateAsync("() => { window.frames_ = window.frames_.slice(-2000); }");
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("HeapProfiler.enable");
        await devTools.SendAsync("HeapProfiler.collectGarbage");
        var usage = await devTools.SendAsync("Runtime.getHeapUsage");
        await devTools.DetachAsync();
        return usage!.Value.GetProperty("usedSize").GetDouble();
    }
}
