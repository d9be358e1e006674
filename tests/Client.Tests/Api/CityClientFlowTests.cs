using System.Security.Cryptography;
using System.Text;
using CityActors.Client.Api;
using CityActors.Observations;
using Microsoft.AspNetCore.Http;

namespace CityActors.Client.Tests.Api;

public sealed class CityClientFlowTests
{
    private static readonly CityClientOptions quick = new() { Retries = 3, FirstWait = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public async Task List_SeveralPages_FollowsTheCursor()
    {
        const string first = """{"items":[{"id":"cam-1","type":"camera","cell":"430103002001001","position":{"longitude":112.9,"latitude":28.1}}],"next":"c 1"}""";
        const string second = """{"items":[{"id":"cam-2","type":"camera","cell":"430103002001001","position":{"longitude":112.9,"latitude":28.1}}],"next":null}""";
        await using var silo = await ScriptedSilo.Start(ScriptedSilo.Json(first), ScriptedSilo.Json(second));
        using var client = new CityClient(silo.Address, "key", quick);

        var ids = await client.Cameras("430103", TestContext.Current.CancellationToken).Select(card => card.Id).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["cam-1", "cam-2"], ids);
        Assert.Equal(["/v1/cameras?area=430103&limit=500", "/v1/cameras?area=430103&limit=500&cursor=c%201"], silo.Calls.Select(call => call.Path));
        Assert.Equal("Bearer key", silo.Calls.First().Headers["Authorization"]);
    }

    [Fact]
    public async Task Feed_ConnectionLost_ResumesAfterTheLastEvent()
    {
        await using var silo = await ScriptedSilo.Start(
            context =>
            {
                context.Response.ContentType = "text/event-stream";
                return context.Response.WriteAsync(": hello\n\nid: 7\nevent: alert\ndata: {\"a\":1}\n\nid: 8\nevent: order\ndata: {\"b\":\ndata: 2}\n\nid: 9\nevent: or");
            },
            context =>
            {
                context.Response.ContentType = "text/event-stream";
                return context.Response.WriteAsync("id: 9\nevent: order\ndata: {\"c\":3}\n\n");
            });
        using var client = new CityClient(silo.Address, "key", quick);

        var events = await client.Feed("6", cancellation: TestContext.Current.CancellationToken).Take(3).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal([new FeedEvent("7", "alert", "{\"a\":1}"), new FeedEvent("8", "order", "{\"b\":\n2}"), new FeedEvent("9", "order", "{\"c\":3}")], events);
        Assert.Equal(["6", "8"], silo.Calls.Select(call => call.Headers["Last-Event-ID"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Export_Received_CountsTheHashItself(bool isWhole)
    {
        var body = Encoding.UTF8.GetBytes("{\"id\":\"alert-1\"}\n{\"id\":\"order-1\",\"name\":\"天心\"}\n");
        var declared = isWhole ? Convert.ToHexStringLower(SHA256.HashData(body)) : new string('0', 64);
        await using var silo = await ScriptedSilo.Start(context =>
        {
            context.Response.Headers["X-Export-Hash"] = declared;
            return context.Response.Body.WriteAsync(body).AsTask();
        });
        using var client = new CityClient(silo.Address, "key", quick);
        using var target = new MemoryStream();

        var receipt = await client.Export(target.WriteAsync, TestContext.Current.CancellationToken);

        Assert.Equal(isWhole, receipt.IsWhole);
        Assert.Equal(body, target.ToArray());
    }

    [Fact]
    public async Task Send_Lines_AreOneBatchWithItsKey()
    {
        await using var silo = await ScriptedSilo.Start(ScriptedSilo.Json("""{"accepted":1,"refused":1,"errors":[{"line":2,"code":"no-consent","reason":"…"}]}""", 202));
        using var client = new CityClient(silo.Address, "key", quick);
        using var lines = new ObservationLines();
        var at = new DateTimeOffset(2026, 1, 5, 6, 45, 0, TimeSpan.Zero);
        lines.Add(new Observation { Entity = "home-1", Kind = ObservationKinds.Power, At = at, Value = 182.5 });
        lines.AddPower("home-2", at, 182.5);

        var receipt = await client.Send(lines.Written, "run-0", TestContext.Current.CancellationToken);

        Assert.Equal((1, "no-consent"), (receipt.Accepted, receipt.Errors.Single().Code));
        Assert.Equal(("run-0", "application/x-ndjson"), (silo.Calls.Single().Headers["Idempotency-Key"], silo.Calls.Single().Headers["Content-Type"]));
        Assert.Equal(
            "{\"entity\":\"home-1\",\"kind\":\"power\",\"at\":\"2026-01-05T06:45:00Z\",\"value\":182.5,\"unit\":\"W\"}\n{\"entity\":\"home-2\",\"kind\":\"power\",\"at\":\"2026-01-05T06:45:00Z\",\"value\":182.5,\"unit\":\"W\"}\n",
            Encoding.UTF8.GetString(silo.Calls.Single().Body));
    }

    [Fact]
    public async Task Send_EveryLineRefused_CountsThem()
    {
        await using var silo = await ScriptedSilo.Start(ScriptedSilo.Json("""{"accepted":0,"refused":2,"errors":[{"line":1,"code":"duplicate","reason":"…"},{"line":2,"code":"no-consent","reason":"…"}]}""", 400));
        using var client = new CityClient(silo.Address, "key", quick);

        var receipt = await client.Send("x"u8.ToArray(), "run-0", TestContext.Current.CancellationToken);

        Assert.Equal((0, 2), (receipt.Accepted, receipt.Refused));
        Assert.Equal(["duplicate", "no-consent"], receipt.Errors.Select(error => error.Code));
        Assert.Equal(2, client.Figures.Single().Refused);
    }

    [Theory]
    [InlineData("""{"title":"not-gzip","status":400,"code":"not-gzip","detail":"Send it again whole."}""", "not-gzip")]
    [InlineData("Bad Request", "400")]
    public async Task Send_RequestItselfWrong_IsRefused(string body, string code)
    {
        await using var silo = await ScriptedSilo.Start(ScriptedSilo.Json(body, 400));
        using var client = new CityClient(silo.Address, "key", quick);

        var refusal = await Assert.ThrowsAsync<CityApiException>(() => client.Send("x"u8.ToArray(), "run-0", TestContext.Current.CancellationToken));

        Assert.Equal(code, refusal.Code);
    }

    [Fact]
    public void Lines_CameraTrack_CarriesTrackPhaseAndZone()
    {
        using var lines = new ObservationLines();
        lines.Add(new Observation
        {
            Entity = "cam-43010300001320000001",
            Kind = ObservationKinds.FireLane,
            At = new DateTimeOffset(2026, 1, 5, 14, 45, 10, TimeSpan.FromHours(8)),
            Zone = "lane-1",
            Track = "t-17",
            Phase = TrackPhase.Start,
            Confidence = 0.93,
        });

        Assert.Equal(
            "{\"entity\":\"cam-43010300001320000001\",\"kind\":\"fire-lane\",\"at\":\"2026-01-05T06:45:10Z\",\"zone\":\"lane-1\",\"track\":\"t-17\",\"phase\":\"start\",\"confidence\":0.93}\n",
            Encoding.UTF8.GetString(lines.Written.Span));
    }
}
