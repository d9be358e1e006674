using System.Net;
using System.Text.Json;

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

    private static async Task Feed(CityProcess city, string[] terminals, double value)
    {
        var answer = await city.Feed(terminals.Select(terminal => LiveCity.Gas(terminal, DateTimeOffset.UtcNow, value)));
        Assert.Equal(terminals.Length, answer.GetProperty("accepted").GetInt32());
    }
}
