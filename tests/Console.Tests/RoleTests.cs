using CityActors.Silo.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CityActors.Console.Tests;

/// <summary>What somebody may not see is not there, and what somebody may not do says why.</summary>
public sealed class RoleTests(Browser browser) : ConsoleTests(browser)
{
    [Fact]
    public async Task A_viewer_looks_at_public_matters_and_finds_nothing_of_homes_and_nothing_to_do()
    {
        await BlockFireLane();
        var order = await OpenOrder();
        var page = await As("viewer");
        var menu = page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });
        await Expect(menu.GetByRole(AriaRole.Link)).ToHaveTextAsync(["Overview", "Alerts", "Orders", "Devices", "Responders", "Areas", "Catalogue"]);
        foreach (var address in (string[])["/duty", "/grains", "/people", "/settings", "/audit"])
        {
            await page.GotoAsync(address);
            await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("There is no such page");
        }

        await page.GotoAsync($"/orders?order={order}");
        await Expect(page.Locator(".drawer")).ToContainTextAsync("Your role may look, and not act.");
        await Expect(page.Locator("[data-command]")).ToHaveCountAsync(0);
        await page.GotoAsync($"/?household={SmallTown.Home(1)}");
        await Expect(page.Locator(".drawer")).ToBeVisibleAsync();
        await Expect(page.Locator(".drawer input, .drawer textarea, .drawer form")).ToHaveCountAsync(0); // No reason opens a home to a viewer.
        Assert.Empty(Faults);
    }

    [Fact]
    public async Task An_officer_of_another_area_sees_nothing_of_this_one()
    {
        await BlockFireLane();
        var order = await OpenOrder();
        var alert = await City.OpenAlert();
        var page = await As("officer", area: "430102");
        await Expect(page.GetByText("No alert is open.")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-alert]")).ToHaveCountAsync(0);
        foreach (var address in (string[])["/orders", "/responders", "/devices", $"/?alert={alert}", $"/?order={order}", $"/?camera={Camera}"])
        {
            await page.GotoAsync(address);
            await Expect(page.GetByRole(AriaRole.Banner)).ToContainTextAsync("live");
            await Expect(page.Locator(address.Contains('?', StringComparison.Ordinal) ? ".drawer [role=alert]" : "main h1").First).ToBeVisibleAsync();
            await Expect(page.GetByText("试验社区")).ToHaveCountAsync(0);
            await Expect(page.Locator("[data-row], [data-command]")).ToHaveCountAsync(0);
        }

        Assert.Empty(Faults);
    }

    [Fact]
    public async Task An_officer_is_told_why_what_cannot_be_done_cannot_be_done()
    {
        await BlockFireLane();
        var page = await As("officer", $"/?order={await OpenOrder()}");
        await Expect(page.Locator("[data-command]").First).ToBeVisibleAsync();
        await Expect(page.Locator("[data-not-now] li").First).ToContainTextAsync(":");
        await Expect(page.Locator("[data-command=close]")).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-not-now]")).ToContainTextAsync("Close");
    }

    [Fact]
    public async Task A_home_opens_at_a_desk_with_a_reason_and_never_on_the_wall()
    {
        var address = $"/?household={SmallTown.Home(1)}";
        var wall = await As("officer", address, theme: "wall");
        await Expect(wall.GetByRole(AriaRole.Main).GetByRole(AriaRole.Heading).First).ToBeVisibleAsync();
        await Expect(wall.GetByRole(AriaRole.Banner)).ToContainTextAsync("live");
        await Expect(wall.Locator(".drawer")).ToHaveCountAsync(0);
        await Expect(wall.GetByText(SmallTown.Home(1))).ToHaveCountAsync(0);

        var desk = await As("officer", address);
        await Expect(desk.Locator(".drawer")).ToContainTextAsync("reason");
        Assert.DoesNotContain(Requests, static request => request.Contains("/v1/households/home-", StringComparison.Ordinal) && !request.Contains("reason=", StringComparison.Ordinal));
        Assert.Empty(Faults);
    }
}
