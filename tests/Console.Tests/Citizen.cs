using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CityActors.Console.Tests;

/// <summary>Somebody with a phone who sees waste.</summary>
internal static class Citizen
{
    public const string Words = "Waste lies beside the bins";

    /// <summary>Reports waste, with a photo.</summary>
    /// <returns>The tracking number.</returns>
    public static async Task<string> Reports(IPage page)
    {
        await page.GotoAsync("/report");
        await page.Locator("input[type=file]").Last.SetInputFilesAsync(Pictures.Small);
        await Expect(page.GetByAltText("Photo 1")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Waste, sewage, dirt" }).ClickAsync();
        await page.Locator("input[value='event.environment.exposed-waste']").ClickAsync(); // What is chosen takes the place of the choices.
        await page.GetByLabel("What did you see").FillAsync(Words);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use this phone’s position" }).ClickAsync();
        await Expect(page.GetByText("Position found, within about 12 m")).ToBeVisibleAsync();
        await page.GetByLabel("The place in words").FillAsync("left of the gate");
        await page.GetByLabel("Last four digits").FillAsync("138 0000 5678");
        await page.Locator("[data-send]").ClickAsync();
        return (await page.Locator("[data-tracking]").TextContentAsync())!;
    }
}
