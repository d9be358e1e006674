using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CityActors.Silo.Access;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests;

/// <summary>Who may do and see what, with a key of each role.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private readonly Dictionary<string, string> keys = new(StringComparer.Ordinal);
    private CityProcess city = null!;

    public async ValueTask InitializeAsync()
    {
        city = await CityProcess.StartReplay(folder.Path, SmallTown.Start);
        foreach (var role in Enum.GetNames<Role>().Select(static name => name.ToLowerInvariant()).Except(["responder"]))
        {
            keys[role] = await city.NewKey(role, role == "admin" ? "" : "430103");
        }

        Be("admin");
        await SmallTown.Register(city);
    }

    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Citizen_WhoseReportJoinedAMatter_ReadsTheOrderButNotWhatOthersWrote()
    {
        Be("officer");
        var first = await Report("from the officer");
        Be("citizen");
        var second = await Report("from the citizen");
        var view = await city.Get($"/v1/orders/{second}");

        Assert.Equal(first, second);
        Assert.DoesNotContain("from the officer", view.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("from the citizen", view.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_OfTwoCallers_ArePerCallerForKeysAndPerOrderForCommands()
    {
        const string matter = """{"category":"event.environment.exposed-waste","position":{"longitude":112.97495,"latitude":28.19},"text":"two bags"}""";
        Be("citizen");
        var order = (await Post("/v1/orders", matter, HttpStatusCode.Created)).GetProperty("order").GetString();
        Be("officer");
        var second = await Post("/v1/orders", matter.Replace("two", "three", StringComparison.Ordinal), HttpStatusCode.Created);
        Assert.Equal((order, true), (second.GetProperty("order").GetString(), second.GetProperty("merged").GetBoolean()));
        await city.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", new { type = "file", commandId = "1" });

        Be("dispatcher");
        var refused = await city.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", new { type = "file", commandId = "1" }, HttpStatusCode.Conflict);

        Assert.Equal("command-id-reused", refused.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Viewer_AlertOfAHousehold_IsNotShown_AndItsOrderLeadsNobodyThere()
    {
        Be("admin");
        for (var day = SmallTown.Start; day < SmallTown.Start.AddDays(3); day = day.AddDays(1))
        {
            await city.Feed(SmallTown.Readings(6, day, day.AddDays(1), frozen: 2, SmallTown.Start.AddDays(1).AddHours(5)));
            await city.Advance(day.AddDays(1));
        }

        await city.Export();
        Be("officer");
        var full = Assert.Single((await city.Get("/v1/alerts?kind=inactivity")).GetProperty("items").EnumerateArray());
        var order = full.GetProperty("order").GetString()!;
        var cell = await city.Get("/v1/cells/430103002001001");
        Assert.Contains(order, cell.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(SmallTown.Home(2), (await city.Get($"/v1/orders/{order}")).GetRawText(), StringComparison.Ordinal);

        Be("viewer");
        Assert.Empty((await city.Get("/v1/alerts?kind=inactivity")).GetProperty("items").EnumerateArray());
        await city.Send(HttpMethod.Get, $"/v1/alerts/{full.GetProperty("id").GetString()}", new { }, HttpStatusCode.NotFound);
        var listed = Assert.Single((await city.Get("/v1/orders")).GetProperty("items").EnumerateArray());
        string[] seen = [listed.GetRawText(), (await city.Get($"/v1/orders/{order}")).GetRawText()];
        Assert.All(seen, text =>
        {
            Assert.Contains(order, text, StringComparison.Ordinal);
            Assert.All((string[])[SmallTown.Home(2), "112.97", "28.19", "430103002001001"], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        });
        Assert.Empty((await city.Get("/v1/orders?area=430103002001001")).GetProperty("items").EnumerateArray());
        cell = await city.Get("/v1/cells/430103002001001");
        Assert.All((string[])[order, SmallTown.Home(2)], secret => Assert.DoesNotContain(secret, cell.GetRawText(), StringComparison.Ordinal));
        Assert.Equal(1, cell.GetProperty("figures").GetProperty("openAlerts").GetInt32()); // That there is one is no secret.
    }

    [Fact]
    public async Task Viewer_CameraWherePeopleLive_IsShownNoMoreThanAHome_AsLongAsItsCardSaysSo()
    {
        Be("admin");
        await Register("cam-1", "household");
        await Register("cam-2", "public");
        await city.Feed([Thrown("cam-1"), Thrown("cam-2")]);
        await city.Advance(SmallTown.Start.AddHours(1));
        await city.Export();

        Be("viewer");
        Assert.Equal(["cam-2"], await Ids("/v1/cameras"));
        using var hidden = await city.Http.GetAsync(new Uri("/v1/cameras/cam-1?reason=curious", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        await city.Get("/v1/cameras/cam-2");
        Assert.False(await ShowsWhatWasSeen("cam-1"));
        Assert.True(await ShowsWhatWasSeen("cam-2"));

        Be("officer");
        using var unreasoned = await city.Http.GetAsync(new Uri("/v1/cameras/cam-1", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, unreasoned.StatusCode);
        await city.Get("/v1/cameras/cam-1?reason=a+fall+in+the+flat");
        Assert.True(await ShowsWhatWasSeen("cam-1"));

        Be("admin");
        var looks = (await city.Get("/v1/looks")).GetProperty("items").EnumerateArray().Select(static look =>
            (look.GetProperty("household").GetString(), look.GetProperty("reason").GetString(), look.GetProperty("refused").GetBoolean()));
        Assert.Equal([("cam-1", "curious", true), ("cam-1", "a fall in the flat", false), ("cam-1", "alert cam-1.thrown-object.flat.1", false)], looks);
        await Register("cam-1", "public");
        await city.Export();
        Be("viewer");
        Assert.Equal(["cam-1", "cam-2"], await Ids("/v1/cameras"));
        Assert.True(await ShowsWhatWasSeen("cam-1"));
    }

    private Task Register(string camera, string privacy) => city.Send(
        HttpMethod.Put,
        $"/v1/cameras/{camera}",
        new { card = new { id = camera, type = "camera", cell = "430103002001001", position = new { longitude = 112.9745, latitude = 28.19 }, privacy } },
        HttpStatusCode.NoContent);

    private async Task<IEnumerable<string?>> Ids(string path) =>
        (await city.Get(path)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString());

    /// <summary>Whether the list and the alert itself show what the camera saw.</summary>
    private async Task<bool> ShowsWhatWasSeen(string camera)
    {
        if ((await city.Get($"/v1/alerts?entity={camera}")).GetProperty("items").EnumerateArray().ToList() is not [var listed])
        {
            return false;
        }

        var read = await city.Get($"/v1/alerts/{listed.GetProperty("id").GetString()}");
        Assert.All([listed, read], alert => Assert.NotEmpty(alert.GetProperty("explanation").GetProperty("english").GetString()!));
        return true;
    }

    private static string Thrown(string camera) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"entity":"{{camera}}","kind":"thrown-object","at":"{{SmallTown.Start.AddMinutes(5):O}}","zone":"flat","track":"t-1","phase":"start","confidence":0.95}""");

    private void Be(string role) => city.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", keys[role]);

    private async Task<System.Text.Json.JsonElement> Post(string path, string body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", "k-1");
        using var response = await city.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await CityProcess.Json(response, expected);
    }

    private async Task<string> Report(string text) => (await city.Send(
        HttpMethod.Post,
        "/v1/orders",
        new { category = "event.environment.exposed-waste", position = new { longitude = 112.97495, latitude = 28.19 }, text },
        HttpStatusCode.Created)).GetProperty("order").GetString()!;
}
