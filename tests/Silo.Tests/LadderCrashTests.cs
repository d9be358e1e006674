using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.Live;

namespace CityActors.Silo.Tests;

/// <summary>
/// Three homes fall quiet in a city by the wall clock that is killed again and again. Nobody takes on the first: everybody is told, in order, each with one id. An officer takes on the
/// second, and at the third somebody says on the telephone that all is well: nobody further is told.
/// </summary>
public sealed class LadderCrashTests
{
    private const string Ladder = "00:00:01 home-call, 00:00:25 family, 00:00:25 grid-officer, 00:00:40 community";
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task Ladder_CityKilledAgainAndAgain_EachStepOnceInOrder_NoneAfterSomebodyTookItOn()
    {
        await using var gateway = await Gateway.Start();
        await using var town = new LiveCity([$"--Rules:Alert:Ladder={Ladder}", .. gateway.As("default")]);
        var city = await town.Add();
        await SmallTown.Register(city, homes: 3);
        await city.Feed(Quiet(DateTimeOffset.UtcNow));
        var alerts = (await LiveCity.Until(city, "/v1/alerts?kind=inactivity", static items => items.Count == 3)).Select(static item => item.GetProperty("id").GetString()!).Order(StringComparer.Ordinal).ToArray();
        await gateway.Until(3);
        await city.Send(HttpMethod.Post, $"/v1/alerts/{alerts[1]}/commands", new { type = "acknowledge", commandId = "take" });
        await city.Send(HttpMethod.Post, $"/v1/notifications/{alerts[2]}.home-call/receipt", new { outcome = "safe" }, HttpStatusCode.NoContent);
        await city.Send(HttpMethod.Post, $"/v1/notifications/{alerts[2]}.home-call/receipt", new { outcome = "safe" }, HttpStatusCode.NoContent);
        await city.Send(HttpMethod.Post, $"/v1/notifications/{alerts[0]}.home-call/receipt", new { outcome = "not-reached" }, HttpStatusCode.NoContent);

        var random = new Random(12);
        while (gateway.Taken.Select(static taken => IdOf(taken.Body)).Distinct().Count() < 6)
        {
            await Task.Delay(random.Next(500, 3_000), TestContext.Current.CancellationToken);
            await city.Kill();
            await city.Start();
        }

        var told = gateway.Taken.Select(static taken => IdOf(taken.Body)).Distinct().ToArray();
        Assert.Equal(
            new[] { "home-call", "family", "grid-officer", "community" }.Select(receiver => $"{alerts[0]}.{receiver}").Order(StringComparer.Ordinal),
            told.Where(id => id.StartsWith(alerts[0], StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal($"{alerts[0]}.community", told[^1]);
        Assert.Equal(2, told.Count(id => !id.StartsWith(alerts[0], StringComparison.Ordinal)));
        await CheckSteps(city, alerts);
        await CheckOutcome(city, alerts[0]);
    }

    private static async Task CheckSteps(CityProcess city, string[] alerts)
    {
        var open = Steps(await city.Get($"/v1/alerts/{alerts[0]}/steps"));
        Assert.Equal(4, open.Length);
        Assert.All(open, static step => Assert.Equal("delivered", step.GetProperty("state").GetString()));
        Assert.All(open, static step => Assert.True(step.GetProperty("handedOverAt").GetDateTimeOffset() >= step.GetProperty("due").GetDateTimeOffset()));
        Assert.Equal("not-reached", open[0].GetProperty("receipt").GetString());
        foreach (var alert in alerts[1..])
        {
            var steps = Steps(await city.Get($"/v1/alerts/{alert}/steps"));
            Assert.Equal(["delivered", "not-needed", "not-needed", "not-needed"], steps.Select(static step => step.GetProperty("state").GetString()));
        }

        var safe = await city.Get($"/v1/alerts/{alerts[2]}");
        Assert.Equal(("cleared", "resident"), (safe.GetProperty("state").GetString(), safe.GetProperty("actor").GetString()));
    }

    /// <summary>What was found is in the alert itself, for who may look at it, and nowhere else.</summary>
    private static async Task CheckOutcome(CityProcess city, string alert)
    {
        await city.Send(HttpMethod.Post, $"/v1/alerts/{alert}/commands", new { type = "outcome", found = "false-alarm" }, HttpStatusCode.Conflict);
        var closed = await city.Send(HttpMethod.Post, $"/v1/alerts/{alert}/commands", new { type = "outcome", found = "found-hurt", note = "broken hip" });
        Assert.Equal(("cleared", "found-hurt"), (closed.GetProperty("state").GetString(), closed.GetProperty("outcome").GetString()));
        await city.Kill();
        await city.Start();
        Assert.Equal("found-hurt", (await city.Get($"/v1/alerts/{alert}")).GetProperty("outcome").GetString());
        var everything = string.Join('\n', (await LiveCity.Until(city, "/v1/alerts?kind=inactivity&state=cleared", static items => items.Count == 2)).Select(static item => item.GetRawText()))
            + string.Join('\n', (await city.Export()).Lines.Select(static line => line.GetRawText()));
        Assert.DoesNotContain("found-hurt", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("broken hip", everything, StringComparison.Ordinal);
    }

    private static JsonElement[] Steps(JsonElement answer) => [.. answer.EnumerateArray()];

    private static string IdOf(JsonElement body) => body.GetProperty("id").GetString()!;

    // Five days of life, and then twelve hours without, which are over now.
    private static IEnumerable<string> Quiet(DateTimeOffset now) =>
        from quarter in Enumerable.Range(-5 * 96, (5 * 96) + 1)
        from home in Enumerable.Range(1, 3)
        let isActive = quarter == -48 || (quarter < -48 && quarter % 8 < -4)
        select SmallTown.Reading(SmallTown.Home(home), now + (quarter * Interval), 60 + (Math.Abs(quarter) % 7) + home + (isActive ? 300 + (Math.Abs(quarter) % 11) : 0));
}
