using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests;
using CityActors.Silo.Tests.SignIn;
using Microsoft.Playwright;

namespace CityActors.Console.Tests;

/// <summary>Tests in a browser, on a city of their own that runs by the wall clock.</summary>
public abstract class ConsoleTests(Browser browser) : IAsyncLifetime
{
    private protected const string Street = "430103002";
    private protected const string Cell = "430103002001001";
    private protected const string Camera = "cam-43010300201320000001";
    private protected const string Crew = "resp-tan";

    private readonly TempFolder folder = new();
    private readonly List<IBrowserContext> contexts = [];

    private protected CityProcess City { get; private set; } = null!;

    /// <summary>Everything that a page asked for and whatever went wrong on it.</summary>
    private protected List<string> Requests { get; } = [];

    private protected List<string> Faults { get; } = [];

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected string Address => $"http://127.0.0.1:{City.Port}";

    public virtual async ValueTask InitializeAsync()
    {
        _ = browser.Chromium; // Passed over at once where there is none.
        City = await CityProcess.Start(folder.Path);
        await SmallTown.Register(City, homes: 2);
        await SmallTown.Responder(City, "tan", "patrol", 112.9749);
        await SmallTown.Responder(City, "luo", "patrol", 112.9799);
        await City.Send(HttpMethod.Put, $"/v1/cameras/{Camera}", new
        {
            card = new { id = Camera, type = "camera", cell = Cell, position = new { longitude = 112.9746, latitude = 28.1901 }, privacy = "public" },
            zones = new[] { "lane-1" },
        }, HttpStatusCode.NoContent);
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var context in contexts)
        {
            await context.CloseAsync();
        }

        if (City is not null)
        {
            await City.DisposeAsync();
        }

        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A window of a reader of its own.</summary>
    private protected async Task<IPage> Window(string language = "en", string theme = "light", int width = 1920, int height = 1080)
    {
        var context = await browser.Chromium.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Permissions = ["geolocation"],
            Geolocation = new Geolocation { Longitude = 112.9745f, Latitude = 28.19f, Accuracy = 12 },
        });
        contexts.Add(context);
        await context.AddInitScriptAsync($"localStorage.getItem('city-language') ?? localStorage.setItem('city-language', '{language}'); localStorage.getItem('city-theme') ?? localStorage.setItem('city-theme', '{theme}');");
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        page.Request += (_, request) => Requests.Add(request.Url);
        page.PageError += (_, fault) => Faults.Add(fault);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal))
            {
                Faults.Add(message.Text);
            }
        };
        return page;
    }

    /// <summary>A window in which somebody with a role is signed in by a key.</summary>
    private protected async Task<IPage> As(string role, string path = "/", string language = "en", string theme = "light", int width = 1920, int height = 1080, string area = "430103")
    {
        var key = role == "admin" && area.Length == 0 ? CityProcess.AdminKey : await City.NewKey(role, area);
        var page = await Window(language, theme, width, height);
        await page.GotoAsync($"{path}#key={key}");
        return page;
    }

    /// <summary>Somebody who signs in by name and password.</summary>
    private protected Task Register(string name, string role, string password, string? responder = null) => City.Send(
        HttpMethod.Post,
        "/v1/people",
        responder is null ? new { name, displayName = name, role, area = "430103", password } : new { name, displayName = name, role, area = "430103", password, responder },
        HttpStatusCode.Created);

    /// <summary>A vehicle that has stood in a fire lane for longer than three minutes: an alert of high priority, now.</summary>
    private protected async Task BlockFireLane(string track = "t-17")
    {
        var now = DateTimeOffset.UtcNow;
        await City.Feed(
        [
            $$"""{"entity":"{{Camera}}","kind":"fire-lane","at":"{{now.AddSeconds(-200):O}}","zone":"lane-1","track":"{{track}}","phase":"start","confidence":0.93}""",
            $$"""{"entity":"{{Camera}}","kind":"fire-lane","at":"{{now:O}}","zone":"lane-1","track":"{{track}}","phase":"update","confidence":0.93}""",
        ]);
    }

    /// <summary>The one order that is open.</summary>
    private protected async Task<string> OpenOrder()
    {
        while (true)
        {
            var orders = (await City.Get("/v1/orders?open=true")).GetProperty("items");
            if (orders.GetArrayLength() > 0)
            {
                return orders[0].GetProperty("id").GetString()!;
            }

            await Task.Delay(50, Cancellation);
        }
    }

    /// <summary>Waits until an order has come to a stage.</summary>
    private protected async Task<JsonElement> Until(string order, params string[] stages)
    {
        while (true)
        {
            var view = await City.Get($"/v1/orders/{order}");
            if (stages.Contains(view.GetProperty("order").GetProperty("status").GetString()))
            {
                return view;
            }

            await Task.Delay(100, Cancellation);
        }
    }
}
