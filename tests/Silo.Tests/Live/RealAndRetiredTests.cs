using System.Net;

namespace CityActors.Silo.Tests.Live;

/// <summary>What is told to one Silo about drills and retirement holds at every Silo as soon as it is answered.</summary>
public sealed class RealAndRetiredTests
{
    private const string Expand = "/v1/districts/tianxin/expand";

    [Fact]
    public async Task Silos_OneExpandsADrill_TheOtherSaysSoAndRefusesAnotherOne()
    {
        await using var town = LiveCity.Cluster();
        var first = await town.Add();
        var second = await town.Add();

        await first.Send(HttpMethod.Post, Expand, new { scale = 0.001, seed = 7, drill = true });

        await LiveCity.Until(second, "/v1/households", known => known.Count > 0);
        using var marked = await second.Http.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("true", marked.Headers.GetValues("City-Drill").Single());
        await second.Send(HttpMethod.Post, Expand, new { scale = 0.001, seed = 7, drill = true });
        await second.Send(HttpMethod.Post, Expand, new { scale = 0.001, seed = 7, drill = false }, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Silos_OneRegisters_TheOtherTakesItsReadingsAtOnce()
    {
        await using var town = LiveCity.Cluster();
        var first = await town.Add();
        var second = await town.Add();
        await SmallTown.Register(first, homes: 0);
        for (var round = 1; round <= 60; round++)
        {
            await LiveCity.Terminal(first, $"term-gas-{round}");
            using var answer = await second.PostLines([LiveCity.Gas($"term-gas-{round}", DateTimeOffset.UtcNow, 1)]);
            var taken = await CityProcess.Json(answer, HttpStatusCode.Accepted);
            Assert.True(taken.GetProperty("accepted").GetInt32() == 1, $"Round {round}: {taken}");
        }

        using var unknown = await second.PostLines([LiveCity.Gas("term-nowhere", DateTimeOffset.UtcNow, 1)]);
        Assert.Equal("unknown-entity", (await CityProcess.Json(unknown, HttpStatusCode.BadRequest)).GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Silos_OneRetires_TheOtherRefusesAtOnce()
    {
        await using var town = LiveCity.Cluster();
        var first = await town.Add();
        var second = await town.Add();
        await SmallTown.Register(first, homes: 1);
        await LiveCity.Terminal(first, "term-gas");
        await second.Feed([LiveCity.Gas("term-gas", DateTimeOffset.UtcNow.AddMinutes(-2), 60), LiveCity.Gas("term-gas", DateTimeOffset.UtcNow.AddMinutes(-1), 60)]);
        await second.Feed([SmallTown.Reading(SmallTown.Home(1), DateTimeOffset.UtcNow.AddMinutes(-1), 100)]);
        await LiveCity.Until(first, "/v1/alerts", alerts => alerts.Count == 1);

        await Delete(first, "terminals/term-gas?reason=taken%20down");
        await Delete(first, $"households/{SmallTown.Home(1)}?reason=moved%20away&erase=true");

        using var refused = await second.PostLines([LiveCity.Gas("term-gas", DateTimeOffset.UtcNow, 70), SmallTown.Reading(SmallTown.Home(1), DateTimeOffset.UtcNow, 100)]);
        var answer = await CityProcess.Json(refused, HttpStatusCode.BadRequest);
        Assert.All(answer.GetProperty("errors").EnumerateArray(), error => Assert.Equal("retired", error.GetProperty("code").GetString()));
        await LiveCity.Until(second, "/v1/alerts", alerts => alerts.Count == 1 && alerts[0].GetProperty("reason").GetString() == "retired");
        await LiveCity.Until(second, "/v1/orders", orders => orders.Count == 1 && orders[0].GetProperty("status").GetString() == "closed");
        using var gone = await second.Http.GetAsync(new Uri($"/v1/households/{SmallTown.Home(1)}?reason=check", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
    }

    private static async Task Delete(CityProcess city, string path)
    {
        using var response = await city.Http.DeleteAsync(new Uri($"/v1/{path}", UriKind.Relative), TestContext.Current.CancellationToken);
        await CityProcess.Json(response, HttpStatusCode.NoContent);
    }
}
