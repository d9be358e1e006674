using System.Net;
using CityActors.Silo.Tests.SignIn;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CityActors.Console.Tests;

public sealed class SignInTests(Browser browser) : ConsoleTests(browser)
{
    [Fact]
    public async Task A_wrong_password_is_said_to_be_wrong_and_the_right_one_lets_in()
    {
        await Register("limin", "officer", "a good password");
        var page = await Window();
        await page.GotoAsync("/");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("limin");
        await page.GetByLabel("Password").FillAsync("not the password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The name or the password is wrong");
        await Expect(page.GetByText("No alert is open.")).ToHaveCountAsync(0); // Nothing is told of the city before somebody may know.
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("limin");

        await page.GetByLabel("Password").FillAsync("a good password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByText("No alert is open.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Banner)).ToContainTextAsync("limin");
        Assert.Empty(Faults);
    }

    [Fact]
    public async Task A_revoked_key_ends_at_the_door_which_says_so_and_another_lets_in_again()
    {
        var key = await City.NewKey("officer", "430103", "desk");
        var page = await Window();
        await page.GotoAsync($"/#key={key}");
        await Expect(page.GetByText("No alert is open.")).ToBeVisibleAsync();
        Assert.DoesNotContain("key=", page.Url, StringComparison.Ordinal);

        await City.Send(HttpMethod.Delete, "/v1/keys/desk", new { }, HttpStatusCode.NoContent);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("has been revoked");

        await page.GetByRole(AriaRole.Button, new() { Name = "With an access key" }).ClickAsync();
        await page.GetByLabel("Access key").FillAsync(await City.NewKey("officer"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByText("No alert is open.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_language_is_changed_where_one_stands_and_stays_changed()
    {
        var page = await As("officer");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Operator load" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "中文" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "值班负荷" })).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "值班负荷" })).ToBeVisibleAsync();
        Assert.Equal("zh-CN", await page.GetAttributeAsync("html", "lang"));
    }

    [Fact]
    public async Task Who_has_nothing_to_see_on_the_console_is_told_where_to_go()
    {
        await Register("tanjing", "responder", "a good password", Crew);
        var page = await Window();
        await page.GotoAsync("/");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("tanjing");
        await page.GetByLabel("Password").FillAsync("a good password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Open the field page" })).ToBeVisibleAsync();
    }
}
