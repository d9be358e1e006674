using System.Globalization;
using System.Net;
using System.Text.Json;

namespace CityActors.Silo.Tests;

/// <summary>Observations that come in another order than they were made, through the door of a real Silo.</summary>
public sealed class LateObservationTests : IAsyncLifetime
{
    private const string Camera = "cam-43010300001320000009";
    private const string Terminal = "term-430103002001-01";
    private readonly TempFolder folder = new();
    private CityProcess city = null!;

    /// <summary>By the second, as devices stamp.</summary>
    private DateTimeOffset now;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task Buffer_SentNewestFirst_GivesTheAlertOfTheBufferInOrder(bool isReplay, bool isOneRequest)
    {
        await Start(isReplay);
        await Send(isOneRequest, [Smoke(600, 0.1), Smoke(1080, 0.2), Smoke(1140, 16), Smoke(1200, 15), Smoke(1800, 0.1)]);

        await HasAlert(Terminal, "smoke", opened: -1200, cleared: -960);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task Track_EndOvertakesItsStart_IsTheAlertOfTheTrackInOrder(bool isReplay, bool isOneRequest)
    {
        await Start(isReplay);
        await Send(isOneRequest, [Lane(960, "end"), Lane(1200, "start"), Lane(1140, "update"), Lane(1080, "update"), Lane(1020, "update")]);

        await HasAlert(Camera, "fire-lane-blocked", opened: -1020, cleared: -900);
    }

    [Theory]
    [InlineData(0.1, 16)]
    [InlineData(16, 0.1)]
    public async Task AlarmInTheSecondOfThePeriodicReading_IsNeitherRepeatNorLost(double first, double second)
    {
        await Start(isReplay: false);
        await Send(isOneRequest: false, [Smoke(60, first), Smoke(60, second)]);

        await HasAlert(Terminal, "smoke", opened: -60, cleared: null);
        var patience = TimeProvider.System.GetUtcNow().AddSeconds(30);
        while (await Conflicts() == 0 && TimeProvider.System.GetUtcNow() < patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken); // The alert may be there before the second reading is judged.
        }

        Assert.Equal(1, await Conflicts());
    }

    // There is nothing of it before the first one.
    private async Task<int> Conflicts() => (await city.Get($"/v1/terminals/{Terminal}")).TryGetProperty("notJudged", out var notJudged) && notJudged.TryGetProperty("conflict", out var count) ? count.GetInt32() : 0;

    private async Task Start(bool isReplay)
    {
        city = isReplay ? await CityProcess.StartReplay(folder.Path, SmallTown.Start) : await CityProcess.Start(folder.Path);
        now = isReplay ? SmallTown.Start.AddHours(1) : DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        await SmallTown.Register(city, homes: 0);
        var card = new { cell = "430103002001001", position = new { longitude = 112.9745, latitude = 28.19 }, drill = false, isObserved = true };
        await city.Send(HttpMethod.Put, $"/v1/terminals/{Terminal}", new { card = new { id = Terminal, type = "terminal", kind = "smoke", card.cell, card.position, card.drill, card.isObserved, privacy = "public" } }, HttpStatusCode.NoContent);
        await city.Send(HttpMethod.Put, $"/v1/cameras/{Camera}", new { card = new { id = Camera, type = "camera", card.cell, card.position, card.drill, card.isObserved }, zones = new[] { "lane-1" } }, HttpStatusCode.NoContent);
    }

    private async Task Send(bool isOneRequest, string[] lines)
    {
        foreach (var body in isOneRequest ? [lines] : lines.Select(static line => new[] { line }))
        {
            await city.Feed(body);
        }
    }

    /// <summary>In the end there is this alert and no other, but for those withdrawn.</summary>
    private async Task HasAlert(string entity, string kind, int opened, int? cleared)
    {
        if ((await city.Get("/v1/clock")).GetProperty("mode").GetString() == "replay")
        {
            await city.Advance(now);
        }

        var wanted = $"{kind} {now.AddSeconds(opened):O} {(cleared is { } end ? $"{now.AddSeconds(end):O}" : "")}";
        var patience = TimeProvider.System.GetUtcNow().AddSeconds(30);
        string found;
        while ((found = await Alerts(entity)) != wanted && TimeProvider.System.GetUtcNow() < patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }

        Assert.Equal(wanted, found);
    }

    private async Task<string> Alerts(string entity) => string.Join("; ", (await city.Get($"/v1/alerts?entity={entity}")).GetProperty("items").EnumerateArray()
        .Where(static alert => alert.GetProperty("reason").GetString() != "late-evidence")
        .Select(static alert => $"{alert.GetProperty("kind")} {alert.GetProperty("openedAt").GetDateTimeOffset():O} {Cleared(alert)}"));

    private static string Cleared(JsonElement alert) => alert.TryGetProperty("clearedAt", out var at) && at.ValueKind == JsonValueKind.String ? $"{at.GetDateTimeOffset():O}" : "";

    private string Smoke(int secondsAgo, double value) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"entity":"{{Terminal}}","kind":"smoke","at":"{{now.AddSeconds(-secondsAgo):yyyy-MM-ddTHH:mm:ssZ}}","value":{{value}},"unit":"%/m"}""");

    private string Lane(int secondsAgo, string phase) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"entity":"{{Camera}}","kind":"fire-lane","at":"{{now.AddSeconds(-secondsAgo):yyyy-MM-ddTHH:mm:ssZ}}","zone":"lane-1","track":"t1","phase":"{{phase}}","confidence":0.9}""");
}
