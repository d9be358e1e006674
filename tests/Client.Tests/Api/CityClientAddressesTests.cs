using CityActors.Alerts;
using CityActors.Client.Api;
using CityActors.Places;
using Microsoft.AspNetCore.Http;

namespace CityActors.Client.Tests.Api;

public sealed class CityClientAddressesTests
{
    private const string Clock = """{"mode":"wall","now":"2026-01-05T00:00:00Z","horizon":"2026-01-05T00:05:00Z"}""";
    private const string Receipt = """{"accepted":3,"refused":1,"errors":[{"line":4,"code":"no-consent","reason":"…"}]}""";
    private static readonly Uri nobody = new("http://127.0.0.1:9");
    private static readonly CityClientOptions quick = new() { Retries = 3, FirstWait = TimeSpan.FromMilliseconds(1), LongestWait = TimeSpan.FromMilliseconds(5) };
    private static readonly NewOrder rubbish = new() { Category = "event.environment.exposed-waste", Position = new GeoPoint(112.98, 28.19), Text = "Rubbish" };

    [Fact]
    public async Task Send_SeveralBatches_GoToTheAddressesInTurn()
    {
        await using var one = await Answering(Receipt, 202);
        await using var other = await Answering(Receipt, 202);
        using var client = new CityClient([one.Address, other.Address], "key", quick);

        for (var i = 0; i < 4; i++)
        {
            await client.Send("{}\n"u8.ToArray(), $"k-{i}", TestContext.Current.CancellationToken);
        }

        Assert.Equal(["k-0", "k-2"], one.Calls.Select(call => call.Headers["Idempotency-Key"]));
        Assert.Equal(["k-1", "k-3"], other.Calls.Select(call => call.Headers["Idempotency-Key"]));
        Assert.All(client.Figures, silo => Assert.Equal((2, 6, 2, 0, 6), (silo.Requests, silo.Accepted, silo.Refused, silo.Failures, silo.BytesSent)));
        Assert.All(client.Figures, silo => Assert.True(silo.P50Ms >= 0 && silo.P50Ms <= silo.P95Ms && silo.P95Ms <= silo.P99Ms));
    }

    [Fact]
    public async Task Call_OneAddressAway_GoesOnWithTheNextAtOnceAndLeavesItAlone()
    {
        await using var silo = await Answering(Clock);
        using var client = new CityClient([nobody, silo.Address], "key", quick with { Retries = 0, PauseAfterFailure = TimeSpan.FromMinutes(1) });

        for (var i = 0; i < 5; i++)
        {
            await client.Clock(TestContext.Current.CancellationToken);
        }

        Assert.Equal(5, silo.Calls.Count);
        Assert.Equal((1, 1), (client.Figures[0].Requests, client.Figures[0].Failures));
        Assert.Equal(1, client.RetriesDone);
        Assert.Null(client.Figures[1].P50Ms);
    }

    [Fact]
    public async Task Call_PauseIsOver_TriesTheFailedAddressAgain()
    {
        await using var lame = await ScriptedSilo.Start([ScriptedSilo.HangUp, .. Enumerable.Repeat(ScriptedSilo.Json(Clock), 5)]);
        await using var silo = await Answering(Clock);
        using var client = new CityClient([lame.Address, silo.Address], "key", quick with { PauseAfterFailure = TimeSpan.FromTicks(1) });

        for (var i = 0; i < 4; i++)
        {
            await client.Clock(TestContext.Current.CancellationToken);
        }

        Assert.True(lame.Calls.Count > 1);
        Assert.Equal(1, client.Figures[0].Failures);
    }

    [Fact]
    public async Task Report_AddressLost_IsRepeatedAtTheNextWithTheSameKey()
    {
        await using var lame = await ScriptedSilo.Start(ScriptedSilo.HangUp);
        await using var silo = await Answering("""{"order":"order-1","merged":false}""", 201);
        using var client = new CityClient([lame.Address, silo.Address], "key", quick);

        var receipt = await client.Report(rubbish, "report-1", TestContext.Current.CancellationToken);

        Assert.Equal("order-1", receipt.Order);
        Assert.Equal("report-1", Assert.Single(lame.Calls).Headers["Idempotency-Key"]);
        Assert.Equal("report-1", Assert.Single(silo.Calls).Headers["Idempotency-Key"]);
    }

    [Fact]
    public async Task Act_WithoutCommandIdAndAddressLost_IsNotTakenToTheNext()
    {
        await using var lame = await ScriptedSilo.Start(ScriptedSilo.HangUp);
        await using var silo = await Answering("{}");
        using var client = new CityClient([lame.Address, silo.Address], "key", quick);

        await Assert.ThrowsAsync<CityUnreachableException>(() => client.Act("alert-1", new AlertCommand.Acknowledge(), TestContext.Current.CancellationToken));

        Assert.Empty(silo.Calls);
    }

    [Fact]
    public async Task Call_OneCannotServe_GoesOnWithTheNextWithoutWaiting()
    {
        await using var full = await ScriptedSilo.Start(ScriptedSilo.Busy(503, "60"));
        await using var silo = await Answering(Clock);
        using var client = new CityClient([full.Address, silo.Address], "key", quick with { Retries = 0, LongestWait = TimeSpan.FromHours(1) });

        await client.Clock(TestContext.Current.CancellationToken);
        await client.Clock(TestContext.Current.CancellationToken);

        Assert.Single(full.Calls);
        Assert.Equal(2, silo.Calls.Count);
        Assert.Equal((1, 0), (client.Figures[0].Unavailable, client.Figures[0].Failures));
    }

    [Theory]
    [InlineData(502)]
    [InlineData(504)]
    public async Task Call_GatewayHasNoAnswer_IsALostConnection(int status)
    {
        await using var gateway = await ScriptedSilo.Start(ScriptedSilo.Json("{}", status), ScriptedSilo.Json("{}", status));
        await using var silo = await Answering("""{"order":"order-1","merged":false}""", 201);
        using var client = new CityClient([gateway.Address, silo.Address], "key", quick with { PauseAfterFailure = TimeSpan.FromTicks(1) });

        await client.Report(rubbish, "report-1", TestContext.Current.CancellationToken);
        client.Figures.ToList().ForEach(figures => Assert.Equal(figures.Url == gateway.Address ? 1 : 0, figures.Failures));
        using var alone = new CityClient(gateway.Address, "key", quick);

        await Assert.ThrowsAsync<CityUnreachableException>(() => alone.Act("alert-1", new AlertCommand.Acknowledge(), TestContext.Current.CancellationToken));
        Assert.Equal(2, gateway.Calls.Count);
    }

    [Fact]
    public async Task Call_TooManyAtOne_IsWaitedForAsAsked()
    {
        await using var busy = await ScriptedSilo.Start(ScriptedSilo.Busy(429, "0"));
        await using var silo = await Answering(Clock);
        using var client = new CityClient([busy.Address, silo.Address], "key", quick);

        await client.Clock(TestContext.Current.CancellationToken);

        Assert.Equal(1, client.Figures[0].TooMany);
        Assert.Single(silo.Calls);
    }

    [Fact]
    public async Task Call_AllAway_NamesAllAddresses()
    {
        var other = new Uri("http://127.0.0.1:10");
        using var client = new CityClient([nobody, other], "key", quick);

        var away = await Assert.ThrowsAsync<CityUnreachableException>(() => client.Clock(TestContext.Current.CancellationToken));

        Assert.Equal([nobody, other], away.Addresses);
        Assert.Contains("127.0.0.1:10", away.Message, StringComparison.Ordinal);
        Assert.Equal([4, 4], client.Figures.Select(silo => silo.Failures));
    }

    [Fact]
    public async Task Send_NoAnswerInTime_IsALostConnection()
    {
        await using var silent = await ScriptedSilo.Start(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var silo = await Answering(Receipt, 202);
        using var client = new CityClient([silent.Address, silo.Address], "key", quick with { AnswerWithin = TimeSpan.FromSeconds(3) });

        var receipt = await client.Send("{}\n"u8.ToArray(), "k", TestContext.Current.CancellationToken);

        Assert.Equal(3, receipt.Accepted);
        Assert.Equal([1, 0], client.Figures.Select(figures => figures.Failures));
    }

    [Fact]
    public async Task Only_OneAddress_AsksThatOneAndCountsThere()
    {
        await using var one = await Answering(Clock);
        await using var other = await Answering(Clock);
        using var client = new CityClient([one.Address, other.Address], "key", quick);
        using var only = client.Only(other.Address);

        await only.Clock(TestContext.Current.CancellationToken);
        await only.Clock(TestContext.Current.CancellationToken);

        Assert.Empty(one.Calls);
        Assert.Equal([0, 2], client.Figures.Select(figures => figures.Requests));
    }

    [Fact]
    public async Task Feed_AddressLost_GoesOnAtAnotherAfterTheLastEvent()
    {
        await using var lame = await ScriptedSilo.Start(
            context =>
            {
                context.Response.ContentType = "text/event-stream";
                return context.Response.WriteAsync("id: 7\nevent: alert\ndata: {}\n\n");
            },
            ScriptedSilo.HangUp);
        await using var silo = await ScriptedSilo.Start(context =>
        {
            context.Response.ContentType = "text/event-stream";
            return context.Response.WriteAsync("id: 8\nevent: order\ndata: {}\n\n");
        });
        using var client = new CityClient([lame.Address, silo.Address], "key", quick);

        var events = await client.Feed(cancellation: TestContext.Current.CancellationToken).Take(2).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["7", "8"], events.Select(told => told.Id));
        Assert.Equal(2, lame.Calls.Count);
        Assert.Equal("7", Assert.Single(silo.Calls).Headers["Last-Event-ID"]);
    }

    private static Task<ScriptedSilo> Answering(string body, int status = 200) =>
        ScriptedSilo.Start([.. Enumerable.Repeat(ScriptedSilo.Json(body, status), 10)]);
}
