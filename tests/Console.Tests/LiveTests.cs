using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CityActors.Console.Tests;

public sealed class LiveTests(Browser browser) : ConsoleTests(browser)
{
    [Fact]
    public async Task An_alert_appears_without_reloading_and_goes_when_it_has_ended()
    {
        var page = await As("officer");
        await Expect(page.GetByText("No alert is open.")).ToBeVisibleAsync();
        await BlockFireLane();
        var row = page.Locator("[data-alert]").First;
        await Expect(row).ToContainTextAsync("Fire lane blocked");
        await Expect(row).ToContainTextAsync("坡子街街道 试验社区");
        await Expect(page.Locator("[data-figure=high]")).ToHaveTextAsync("1");

        await City.Feed([$$"""{"entity":"{{Camera}}","kind":"fire-lane","at":"{{DateTimeOffset.UtcNow:O}}","zone":"lane-1","track":"t-17","phase":"end","confidence":0.93}"""]);
        await Expect(page.Locator("[data-alert]")).ToHaveCountAsync(0, new() { Timeout = 180_000 });
        Assert.Empty(Faults);
    }

    [Fact]
    public async Task When_the_server_is_gone_the_page_says_since_when_and_mends_itself()
    {
        var page = await As("officer");
        await BlockFireLane();
        await Expect(page.Locator("[data-alert]").First).ToBeVisibleAsync();

        await City.Kill();
        await Expect(page.Locator("[data-stale]")).ToContainTextAsync("this is how things stood then");
        await Expect(page.Locator("[data-alert]").First).ToBeVisibleAsync(); // Nothing is shown as gone that is only not known.
        await Expect(page.Locator("[data-alert] .cd").First).ToContainTextAsync("?");

        await City.Start();
        await Expect(page.Locator("[data-stale]")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Banner)).ToContainTextAsync("live");
        await BlockFireLane("t-18");
        await Expect(page.Locator("[data-figure=high]")).Not.ToHaveTextAsync("0");
    }

    [Fact]
    public async Task A_row_under_the_pointer_stays_and_tells_what_becomes_of_it()
    {
        await BlockFireLane();
        var alert = await City.OpenAlert();
        var page = await As("officer");
        var row = page.Locator($"[data-alert='{alert}']");
        await row.HoverAsync();
        await City.Send(HttpMethod.Post, $"/v1/alerts/{alert}/commands", new { type = "acknowledge" });
        await Expect(row).ToContainTextAsync("taken on");
        await City.Send(HttpMethod.Post, $"/v1/alerts/{alert}/commands", new { type = "false-alarm", reason = "moved away" });
        await Expect(row).ToContainTextAsync("on site");
        Assert.Empty(Faults);

        await page.Mouse.MoveAsync(1, 1);
        await Expect(row).ToHaveCountAsync(0);
        Assert.Empty(Faults);
    }
}
