using System.Net;
using System.Text;
using System.Text.Json;

namespace CityActors.Silo.Tests;

/// <summary>What is real is never moved, overwritten or made a drill's; and a drill's city says that it is one.</summary>
public sealed class RealCityTests : IAsyncLifetime
{
    private const string Expand = "/v1/districts/tianxin/expand";
    private static readonly object Real = new { scale = 0.001, seed = 7, drill = false };
    private static readonly object Drill = new { scale = 0.001, seed = 7, drill = true };

    private readonly TempFolder folder = new();
    private CityProcess city = null!;

    public async ValueTask InitializeAsync() => city = await CityProcess.StartReplay(folder.Path, SmallTown.Start);

    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Expand_IntoACityOfRealThings_IsRefusedAndChangesNothing()
    {
        await SmallTown.Register(city, homes: 1);
        var before = await Everything();

        foreach (var call in (object[])[Real, Drill])
        {
            var problem = await city.Send(HttpMethod.Post, Expand, call, HttpStatusCode.Conflict);
            Assert.Equal("city-is-real", problem.GetProperty("code").GetString());
            Assert.Contains(SmallTown.Home(1), problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
            Assert.Contains("真实", problem.GetProperty("detailChinese").GetString()!, StringComparison.Ordinal);
        }

        Assert.Equal(before, await Everything());
        Assert.Equal("city-is-real", (await Import("outside", 113.2, HttpStatusCode.Conflict)).GetProperty("code").GetString());
        Assert.False(await IsMarked());
    }

    [Fact]
    public async Task Expand_TheSameAgain_ChangesNothingThatWasChangedByHandSince()
    {
        var counts = await city.Send(HttpMethod.Post, Expand, Real);
        var home = (await city.Get("/v1/households?limit=1")).GetProperty("items")[0];
        await city.Send(HttpMethod.Put, $"/v1/households/{home.GetProperty("id")}", new { card = home, consentAt = (string?)null }, HttpStatusCode.NoContent);
        var responder = (await city.Get("/v1/responders?limit=1")).GetProperty("items")[0];
        var before = await Everything();

        await city.Kill();
        await city.Start();
        var again = await city.Send(HttpMethod.Post, Expand, Real);
        var otherwise = await city.Send(HttpMethod.Post, Expand, Drill, HttpStatusCode.Conflict);
        var elsewhere = await city.Send(HttpMethod.Post, Expand, new { scale = 0.001, seed = 8, drill = false }, HttpStatusCode.Conflict);

        Assert.Equal(counts.ToString(), again.ToString());
        Assert.Equal(["already-expanded", "already-expanded"], new[] { otherwise, elsewhere }.Select(problem => problem.GetProperty("code").GetString()));
        Assert.Equal(before, await Everything());
        Assert.False(responder.GetProperty("drill").GetBoolean());
        Assert.Equal("already-expanded", (await Import("tianxin", 113.2, HttpStatusCode.Conflict)).GetProperty("code").GetString());
        Assert.False(await IsMarked());
    }

    [Fact]
    public async Task Drill_OfTwoDistricts_IsMarkedInEveryAnswerAlsoAfterARestart()
    {
        Assert.False(await IsMarked());
        await city.Send(HttpMethod.Post, Expand, Drill);
        Assert.True(await IsMarked());

        await Import("outside", 113.2, HttpStatusCode.OK);
        await city.Send(HttpMethod.Post, "/v1/districts/outside/expand", Drill);
        await Import("twin", 113.3, HttpStatusCode.OK, "430103");
        var overlaps = await city.Send(HttpMethod.Post, "/v1/districts/twin/expand", Drill, HttpStatusCode.Conflict);
        Assert.Equal("already-expanded", overlaps.GetProperty("code").GetString());
        var cityCard = await city.Get("/v1/areas/4301");
        Assert.Equal("长沙市", cityCard.GetProperty("area").GetProperty("name").GetString());

        await city.Kill();
        await city.Start();
        Assert.True(await IsMarked());
        Assert.True((await city.Get("/v1/status")).GetProperty("drill").GetBoolean());
        Assert.Equal("ready, drill", await city.Http.GetStringAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Expand_KilledInItsMiddle_IsFinishedByTheSameCallAndNoOther()
    {
        var first = city.Http.PostAsync(new Uri(Expand, UriKind.Relative), Body(new { scale = 0.01, seed = 7, drill = false }), TestContext.Current.CancellationToken);
        while (!first.IsCompleted && (await city.Get("/v1/areas?limit=5")).GetProperty("items").GetArrayLength() == 0)
        {
            await Task.Yield();
        }

        await city.Kill();
        await Task.WhenAny(first); // It may have been answered just before.
        await city.Start();

        await city.Send(HttpMethod.Post, Expand, Real, HttpStatusCode.Conflict);
        var counts = await city.Send(HttpMethod.Post, Expand, new { scale = 0.01, seed = 7, drill = false });
        Assert.Equal(counts.GetProperty("households").GetInt32(), (await city.Get("/v1/households?limit=500")).GetProperty("items").GetArrayLength());
    }

    private static StringContent Body(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private async Task<JsonElement> Import(string name, double west, HttpStatusCode expected, string code = "430104")
    {
        var ring = new[] { new[] { west, 28.1 }, [west + 0.05, 28.1], [west + 0.05, 28.15], [west, 28.15], [west, 28.1] };
        return await city.Send(HttpMethod.Post, $"/v1/districts/{name}/import?code={code}&chinese=%E5%A4%96", new { type = "Polygon", coordinates = new[] { ring } }, expected);
    }

    private async Task<bool> IsMarked()
    {
        var marks = new List<bool>();
        foreach (var path in (string[])["/", "/health/live", "/v1/status", "/v1/nothing", "/v1/alerts?state=bogus", "/openapi/v1.json"])
        {
            using var response = await city.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            marks.Add(response.Headers.TryGetValues("City-Drill", out var told) && told.Single() == "true");
        }

        return Assert.Single(marks.Distinct());
    }

    private async Task<string> Everything()
    {
        var all = new List<string>();
        foreach (var path in (string[])["areas", "cells", "households", "cameras", "terminals", "responders"])
        {
            all.Add((await city.Get($"/v1/{path}?limit=500")).ToString());
        }

        return string.Join('\n', all);
    }
}
