using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CityActors.Silo.Tests;

/// <summary>What readers see: feed, lists, areas, the API's own description, the ladder's notifications.</summary>
public sealed class FeedTests : SmallTownTests
{
    private const string Waste = "event.environment.exposed-waste";

    [Fact]
    public async Task Feed_ResumedByItsLastId_MissesNothingAndRepeatsNothing()
    {
        var first = await Report(112.9745);
        await Report(112.9757);
        var all = await ReadFeed(after: 0, until: facts => facts.Count(fact => fact.Event == "order") == 2);
        var middle = all[all.Count / 2].Id;

        var rest = await ReadFeed(after: middle, until: facts => facts.Count == all.Count(fact => fact.Id > middle));

        Assert.Equal(all.Where(fact => fact.Id > middle), rest);
        Assert.Equal(all.Select(fact => fact.Id).Distinct().Order(), all.Select(fact => fact.Id));
        Assert.Contains(all, fact => fact.Event == "order" && fact.Data.Contains(first, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1_000, true)]
    [InlineData(1, false)]
    [InlineData(1_000_000_000_000, false)]
    public async Task Feed_BeyondTheEnd_IsGoneAndSaysWhereToBegin(long beyond, bool asHeader)
    {
        await Report(112.9745);
        await City.Export(); // Waits until nothing follows any more.
        var end = (await City.Get("/v1/status")).GetProperty("facts").GetInt64();

        using var gone = await OpenFeed(end + beyond, asHeader);
        var problem = await CityProcess.Json(gone, HttpStatusCode.Gone);
        using var there = await OpenFeed(end, asHeader);

        Assert.Equal("beyond-the-end", problem.GetProperty("code").GetString());
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"?after={end}"), problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, there.StatusCode);
    }

    [Fact]
    public async Task Area_Figures_EqualWhatTheListsHold()
    {
        await Report(112.9745);
        var order = await Report(112.9757);
        await City.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", new { type = "not-file", reason = "private ground" });
        await City.Export(); // Waits until the lists have followed.

        foreach (var code in (string[])["4301", "430103", "430103002", "430103002001"])
        {
            var figures = (await City.Get($"/v1/areas/{code}")).GetProperty("figures");
            var open = (await City.Get($"/v1/orders?area={code}&open=true")).GetProperty("items").GetArrayLength();
            var orders = (await City.Get($"/v1/orders?area={code}")).GetProperty("items").GetArrayLength();
            Assert.Equal((1, 2), (open, orders));
            Assert.Equal((open, orders), (figures.GetProperty("openOrders").GetInt32(), figures.GetProperty("orders").GetInt32()));
        }
    }

    [Fact]
    public async Task List_PagedByTwo_GivesEveryItemOnce()
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await City.Get($"/v1/households?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(1, 6).Select(SmallTown.Home), seen);
    }

    [Fact]
    public async Task OpenApi_Document_DescribesTheCalls()
    {
        var paths = (await City.Get("/openapi/v1.json")).GetProperty("paths");

        foreach (var path in (string[])["/v1/observations", "/v1/alerts/{id}/commands", "/v1/orders", "/v1/responders/{id}", "/v1/feed", "/v1/settings", "/health/ready"])
        {
            Assert.True(paths.TryGetProperty(path, out _), $"{path} is missing from the OpenAPI document.");
        }
    }

    [Fact]
    public async Task Ladder_AlertNobodyTakesOn_TellsFamilyOfficerAndCommunityWithinFiveMinutes()
    {
        for (var day = SmallTown.Start; day < SmallTown.Start.AddDays(3); day = day.AddDays(1))
        {
            await City.Feed(SmallTown.Readings(6, day, day.AddDays(1), frozen: 2, SmallTown.Start.AddDays(1).AddHours(5)));
            await City.Advance(day.AddDays(1));
        }

        var (_, lines) = await City.Export();
        var openedAt = Assert.Single(SmallTown.Alerts(lines, "inactivity")).GetProperty("openedAt").GetDateTimeOffset();
        var told = await Delivered(4);

        Assert.Equal(["community", "family", "grid-officer", "home-call"], told.Select(item => item.GetProperty("receiver").GetString()).Order(StringComparer.Ordinal));
        Assert.All(told, item => Assert.InRange(item.GetProperty("wantedAt").GetDateTimeOffset() - openedAt, TimeSpan.Zero, TimeSpan.FromMinutes(5)));
    }

    private async Task<HttpResponseMessage> OpenFeed(long after, bool asHeader)
    {
        var number = after.ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Get, asHeader ? "/v1/feed" : $"/v1/feed?after={number}");
        if (asHeader)
        {
            request.Headers.Add("Last-Event-ID", number);
        }

        return await City.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private async Task<string> Report(double longitude) => (await City.Send(
        HttpMethod.Post, "/v1/orders", new { category = Waste, position = new { longitude, latitude = 28.19 } }, HttpStatusCode.Created)).GetProperty("order").GetString()!;

    private async Task<List<JsonElement>> Delivered(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var items = (await City.Get("/v1/notifications?state=delivered")).GetProperty("items").EnumerateArray().ToList();
            if (items.Count >= count)
            {
                return items;
            }

            await Task.Delay(50, limit.Token);
        }
    }

    private async Task<List<(long Id, string Event, string Data)>> ReadFeed(long after, Func<List<(long Id, string Event, string Data)>, bool> until)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/feed");
        request.Headers.Add("Last-Event-ID", after.ToString(CultureInfo.InvariantCulture));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await City.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
        var facts = new List<(long, string, string)>();
        var (id, name) = (0L, "");
        while (!until(facts))
        {
            var line = await reader.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("The feed ended.");
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = long.Parse(line.AsSpan(4), CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                facts.Add((id, name, line[6..]));
            }
        }

        return facts;
    }
}
