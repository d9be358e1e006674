using System.Net;
using System.Net.Http.Headers;
using CityActors.Silo.Tests;
using CityActors.Silo.Tests.SignIn;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CityActors.Console.Tests;

/// <summary>Whatever somebody writes is shown as the text that it is.</summary>
public sealed class HostileTextTests(Browser browser) : ConsoleTests(browser)
{
    private const string Short = "<img src=x onerror=document.title='owned'>\"><script>document.title='owned'</script>{{7*7}}";
    private const string Medium = Short + " javascript:document.title='owned' \u202Eright to left";
    private static readonly string Long = Short + " javascript:document.title='owned' \u202E" + new string('x', 2000 - Short.Length - 37);

    private string alert = "";
    private string order = "";
    private string reported = "";
    private string tracking = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await City.Send(HttpMethod.Put, "/v1/areas/430103002001", new { code = "430103002001", name = Short, level = "community", centre = new { longitude = 112.975, latitude = 28.19 } }, HttpStatusCode.NoContent);
        await City.Send(HttpMethod.Put, $"/v1/responders/{Crew}", Card());
        await City.Send(HttpMethod.Post, "/v1/people", new { name = "tanjing", displayName = Short, role = "responder", area = "430103", responder = Crew, password = "a good password" }, HttpStatusCode.Created);
        await City.Send(HttpMethod.Post, "/v1/keys", new { role = "officer", area = "430103", purpose = Medium, name = "purpose" }, HttpStatusCode.Created);
        var officer = await City.NewKey("officer");
        await City.As(officer, HttpMethod.Post, "/v1/duty", new { type = "begin", text = Long }, HttpStatusCode.Created);
        await City.As(officer, HttpMethod.Post, "/v1/duty", new { type = "note", text = Long }, HttpStatusCode.Created);
        await City.As(officer, HttpMethod.Get, $"/v1/households/{SmallTown.Home(1)}?reason={Uri.EscapeDataString(Medium)}", null, HttpStatusCode.OK);
        var position = new { longitude = 112.9745, latitude = 28.19 };
        order = (await City.Send(HttpMethod.Post, "/v1/orders", new { category = "event.environment.exposed-waste", position, text = Long, channel = "patrol" }, HttpStatusCode.Created)).GetProperty("order").GetString()!;
        await Command($"/v1/orders/{order}", new { type = "check", reason = Long });
        await Command($"/v1/orders/{order}", new { type = "file", reason = Long });
        await Command($"/v1/orders/{order}", new { type = "escalate", reason = Long });
        await AttachWithNote();
        var report = await City.Send(HttpMethod.Post, "/v1/report", new { category = "event.street-order.noise", position, text = Long, phone = "5678" }, HttpStatusCode.Created);
        (reported, tracking) = (report.GetProperty("order").GetString()!, report.GetProperty("tracking").GetString()!);
        await BlockFireLane();
        alert = await City.OpenAlert();
        await Command($"/v1/alerts/{alert}", new { type = "acknowledge" });
        await Command($"/v1/alerts/{alert}", new { type = "safe", note = Long });
    }

    [Fact]
    public async Task On_every_page_of_the_desk_it_is_text()
    {
        var page = await As("admin", area: "");
        Watch(page);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Operator load" })).ToBeVisibleAsync();
        await Shows(page, "/", "main");
        await Shows(page, "/alerts", "main");
        await Shows(page, "/orders", "main");
        await Shows(page, "/devices", "main");
        await Shows(page, "/responders", "main", Short);
        await Shows(page, "/areas?area=430103002", "main", Short);
        await Shows(page, "/duty", "main", Long);
        await Shows(page, "/people", "main", Short);
        await Shows(page, "/people?part=keys", "main", Medium);
        await Shows(page, "/audit", "main", Medium);
        await Shows(page, "/audit?part=looks", "main", Medium);
        await Shows(page, $"/?alert={alert}", ".drawer", Long);
        await Shows(page, $"/orders?order={order}", ".drawer", Long);
        await Shows(page, $"/orders?order={reported}", ".drawer", Long);
        await Shows(page, $"/?camera={Camera}", ".drawer");
        Assert.Empty(Faults);
    }

    [Fact]
    public async Task On_phones_it_is_text()
    {
        var phone = await Window(width: 390, height: 844);
        Watch(phone);
        await phone.GotoAsync("/field");
        await phone.GetByLabel("Name", new() { Exact = true }).FillAsync("tanjing");
        await phone.GetByLabel("Password").FillAsync("a good password");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(Short);
        await IsText(phone, $"[data-order='{order}']", Long);
        await phone.Locator($"[data-order='{order}'] .open").ClickAsync();
        await Expect(phone.Locator("[data-act=sign-for]")).ToBeVisibleAsync();
        await IsText(phone, "main", Long);

        await phone.GotoAsync("/report?view=track");
        await phone.GetByLabel("Tracking number").FillAsync(tracking);
        await phone.GetByLabel("Phone, last four").FillAsync("5678");
        await phone.Locator("[data-look]").ClickAsync();
        await IsText(phone, "[data-matter]", Long);
        Assert.Empty(Faults);
    }

    private static object Card() => new
    {
        id = Crew,
        name = Short,
        skills = new[] { "patrol", "cleaner" },
        area = "430103",
        position = new { longitude = 112.9749, latitude = 28.19 },
        shiftStart = "00:00:00",
        shiftEnd = "00:00:00",
        capacity = 20,
        reachable = true,
    };

    private Task Command(string path, object body) => City.Send(HttpMethod.Post, $"{path}/commands", body);

    private async Task AttachWithNote()
    {
        using var picture = new ByteArrayContent(Pictures.Small.Buffer);
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var response = await City.Http.PostAsync(new Uri($"/v1/orders/{order}/attachments?note={Uri.EscapeDataString(Medium)}", UriKind.Relative), picture, Cancellation);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private void Watch(IPage page) => page.Dialog += (_, dialog) =>
    {
        Faults.Add($"a dialog: {dialog.Message}");
        _ = dialog.DismissAsync();
    };

    private static async Task Shows(IPage page, string address, string where, params string[] texts)
    {
        await page.GotoAsync(address);
        await Expect(page.GetByRole(AriaRole.Banner)).ToContainTextAsync("live");
        await Expect(page.Locator("main h1, main h2, .drawer h1").First).ToBeAttachedAsync();
        await IsText(page, where, texts);
    }

    private static async Task IsText(IPage page, string where, params string[] texts)
    {
        foreach (var text in texts)
        {
            await Expect(page.Locator(where).First).ToContainTextAsync(text);
        }

        Assert.DoesNotContain("owned", await page.TitleAsync(), StringComparison.Ordinal);
        await Expect(page.Locator("[onerror], a[href^='javascript:'], img[src='x']")).ToHaveCountAsync(0);
        var wide = await page.EvaluateAsync<string[]>("[document.documentElement, ...document.querySelectorAll('.sheetbody, .pb')].filter(part => part.scrollWidth > part.clientWidth).map(part => part.className || 'the page')");
        Assert.True(wide.Length == 0, $"{page.Url}: {string.Join(", ", wide)} is wider than the window.");
    }
}
