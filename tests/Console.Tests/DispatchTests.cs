using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CityActors.Console.Tests;

/// <summary>An officer's first day: find, understand, act.</summary>
public sealed class DispatchTests(Browser browser) : ConsoleTests(browser)
{
    [Fact]
    public async Task An_alert_is_opened_explained_and_taken_on_with_the_keyboard_alone()
    {
        var page = await As("officer");
        await BlockFireLane();
        await Expect(page.Locator("[data-alert]").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("g");
        await Expect(page.Locator("[data-alert]").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        var drawer = page.GetByRole(AriaRole.Dialog);
        await Expect(drawer).ToContainTextAsync("a vehicle has stood in lane-1");
        await Expect(drawer).ToContainTextAsync("tan chosen: nearest free patrol");
        await Expect(drawer.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("y");
        var acknowledge = drawer.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).First;
        await Expect(acknowledge).ToBeFocusedAsync(); // Nothing was sent by one key.
        Assert.Equal("open", (await City.Get("/v1/alerts")).GetProperty("items")[0].GetProperty("state").GetString());

        await page.Keyboard.PressAsync("Enter");
        await Expect(drawer).ToContainTextAsync("taken on");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.Equal("acknowledged", (await City.Get("/v1/alerts")).GetProperty("items")[0].GetProperty("state").GetString());
        Assert.Empty(Faults);
    }

    [Fact]
    public async Task What_cannot_be_done_now_says_why_and_a_reason_that_was_typed_survives_a_lost_session()
    {
        await BlockFireLane();
        var order = await OpenOrder();
        await Until(order, "dispatched");
        await Register("limin", "dispatcher", "a good password");
        var page = await Window();
        await page.GotoAsync($"/?order={order}");
        await SignIn(page);
        var drawer = page.GetByRole(AriaRole.Dialog, new() { Name = "Fire lane blocked" });
        await Expect(drawer).ToContainTextAsync("not at this stage"); // What cannot be done stands there, and why.
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Return" }).ClickAsync();
        await drawer.GetByRole(AriaRole.Textbox).First.FillAsync("a private road: for Fire and Rescue");

        await Disable(true);
        await Expect(page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
        await Disable(false);
        await SignIn(page);
        await Expect(drawer.GetByRole(AriaRole.Textbox).First).ToHaveValueAsync("a private road: for Fire and Rescue");
    }

    private static async Task SignIn(IPage page)
    {
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("limin");
        await page.GetByLabel("Password").FillAsync("a good password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true })).ToHaveCountAsync(0);
    }

    private Task Disable(bool disabled) => City.Send(HttpMethod.Put, "/v1/people/limin", new { role = "dispatcher", area = "430103", disabled });
}
