using System.Net;
using CityActors.Silo.Tests;
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

    [Fact]
    public async Task A_citizens_matter_is_filed_dispatched_to_another_confirmed_and_closed_in_the_drawer()
    {
        await SmallTown.Responder(City, "liu", "repair-crew", 112.9744);
        await SmallTown.Responder(City, "xu", "repair-crew", 112.9790);
        var reported = await City.Send(
            HttpMethod.Post,
            "/v1/orders",
            new { category = "part.utility.manhole-cover", position = new { longitude = 112.9743, latitude = 28.1899 }, text = "井盖缺失", channel = "window" },
            HttpStatusCode.Created);
        var order = reported.GetProperty("order").GetString()!;
        var page = await As("dispatcher", "/orders");
        await page.Locator("table").GetByText("Manhole cover missing or broken").First.ClickAsync();
        var drawer = page.GetByRole(AriaRole.Dialog, new() { Name = "Manhole cover missing or broken" });
        await Expect(drawer).ToContainTextAsync("井盖缺失");

        await Give(drawer, "file");
        await Until(order, "dispatched");
        await Expect(drawer).ToContainTextAsync("liu chosen");
        await drawer.Locator("[data-command=dispatch]").ClickAsync();
        await drawer.Locator("form").GetByLabel("repair crew").SelectOptionAsync("resp-xu");
        await drawer.Locator("form button.first").ClickAsync();
        await Expect(drawer.Locator("form")).ToHaveCountAsync(0);
        Assert.Equal("resp-xu", (await City.Get($"/v1/orders/{order}")).GetProperty("order").GetProperty("responders")[0].GetString());

        foreach (var command in new object[] { new { type = "sign-for", responder = "resp-xu" }, new { type = "start" }, new { type = "submit", reason = "a new cover lies" } })
        {
            await City.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", command);
        }

        await Give(drawer, "confirm");
        await Give(drawer, "close");
        await Until(order, "closed");
        await Expect(drawer).ToContainTextAsync("Closed");
        Assert.Empty(Faults);
    }

    private static async Task Give(ILocator drawer, string command)
    {
        await drawer.Locator($"[data-command={command}]").ClickAsync();
        await drawer.Locator("form button.first").ClickAsync();
        await Expect(drawer.Locator("form")).ToHaveCountAsync(0);
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
