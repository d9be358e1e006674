using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.SignIn;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CityActors.Console.Tests;

/// <summary>A responder's phone, with a network and without one.</summary>
public sealed class PhoneTests(Browser browser) : ConsoleTests(browser)
{
    private const string Words = "The van was towed away";

    [Fact]
    public async Task An_order_is_accepted_handled_with_a_photo_and_submitted_on_the_phone()
    {
        var phone = await Phone();
        var order = await Accepted(phone);
        await phone.Locator($"[data-order='{order}'] .open").ClickAsync();
        await phone.Locator("[data-act=start]").ClickAsync();
        await phone.Locator("input[type=file]").Last.SetInputFilesAsync(Pictures.Small);
        await Expect(phone.GetByRole(AriaRole.Button, new() { Name = "Show the order’s photos (1)" })).ToBeVisibleAsync();
        await phone.Locator("[data-note]").FillAsync(Words);
        await phone.Locator("[data-act=submit]").ClickAsync();
        await Until(order, "submitted");

        var officer = await City.NewKey("officer");
        foreach (var type in (string[])["confirm", "close"])
        {
            await City.As(officer, HttpMethod.Post, $"/v1/orders/{order}/commands", new { type }, HttpStatusCode.OK);
        }

        await phone.GetByRole(AriaRole.Button, new() { Name = "Back" }).ClickAsync();
        await Expect(phone.GetByText("No order is yours at the moment.")).ToBeVisibleAsync();
        await phone.GetByText("Done", new() { Exact = true }).ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Main)).ToContainTextAsync("Closed");
        var pictures = (await City.Get($"/v1/orders/{order}/attachments")).GetProperty("items");
        Assert.Equal(1, pictures.GetArrayLength());
        Assert.Contains("tanjing", pictures[0].GetProperty("actor").GetString(), StringComparison.Ordinal);
        Assert.Contains(Words, (await City.Get($"/v1/orders/{order}")).GetProperty("timeline").GetRawText(), StringComparison.Ordinal);
        Assert.Empty(Faults);
    }

    [Fact]
    public async Task What_is_done_without_a_network_is_kept_through_a_reload_and_handed_in_once()
    {
        var phone = await Phone();
        var order = await Accepted(phone);
        await phone.EvaluateAsync("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ?? new Promise(done => navigator.serviceWorker.addEventListener('controllerchange', done))).then(() => null)");

        await phone.Context.SetOfflineAsync(true);
        await phone.Locator($"[data-order='{order}'] .open").ClickAsync();
        await phone.Locator("[data-act=start]").ClickAsync();
        await phone.Locator("input[type=file]").Last.SetInputFilesAsync(Pictures.Small);
        await phone.Locator("[data-note]").FillAsync(Words);
        await phone.Locator("[data-act=submit]").ClickAsync();
        await Expect(phone.Locator("[data-offline]")).ToContainTextAsync("handed in once when the network is back: actions: 2");
        await Expect(phone.Locator("[data-offline]")).ToContainTextAsync("photos: 1");

        Assert.Equal("signed-for", Status(await City.Get($"/v1/orders/{order}")));
        await City.Kill(); // The page's worker has no network either.
        await phone.ReloadAsync();
        await Expect(phone.Locator("[data-offline]")).ToContainTextAsync("actions: 2");
        await Expect(phone.GetByRole(AriaRole.Main)).ToContainTextAsync(Words);

        await City.Start();
        await phone.Context.SetOfflineAsync(false);
        await Until(order, "submitted");
        await Expect(phone.Locator("[data-offline]")).ToHaveCountAsync(0);
        await Expect(phone.GetByText("Submitted, to be confirmed").First).ToBeVisibleAsync();
        await Expect(phone.GetByText("handed in once")).ToHaveCountAsync(0);
        var done = Timeline(await City.Get($"/v1/orders/{order}"));
        Assert.All((string[])["signed-for", "started", "attached", "submitted"], what => Assert.Single(done, entry => entry == what));
    }

    [Fact]
    public async Task An_order_that_went_to_another_meanwhile_is_said_to_and_nothing_is_silently_dropped()
    {
        var phone = await Phone();
        var order = await Accepted(phone);
        await phone.Context.SetOfflineAsync(true);
        await phone.Locator($"[data-order='{order}'] .open").ClickAsync();
        await phone.Locator("[data-act=start]").ClickAsync();
        await phone.Locator("[data-note]").FillAsync(Words);
        await phone.Locator("[data-act=submit]").ClickAsync();
        await Expect(phone.Locator("[data-offline]")).ToContainTextAsync("actions: 2");
        await GiveToAnother(order);

        await phone.Context.SetOfflineAsync(false);
        var conflict = phone.Locator($"[data-conflict='{order}']");
        await Expect(conflict).ToContainTextAsync("was not accepted");
        await Expect(conflict).ToContainTextAsync(Words);
        await phone.ReloadAsync();
        await Expect(conflict).ToContainTextAsync(Words); // It stays until somebody has understood it.
        await conflict.GetByRole(AriaRole.Button, new() { Name = "Understood" }).ClickAsync();
        await Expect(conflict).ToHaveCountAsync(0);
        await Expect(phone.GetByText("This order is no longer yours.")).ToBeVisibleAsync();

        var view = await City.Get($"/v1/orders/{order}");
        Assert.DoesNotContain("started", Timeline(view));
        Assert.Equal("resp-luo", Assert.Single(view.GetProperty("order").GetProperty("responders").EnumerateArray()).GetString());
    }

    private async Task<IPage> Phone()
    {
        await Register("tanjing", "responder", "a good password", Crew);
        var phone = await Window(width: 390, height: 844);
        await phone.GotoAsync("/field");
        await phone.GetByLabel("Name", new() { Exact = true }).FillAsync("tanjing");
        await phone.GetByLabel("Password").FillAsync("a good password");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(phone.GetByText("No order is yours at the moment.")).ToBeVisibleAsync();
        return phone;
    }

    // The nearest is asked first.
    private async Task<string> Accepted(IPage phone)
    {
        await BlockFireLane();
        var order = await OpenOrder();
        await phone.Locator("[data-accept]").ClickAsync();
        await Until(order, "signed-for");
        await Expect(phone.Locator($"[data-order='{order}']")).ToContainTextAsync("accepted");
        return order;
    }

    private async Task GiveToAnother(string order)
    {
        var dispatcher = await City.NewKey("dispatcher");
        await City.As(dispatcher, HttpMethod.Post, $"/v1/orders/{order}/commands", new { type = "return", reason = "another is closer" }, HttpStatusCode.OK);
        await Until(order, "dispatched"); // The choice by rule comes first: one on its way would be put right only a moment after ours.
        await City.As(dispatcher, HttpMethod.Post, $"/v1/orders/{order}/commands", new { type = "dispatch", choices = new[] { new { skill = "patrol", responder = "resp-luo" } } }, HttpStatusCode.OK);
        var luo = new { type = "sign-for", responder = "resp-luo" };
        await City.As(dispatcher, HttpMethod.Post, $"/v1/orders/{order}/commands", luo, HttpStatusCode.OK);
    }

    private static string? Status(JsonElement view) => view.GetProperty("order").GetProperty("status").GetString();

    private static List<string?> Timeline(JsonElement view) => [.. view.GetProperty("timeline").EnumerateArray().Select(entry => entry.GetProperty("what").GetString())];
}
