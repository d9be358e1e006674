using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CityActors.Console.Tests;

/// <summary>What axe-core finds on every page, by day and by night.</summary>
public sealed class AccessibilityTests(Browser browser) : ConsoleTests(browser)
{
    private readonly List<string> found = [];

    [Fact]
    public async Task Pages_of_the_desk_have_no_serious_fault()
    {
        await BlockFireLane();
        var order = await OpenOrder();
        var alert = await City.OpenAlert();
        var page = await As("admin", area: "");
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        string[] pages = ["/", "/alerts", "/orders", "/devices", "/responders", "/areas", "/duty", "/catalogue", "/grains", "/people", "/settings", "/audit", $"/?alert={alert}", $"/orders?order={order}", $"/?camera={Camera}"];
        foreach (var address in pages)
        {
            await page.GotoAsync(address);
            await Expect(page.GetByRole(AriaRole.Banner)).ToContainTextAsync("live");
            await Expect(page.Locator("main :is(h1, h2)").First).ToBeAttachedAsync();
            await Expect(page.GetByText("Loading…")).ToHaveCountAsync(0);
            await Look(page, address);
        }

        await page.GotoAsync($"/orders?order={order}");
        await page.Locator("[data-command=suspend]").ClickAsync();
        await Expect(page.Locator(".drawer form")).ToBeVisibleAsync();
        await Look(page, "the form of a command");
        await page.GotoAsync("/people");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register a person" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Look(page, "the form of a person");
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public async Task The_door_and_the_pages_of_phones_have_no_serious_fault()
    {
        var door = await Window();
        await door.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await door.GotoAsync("/");
        await Expect(door.GetByLabel("Password")).ToBeVisibleAsync();
        await Look(door, "the door");

        var phone = await Window(width: 390, height: 844);
        await phone.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        foreach (var address in (string[])["/report", "/report?view=track"])
        {
            await phone.GotoAsync(address);
            await Expect(phone.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await Expect(phone.GetByText("Loading…")).ToHaveCountAsync(0);
            await Look(phone, address);
        }

        await Register("tanjing", "responder", "a good password", Crew);
        await phone.GotoAsync("/field");
        await Expect(phone.GetByLabel("Password")).ToBeVisibleAsync();
        await Look(phone, "the door of /field");
        await phone.GetByLabel("Name", new() { Exact = true }).FillAsync("tanjing");
        await phone.GetByLabel("Password").FillAsync("a good password");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await BlockFireLane();
        await Expect(phone.Locator("[data-accept]")).ToBeVisibleAsync();
        await Look(phone, "/field");
        await phone.Locator("[data-order] .open").ClickAsync();
        await Expect(phone.Locator("[data-act=sign-for]")).ToBeVisibleAsync();
        await Look(phone, "/field, an order");
        await phone.Locator("[data-act=sign-for]").ClickAsync();
        await Expect(phone.Locator("[data-act=start]")).ToBeVisibleAsync();
        await Look(phone, "/field, an order in hand");
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public async Task A_quiet_home_a_wall_and_a_report_that_was_sent_have_no_serious_fault()
    {
        var alert = await QuietHome.FallsQuiet(City);
        await BlockFireLane();
        var page = await As("officer");
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.GotoAsync($"/?alert={alert}");
        await Expect(page.Locator(".drawer [data-command]").First).ToBeVisibleAsync();
        await Look(page, "a home's alert, before a reason is given");
        await page.GetByLabel("Reason").FillAsync("calling the home");
        await page.GetByRole(AriaRole.Button, new() { Name = "Log it and look" }).ClickAsync();
        await Expect(page.Locator("[data-rhythm] canvas")).ToBeVisibleAsync();
        await Look(page, "a home's alert");
        await page.GetByRole(AriaRole.Button, new() { Name = "Card of the home" }).ClickAsync();
        await Expect(page.Locator("[data-rhythm] canvas")).ToBeVisibleAsync();
        await Expect(page.GetByText("base load")).ToBeVisibleAsync();
        await Look(page, "a home");

        var wall = await As("officer", theme: "wall");
        await wall.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await Expect(wall.Locator("[data-alert]").First).ToBeVisibleAsync();
        await Expect(wall.Locator("[data-care]")).ToBeVisibleAsync();
        await Expect(wall.Locator("[data-ready=true]")).ToBeVisibleAsync();
        Note(await wall.RunAxe(), "the wall");

        var phone = await Window(width: 390, height: 844);
        await phone.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await Citizen.Reports(phone);
        await Expect(phone.GetByText("Photos sent: 1.")).ToBeVisibleAsync();
        await Look(phone, "/report, sent");
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    // By night only the colours differ.
    private async Task Look(IPage page, string where)
    {
        await page.EvaluateAsync("document.documentElement.dataset.theme = 'light'");
        Note(await page.RunAxe(), $"{where}, light");
        await page.EvaluateAsync("document.documentElement.dataset.theme = 'dark'");
        Note(await page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Rules("color-contrast") }), $"{where}, dark");
    }

    private void Note(AxeResult result, string where)
    {
        Assert.True(result.Passes.Length > 0, $"{where}: nothing was looked at.");
        found.AddRange(result.Violations
            .Where(static violation => violation.Impact is "serious" or "critical")
            .SelectMany(violation => violation.Nodes.Select(node => $"{where}: {violation.Id}: {violation.Help}: {node.Html} {string.Join(' ', node.Any.Concat(node.All).Concat(node.None).Select(static check => check.Message))}")));
    }
}
