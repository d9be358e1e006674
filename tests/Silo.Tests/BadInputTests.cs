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

    [Theory]
    [InlineData("PUT", "/v1/responders/resp-x", """{"id":"resp-x","name":null,"skills":["cleaner"],"area":"430103","position":{"longitude":112.97,"latitude":28.19},"capacity":1}""")]
    [InlineData("PUT", "/v1/responders/resp-x", """{"id":"resp-x","name":"x","skills":null,"area":"430103","position":{"longitude":112.97,"latitude":28.19},"capacity":1}""")]
    [InlineData("PUT", "/v1/responders/resp-x", """{"id":"resp-x","name":"x","skills":["cleaner"],"area":"4301","position":{"longitude":112.97,"latitude":28.19},"capacity":1}""")]
    [InlineData("PUT", "/v1/responders/resp-x", """{"id":"resp-x","name":"x","skills":["cleaner"],"area":"430103","position":{"longitude":912.97,"latitude":28.19},"capacity":1}""")]
    [InlineData("PUT", "/v1/responders/resp-x", "not json")]
    [InlineData("PUT", "/v1/areas/430103", """{"code":"430103","name":null,"level":"district","centre":{"longitude":112.97,"latitude":28.19}}""")]
    [InlineData("PUT", "/v1/areas/430103", """{"code":"430103","name":"x","level":"cell","centre":{"longitude":112.97,"latitude":28.19}}""")]
    [InlineData("PUT", "/v1/areas/430103", """{"code":"430103","name":"x","level":99,"centre":{"longitude":112.97,"latitude":28.19}}""")]
    [InlineData("PUT", "/v1/households/home-1", """{"card":null}""")]
    [InlineData("PUT", "/v1/households/home-1", """{"card":{"id":"home-1","type":"household","cell":"430103002001001","position":{"longitude":112.97,"latitude":28.19},"privacy":"public"}}""")]
    [InlineData("PUT", "/v1/terminals/term-1", """{"card":{"id":"term-1","type":"terminal","kind":"steam","cell":"430103002001001","position":{"longitude":112.97,"latitude":28.19}}}""")]
    [InlineData("POST", "/v1/orders", """{"category":"event.environment.exposed-waste","position":{"longitude":112.97495,"latitude":28.19},"channel":77}""")]
    [InlineData("POST", "/v1/orders", """{"category":"no.such","position":{"longitude":112.97495,"latitude":28.19}}""")]
    [InlineData("POST", "/v1/orders/order-0000000000000/commands", """{"reason":"no type"}""")]
    [InlineData("POST", "/v1/orders/order-0000000000000/commands", """{"type":"explode"}""")]
    [InlineData("POST", "/v1/clock/advance", """{"to":"9999-12-31T00:00:00Z"}""")]
    [InlineData("POST", "/v1/clock/advance", "{}")]
    [InlineData("GET", "/v1/alerts?limit=0", "")]
    [InlineData("GET", "/v1/alerts?limit=x", "")]
    [InlineData("GET", "/v1/alerts?area=43x", "")]
    [InlineData("GET", "/v1/alerts?cursor=%25%25", "")]
    [InlineData("GET", "/v1/alerts?kind=a%00b", "")]
    [InlineData("PUT", "/v1/responders/resp-x", """{"id":"resp-x","name":"x","skills":["a\u0000b"],"area":"430103","position":{"longitude":112.97,"latitude":28.19},"capacity":1}""")]
    public async Task Request_Wrong_IsAnswered400WithACode(string method, string path, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body.Length > 0)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await city.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var problem = await CityProcess.Json(response, HttpStatusCode.BadRequest);
        Assert.NotEmpty(problem.GetProperty("code").GetString()!);
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
