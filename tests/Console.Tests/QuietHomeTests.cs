using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CityActors.Console.Tests;

/// <summary>The alert of a home that fell quiet: explained to the officer who says why it is asked, and known to nobody else.</summary>
public sealed class QuietHomeTests(Browser browser) : ConsoleTests(browser)
{
    private const string Reason = "calling the home";

    [Fact]
    public async Task A_duty_officer_gives_a_reason_and_sees_why_there_is_an_alert_and_how_the_home_lives()
    {
        var alert = await QuietHome.FallsQuiet(City);
        var page = await As("officer");
        await page.Locator("[data-care]").ClickAsync();
        await page.Locator("[data-row]").ClickAsync();
        var drawer = page.GetByRole(AriaRole.Dialog);
        await Expect(drawer).ToContainTextAsync("Looking at a home");
        await Expect(drawer.Locator("[data-command=acknowledge]")).ToBeVisibleAsync(); // A home in need waits for no reason.
        await Expect(drawer.Locator("[data-why], [data-rhythm]")).ToHaveCountAsync(0);
        Assert.DoesNotContain(Requests, static request => request.Contains("/v1/households/home-", StringComparison.Ordinal));
        Assert.DoesNotContain(Reason, await Looks(), StringComparison.Ordinal);

        await drawer.GetByRole(AriaRole.Button, new() { Name = "Log it and look" }).ClickAsync();
        await Expect(drawer.GetByText("Give a reason of 3 to 300 characters.")).ToBeVisibleAsync();
        await drawer.GetByLabel("Reason").FillAsync(Reason);
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Log it and look" }).ClickAsync();

        var explanation = (await City.Get($"/v1/alerts/{alert}")).GetProperty("explanation");
        await Expect(drawer.Locator("[data-why]")).ToHaveTextAsync(explanation.GetProperty("english").GetString()!);
        await Expect(drawer).ToContainTextAsync(explanation.GetProperty("rule").GetString()!);
        var rhythm = await City.Get($"/v1/households/{QuietHome.Id}/rhythm?reason=test");
        var above = Math.Round(rhythm.GetProperty("activeAboveWatts").GetDouble(), MidpointRounding.AwayFromZero); // As a browser rounds.
        var chart = drawer.Locator("[data-rhythm]").GetByRole(AriaRole.Img);
        await Expect(chart).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex(string.Create(CultureInfo.InvariantCulture, $"last {QuietHome.Watts} W; active above {above} W\\. quiet since .* alert$")));
        await Expect(drawer.Locator("[data-rhythm]")).ToContainTextAsync("usual range");
        Assert.True(await IsDrawn(chart.Locator("canvas")), "The chart of the home's rhythm shows nothing.");
        Assert.Contains(Reason, await Looks(), StringComparison.Ordinal);

        Assert.Empty(Faults);
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Card of the home" }).ClickAsync();
        await Expect(drawer).ToContainTextAsync("old, living alone"); // One reason for the home and its alert.
        await Expect(drawer).ToContainTextAsync("base load");
        Assert.Empty(Faults);
    }

    [Fact]
    public async Task A_viewer_finds_the_home_nowhere()
    {
        var page = await As("viewer");
        var answers = new ConcurrentBag<Task<string>>();
        page.Response += (_, response) =>
        {
            if (response.Url.Contains("/v1/", StringComparison.Ordinal) && !response.Url.Contains("/v1/feed", StringComparison.Ordinal))
            {
                answers.Add(BodyOf(response));
            }
        };
        await Expect(page.GetByText("No alert is open.")).ToBeVisibleAsync();
        var alert = await QuietHome.FallsQuiet(City);
        var order = await OpenOrder();
        await BlockFireLane();
        await Expect(page.Locator("[data-alert]")).ToHaveCountAsync(1); // What the feed told of the home came before.
        foreach (var address in (string[])["/", "/alerts", "/alerts?kind=inactivity", "/alerts?state=cleared", "/orders", "/devices", "/areas"])
        {
            await Task.WhenAll(answers);
            await page.GotoAsync(address);
            await Expect(page.GetByRole(AriaRole.Banner)).ToContainTextAsync("live");
            await Expect(page.Locator("main :is(h1, h2)").First).ToBeAttachedAsync();
            await Expect(page.GetByText("Loading…")).ToHaveCountAsync(0);
            Assert.DoesNotContain("home-4", await page.ContentAsync(), StringComparison.Ordinal);
        }

        Assert.NotEmpty(answers);
        foreach (var answer in await Task.WhenAll(answers))
        {
            Assert.DoesNotContain("home-4", answer, StringComparison.Ordinal);
        }

        foreach (var address in (string[])[$"/?alert={alert}", $"/?order={order}", $"/?household={QuietHome.Id}"])
        {
            await page.GotoAsync(address);
            await Expect(page.Locator(".drawer :is([role=alert], .lock)").First).ToBeVisibleAsync();
            await Expect(page.Locator("[data-why], [data-rhythm], .drawer form, [data-command]")).ToHaveCountAsync(0);
        }

        Assert.Empty(Faults);
    }

    /// <summary>What an answer holds; nothing where the page went on before anybody could read it.</summary>
    private static async Task<string> BodyOf(IResponse response)
    {
        try
        {
            return await response.TextAsync();
        }
        catch (PlaywrightException gone) when (gone.Message.Contains("No resource with given identifier", StringComparison.Ordinal))
        {
            return "";
        }
    }

    private async Task<string> Looks() => (await City.Get($"/v1/looks?household={QuietHome.Id}")).GetRawText();

    private static async Task<bool> IsDrawn(ILocator canvas)
    {
        await Expect(canvas).ToBeVisibleAsync();
        return await canvas.EvaluateAsync<bool>("canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(value => value > 0)");
    }
}
