using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CityActors.Console.Tests;

/// <summary>Whoever has no account reports, follows and rates.</summary>
public sealed class CitizenTests(Browser browser) : ConsoleTests(browser)
{
    [Fact]
    public async Task A_report_with_a_photo_reaches_the_officers_is_followed_and_rated_once()
    {
        var officer = await As("officer", "/orders");
        await Expect(officer.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        var citizen = await Window(width: 390, height: 844);
        var number = await Citizen.Reports(citizen);
        await Expect(citizen.GetByText("Photos sent: 1.")).ToBeVisibleAsync();
        var order = await OpenOrder();
        await Expect(officer.Locator($"[data-order='{order}']").Or(officer.GetByText(order)).First).ToBeVisibleAsync();
        await officer.GotoAsync($"/orders?order={order}");
        await Expect(officer.Locator(".drawer")).ToContainTextAsync(Citizen.Words);
        await Expect(officer.Locator(".drawer")).ToContainTextAsync("left of the gate");

        // Somebody else's phone: the number and the digits are all there is.
        var other = await Window(width: 390, height: 844);
        await other.GotoAsync("/report?view=track");
        await Look(other, number, "0000");
        await Expect(other.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(other.GetByText(Citizen.Words)).ToHaveCountAsync(0);
        await Look(other, number, "5678");
        await Expect(other.Locator("[data-matter]")).ToContainTextAsync(Citizen.Words);
        await Expect(other.GetByRole(AriaRole.Main)).ToContainTextAsync("Your report was received");

        foreach (var type in (string[])["file", "dispatch", "sign-for", "start", "submit", "confirm", "close"])
        {
            await City.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", new { type });
        }

        await other.GetByRole(AriaRole.Button, new() { Name = "Refresh" }).ClickAsync();
        await Expect(other.Locator("[data-matter=closed]")).ToBeVisibleAsync();
        await other.Locator("[data-rate] label:has(input[value='4'])").ClickAsync();
        await other.GetByLabel("Anything to add").FillAsync("clean again");
        await other.GetByRole(AriaRole.Button, new() { Name = "Send the rating" }).ClickAsync();
        await Expect(other.GetByText("Rated with 4 stars")).ToBeVisibleAsync();
        await Expect(other.Locator("[data-rate]")).ToHaveCountAsync(0);

        var view = await City.Get($"/v1/orders/{order}");
        Assert.Equal(4, view.GetProperty("order").GetProperty("rating").GetInt32());
        Assert.Contains("clean again", view.GetProperty("timeline").GetRawText(), StringComparison.Ordinal);
        Assert.Empty(Faults);
    }

    [Fact]
    public async Task What_is_missing_is_said_and_what_was_typed_stays()
    {
        var citizen = await Window(width: 390, height: 844);
        await citizen.GotoAsync("/report");
        await citizen.GetByLabel("What did you see").FillAsync(Citizen.Words);
        await citizen.Locator("[data-send]").ClickAsync();
        await Expect(citizen.GetByText("Choose what kind of matter it is.")).ToBeVisibleAsync();
        await Expect(citizen.GetByText("The position is missing")).ToBeVisibleAsync();
        await Expect(citizen.GetByText("Give the last four digits of your phone.")).ToBeVisibleAsync();
        await citizen.ReloadAsync();
        await Expect(citizen.GetByLabel("What did you see")).ToHaveValueAsync(Citizen.Words);
        Assert.Empty((await City.Get("/v1/orders")).GetProperty("items").EnumerateArray());
    }

    private static async Task Look(IPage page, string number, string digits)
    {
        await page.GetByLabel("Tracking number").FillAsync(number);
        await page.GetByLabel("Phone, last four").FillAsync(digits);
        await page.Locator("[data-look]").ClickAsync();
    }
}
