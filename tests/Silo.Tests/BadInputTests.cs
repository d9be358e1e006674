using System.Net;
using System.Text;

namespace CityActors.Silo.Tests;

/// <summary>Whatever a caller sends, it is told what was wrong, and the Silo lives and starts again.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private const string Responder = """{"id":"resp-x","name":"x","skills":["cleaner"],"area":"430103","position":{"longitude":112.97,"latitude":28.19},"shiftStart":"08:00:00","shiftEnd":"18:00:00","capacity":1}""";
    private readonly TempFolder folder = new();
    private CityProcess city = null!;

    public async ValueTask InitializeAsync()
    {
        city = await CityProcess.StartReplay(folder.Path, SmallTown.Start);
        await SmallTown.Register(city, homes: 1);
    }

    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Line_ForATerminalOfAnotherKindOrWithASlashInItsZone_IsRefused()
    {
        await city.Send(HttpMethod.Put, "/v1/terminals/term-1", new
        {
            card = new { id = "term-1", type = "terminal", kind = "smoke", cell = "430103002001001", position = new { longitude = 112.9745, latitude = 28.19 } },
        }, HttpStatusCode.NoContent);

        var answer = await city.Feed([
            """{"entity":"term-1","kind":"water-level","at":"2025-10-13T00:15:00Z","value":1,"unit":"m"}""",
            """{"entity":"term-1","kind":"smoke","at":"2025-10-13T00:15:00Z","value":1,"unit":"%/m","zone":"a/b"}""",
            """{"entity":"term-1","kind":"smoke","at":"2025-10-13T00:15:00Z","value":1,"unit":"%/m"}""",
        ]);

        Assert.Equal(["wrong-entity", "malformed"], answer.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("code").GetString()));
        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Merge_IntoAnOrderThatIsNotThere_LosesNothing()
    {
        var id = (await city.Send(HttpMethod.Post, "/v1/orders", new { category = "event.environment.exposed-waste", position = new { longitude = 112.97495, latitude = 28.19 } }, HttpStatusCode.Created))
            .GetProperty("order").GetString();

        await city.Send(HttpMethod.Post, $"/v1/orders/{id}/commands", new { type = "merge", into = "order-0000000000000" }, HttpStatusCode.Conflict);

        Assert.Equal("reported", (await city.Get($"/v1/orders/{id}")).GetProperty("order").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Responder_Registered_CanBeReadAgainAfterARestart()
    {
        using var content = new StringContent(Responder, Encoding.UTF8, "application/json");
        using var response = await city.Http.PutAsync(new Uri("/v1/responders/resp-x", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        await city.Kill();
        await city.Start();

        Assert.Equal("x", (await city.Get("/v1/responders/resp-x")).GetProperty("name").GetString());
        Assert.Single((await city.Get("/v1/responders")).GetProperty("items").EnumerateArray());
    }
}
