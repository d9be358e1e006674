using System.Net;
using CityActors.Alerts;
using CityActors.Client.Api;
using CityActors.Places;

namespace CityActors.Client.Tests.Api;

public sealed class CityClientRetryTests
{
    private const string Clock = """{"mode":"replay","now":"2026-01-05T00:00:00Z","horizon":"2026-01-06T00:00:00Z"}""";
    private static readonly CityClientOptions quick = new() { Retries = 3, FirstWait = TimeSpan.FromMilliseconds(1) };
    private static readonly NewOrder rubbish = new() { Category = "event.environment.exposed-waste", Position = new GeoPoint(112.98, 28.19), Text = "Rubbish" };

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Call_BusyThenFree_IsAnswered(int status)
    {
        await using var silo = await ScriptedSilo.Start(ScriptedSilo.Busy(status, "0"), ScriptedSilo.Busy(status, "0"), ScriptedSilo.Json(Clock));
        using var client = new CityClient(silo.Address, "key", quick);

        var clock = await client.Clock(TestContext.Current.CancellationToken);

        Assert.True(clock.IsReplay);
        Assert.Equal(2, client.RetriesDone);
        Assert.Equal(3, silo.Calls.Count);
    }

    [Fact]
    public async Task Lists_AfterACommand_AreAskedToHoldWhatItDid()
    {
        var page = ScriptedSilo.Json("""{"items":[],"next":null}""");
        await using var silo = await ScriptedSilo.Start(
            page,
            context =>
            {
                context.Response.Headers["City-Fact"] = "42";
                return ScriptedSilo.Json(Clock)(context);
            },
            page,
            page);
        using var client = new CityClient(silo.Address, "key", quick);

        Assert.Empty(await client.Orders(cancellation: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        await client.Advance(DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken);
        Assert.Empty(await client.Orders(cancellation: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await client.Notifications("waiting", TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));

        Assert.Equal(
            ["/v1/orders?limit=500", "/v1/clock/advance", "/v1/orders?limit=500&after=42", "/v1/notifications?state=waiting&limit=500"],
            silo.Calls.Select(static call => call.Path));
    }

    [Fact]
    public async Task Call_BusyForEver_EndsWithTheSilosCode()
    {
        await using var silo = await ScriptedSilo.Start([.. Enumerable.Repeat(ScriptedSilo.Busy(429, "0"), 10)]);
        using var client = new CityClient(silo.Address, "key", quick);

        var refusal = await Assert.ThrowsAsync<CityApiException>(() => client.Clock(TestContext.Current.CancellationToken));

        Assert.Equal("too-much-waits", refusal.Code);
        Assert.Equal(HttpStatusCode.TooManyRequests, refusal.Status);
        Assert.Equal(1 + quick.Retries, silo.Calls.Count);
    }

    [Fact]
    public async Task Call_RetryAfterBeyondLongestWait_IsCutShort()
    {
        await using var silo = await ScriptedSilo.Start(ScriptedSilo.Busy(503, "86400"), ScriptedSilo.Json(Clock));
        using var client = new CityClient(silo.Address, "key", quick with { LongestWait = TimeSpan.FromMilliseconds(5) });

        Assert.True((await client.Clock(TestContext.Current.CancellationToken)).IsReplay);
    }

    [Fact]
    public async Task Report_ConnectionLost_IsRepeatedWithTheSameKey()
    {
        await using var silo = await ScriptedSilo.Start(ScriptedSilo.HangUp, ScriptedSilo.HangUp, ScriptedSilo.Json("""{"order":"order-1","merged":false}""", 201));
        using var client = new CityClient(silo.Address, "key", quick);

        var receipt = await client.Report(rubbish, "report-1", TestContext.Current.CancellationToken);

        Assert.Equal("order-1", receipt.Order);
        Assert.Equal(3, silo.Calls.Count);
        Assert.All(silo.Calls, call => Assert.Equal("report-1", call.Headers["Idempotency-Key"]));
    }

    [Fact]
    public async Task Act_WithoutCommandIdAndConnectionLost_IsNotRepeated()
    {
        await using var silo = await ScriptedSilo.Start(ScriptedSilo.HangUp);
        using var client = new CityClient(silo.Address, "key", quick);

        await Assert.ThrowsAsync<CityUnreachableException>(() => client.Act("alert-1", new AlertCommand.Acknowledge(), TestContext.Current.CancellationToken));

        Assert.Single(silo.Calls);
    }

    [Fact]
    public async Task Call_ProblemDetails_CarriesCodeTitleAndDetail()
    {
        await using var silo = await ScriptedSilo.Start(ScriptedSilo.Json("""{"title":"Not allowed","status":409,"code":"not-allowed","detail":"It is closed."}""", 409));
        using var client = new CityClient(silo.Address, "key", quick);

        var refusal = await Assert.ThrowsAsync<CityApiException>(() => client.Act("a", new AlertCommand.Safe { CommandId = "c" }, TestContext.Current.CancellationToken));

        Assert.Equal(("not-allowed", "Not allowed", "It is closed."), (refusal.Code, refusal.Title, refusal.Detail));
        Assert.Contains("\"type\":\"safe\"", System.Text.Encoding.UTF8.GetString(silo.Calls.Single().Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_AnswerWithoutProblemDetails_StillNamesTheStatus()
    {
        await using var silo = await ScriptedSilo.Start(context =>
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        });
        using var client = new CityClient(silo.Address, "", quick);

        var refusal = await Assert.ThrowsAsync<CityApiException>(() => client.Clock(TestContext.Current.CancellationToken));

        Assert.Equal("401", refusal.Code);
    }

    [Fact]
    public async Task Call_NobodyThere_SaysWhereItLooked()
    {
        using var client = new CityClient(new Uri("http://127.0.0.1:9"), "key", quick);

        var away = await Assert.ThrowsAsync<CityUnreachableException>(() => client.Clock(TestContext.Current.CancellationToken));

        Assert.Contains("127.0.0.1:9", away.Message, StringComparison.Ordinal);
    }
}
