using System.Net;
using CityActors.Silo.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CityActors.Console.Tests;

/// <summary>
/// Pictures of every page, in both languages and the three themes, in the folder <c>pictures</c> beside the tests. With <c>CITY_PICTURES</c> set to a
/// folder, the ones of the README go there, too.
/// </summary>
public sealed class PictureTests(Browser browser) : ConsoleTests(browser)
{
    private static readonly string Folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "pictures")).FullName;

    private static readonly string[] Pages =
        ["/", "/alerts", "/orders", "/devices", "/responders", "/areas", "/duty", "/catalogue", "/grains", "/people", "/settings", "/audit"];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await BlockFireLane();
        await Until(await OpenOrder(), "dispatched");
        foreach (var (category, text) in new[] { ("event.environment.exposed-waste", "菜市场南门左侧垃圾桶旁堆了很多生活垃圾"), ("part.utility.manhole-cover", "书院路人行道井盖缺失") })
        {
            await City.Send(HttpMethod.Post, "/v1/orders", new { category, position = new { longitude = 112.9743, latitude = 28.1899 }, text, channel = "citizen", phone = "13800005678" }, HttpStatusCode.Created);
        }
    }

    [Theory]
    [InlineData("en", "light")]
    [InlineData("zh", "light")]
    [InlineData("en", "dark")]
    [InlineData("zh", "dark")]
    [InlineData("en", "wall")]
    [InlineData("zh", "wall")]
    public async Task Every_page(string language, string theme)
    {
        var page = await As("admin", language: language, theme: theme, area: "");
        foreach (var path in Pages)
        {
            await page.GotoAsync(path);
            await Expect(page.Locator("h1").First).ToBeAttachedAsync();
            await Expect(page.Locator("[data-alert], table, .panel, .page").First).ToBeVisibleAsync();
            await Take(page, $"{(path == "/" ? "overview" : path[1..])}-{theme}-{language}");
        }

        await page.GotoAsync($"/?order={await OpenOrder()}");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Take(page, $"order-{theme}-{language}");
        Assert.Empty(Faults);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task The_wall_and_the_phones(string language)
    {
        var wall = await As("viewer", language: language, theme: "wall", area: "");
        await Expect(wall.Locator("[data-alert]").First).ToBeVisibleAsync();
        await Expect(wall.Locator("[data-ready=true]")).ToBeVisibleAsync();
        await Take(wall, $"overview-wall-{language}");
        await Register("tan-jing", "responder", "a good password", Crew);
        var phone = await Window(language, width: 390, height: 844);
        await phone.GotoAsync("/field");
        await phone.Locator("input[autocomplete=username]").FillAsync("tan-jing");
        await phone.Locator("input[type=password]").FillAsync("a good password");
        await phone.Locator("button.first").ClickAsync();
        await Expect(phone.GetByText(language == "en" ? "Fire lane blocked" : "占用消防通道").First).ToBeVisibleAsync();
        await Take(phone, $"field-{language}");
        var citizen = await Window(language, width: 390, height: 844);
        await citizen.GotoAsync("/report");
        await Expect(citizen.GetByRole(AriaRole.Button).First).ToBeVisibleAsync();
        await Take(citizen, $"report-{language}");
    }

    /// <summary>The overview of a district that is at work, as the README shows it.</summary>
    [Theory]
    [InlineData("en", "console.png")]
    [InlineData("zh", "console.zh.png")]
    public async Task The_overview_of_a_district(string language, string name)
    {
        using var data = new TempFolder();
        await using var district = await CityProcess.Start(data.Path, "--Demo=false");
        await district.Send(HttpMethod.Post, "/v1/districts/tianxin/expand", new { scale = 0.02, seed = 7, drill = true });
        await District.Happens(district);
        var page = await Window(language, width: 1920, height: 1080);
        await page.GotoAsync($"http://127.0.0.1:{district.Port}/#key={CityProcess.AdminKey}");
        await Expect(page.Locator("[data-alert]").First).ToBeVisibleAsync();
        await Expect(page.Locator("[data-ready=true]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-stage]").First).ToBeVisibleAsync();
        await Take(page, $"district-{language}", name);
    }

    private static async Task Take(IPage page, string name, string? kept = null)
    {
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        await page.EvaluateAsync("() => new Promise(done => setTimeout(done, 1500))"); // The map draws, figures come; a picture has no event for being whole.
        var picture = await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, $"{name}.png") });
        Assert.True(picture.Length > 5_000, $"The picture {name} shows nothing.");
        if (kept is not null && Environment.GetEnvironmentVariable("CITY_PICTURES") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, kept), picture, Cancellation);
        }
    }
}
