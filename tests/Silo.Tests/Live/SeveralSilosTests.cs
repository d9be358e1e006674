using System.Net;
using System.Text.Json;
using CityActors.Observations;

namespace CityActors.Silo.Tests.Live;

/// <summary>What several silos are for: any of them is the city's door, and one may go.</summary>
public sealed class SeveralSilosTests
{
    private const string Cell = "430103002001";

    [Fact]
    public async Task Silos_Three_AnyIsTheDoorAndOneMayDie()
    {
        await using var town = LiveCity.Cluster();
        var first = await town.Add();
        var second = await town.Add();
        var third = await town.Add();
        await SmallTown.Register(first, homes: 2);
        string[] terminals = [.. Enumerable.Range(1, 12).Select(number => $"term-{Cell}-{number:00}")];
        foreach (var terminal in terminals)
        {
            await LiveCity.Terminal(second, terminal);
        }

        await LiveCity.Until(third, "/v1/terminals?limit=50", known => known.Count == terminals.Length);
        await Feed(third, [.. terminals.Take(6)], 60);
        await LiveCity.Until(first, "/v1/alerts?limit=50", alerts => alerts.Count == 6);

        await first.Kill(); // It had the city's duties, and a third of its routers.
        await Feed(second, [.. terminals.Skip(6)], 70);
        var alerts = await LiveCity.Until(third, "/v1/alerts?limit=50", alerts => alerts.Count == terminals.Length);
        Assert.Equal(terminals, alerts.Select(alert => alert.GetProperty("entity").GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Silos_OneKilledUnderLoadAndOneJoined_NothingAcknowledgedIsLostEveryOrderEndsAndPartitionsMove()
    {
        await using var town = LiveCity.Cluster();
        string[] quick = ["--Rules:Drill:Pace=100"];
        var first = await town.Add(quick);
        CityProcess[] others = [await town.Add(quick), await town.Add(quick)];
        await first.Send(HttpMethod.Post, "/v1/districts/tianxin/expand", new { scale = 0.002, seed = 7, drill = true });
        var homes = (await first.Get("/v1/households?limit=100")).GetProperty("items").EnumerateArray().Select(Id).ToList();
        using var load = new SiloLoad([first, .. others], homes);
        var orders = await Report(others[0], 12);
        await load.Until(bodies: 60);
        await first.Kill(); // It had the city's duties, a third of the routers, and some of the orders.
        await load.Until(bodies: 120);
        var fourth = await town.Add(quick);
        await load.Until(bodies: 180);
        var acknowledged = await load.Stop();

        foreach (var order in orders)
        {
            await LiveCity.Until(others[1], "/v1/orders?limit=100", listed => listed.Any(item => Id(item) == order && item.GetProperty("status").GetString() == "closed"));
        }

        var status = await UntilTaken(fourth);
        Assert.InRange(status.GetProperty("observations").GetInt64(), acknowledged, acknowledged + load.Unanswered);
        var routers = await UntilRouters(fourth, silos => silos.Count == 3 && silos.Values.Sum() == Partitions.Count);
        Assert.All(routers.Values, count => Assert.InRange(count, 1, Partitions.Count - 2));
    }

    [Fact]
    public async Task Silo_ThatLeavesAsSoonAsItJoined_PutsNobodyElsesRoutersToRest()
    {
        await using var town = LiveCity.Cluster();
        var city = await town.Add();
        const int Homes = 40;
        await SmallTown.Register(city, Homes);
        var guest = await town.Add();
        Assert.Equal(0, await guest.Terminate());

        await city.Feed(Enumerable.Range(1, Homes).Select(home => SmallTown.Reading(SmallTown.Home(home), DateTimeOffset.UtcNow, 100)));

        Assert.Equal(Homes, (await UntilTaken(city)).GetProperty("observations").GetInt64());
    }

    [Fact]
    public async Task Dashboard_Caller_IsAnAdministratorOrNobody()
    {
        await using var town = LiveCity.Cluster();
        var city = await town.Add();
        using var stranger = new HttpClient { BaseAddress = city.Http.BaseAddress };
        using var refused = await stranger.GetAsync(new Uri("/dashboard/", UriKind.Relative), TestContext.Current.CancellationToken);
        using var shown = await city.Http.GetAsync(new Uri("/dashboard/DashboardCounters", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Basic", refused.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.ValueKind);
    }

    private static string Id(JsonElement item) => item.GetProperty("id").GetString()!;

    private static async Task<List<string>> Report(CityProcess city, int count)
    {
        var cells = (await city.Get("/v1/cells?limit=100")).GetProperty("items").EnumerateArray().ToList();
        var orders = new List<string>();
        for (var report = 0; report < count; report++)
        {
            var position = cells[report].GetProperty("centre");
            var answer = await city.Send(HttpMethod.Post, "/v1/orders", new { category = "event.environment.exposed-waste", position }, HttpStatusCode.Created, $"report-{report}");
            orders.Add(answer.GetProperty("order").GetString()!);
        }

        return orders;
    }

    /// <summary>Waits until routers have taken everything that is stored.</summary>
    private static async Task<JsonElement> UntilTaken(CityProcess city)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            var status = await city.Get("/v1/status");
            if (status.GetProperty("waiting").GetInt64() == 0)
            {
                return status;
            }

            await Task.Delay(200, limit.Token);
        }
    }

    /// <summary>How many routers each silo has, by the dashboard, once they are as wanted.</summary>
    private static async Task<Dictionary<string, int>> UntilRouters(CityProcess city, Func<Dictionary<string, int>, bool> areThere)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            var routers = (await city.Get("/dashboard/DashboardCounters")).GetProperty("simpleGrainStats").EnumerateArray()
                .Where(entry => entry.GetProperty("grainType").GetString()!.EndsWith("ObservationRouterGrain", StringComparison.Ordinal))
                .ToDictionary(entry => entry.GetProperty("siloAddress").GetString()!, entry => entry.GetProperty("activationCount").GetInt32());
            if (areThere(routers))
            {
                return routers;
            }

            await Task.Delay(500, limit.Token);
        }
    }

    private static async Task Feed(CityProcess city, string[] terminals, double value)
    {
        var answer = await city.Feed(terminals.Select(terminal => LiveCity.Gas(terminal, DateTimeOffset.UtcNow, value)));
        Assert.Equal(terminals.Length, answer.GetProperty("accepted").GetInt32());
    }
}
