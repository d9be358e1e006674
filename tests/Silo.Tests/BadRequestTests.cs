using System.Net;
using System.Text;

namespace CityActors.Silo.Tests;

/// <summary>Requests that are wrong: each is told what was wrong.</summary>
/// <param name="town">A town in which none of them changes anything.</param>
public sealed class BadRequestTests(SharedTown town) : IClassFixture<SharedTown>
{
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

        using var response = await town.City.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var problem = await CityProcess.Json(response, HttpStatusCode.BadRequest);
        Assert.NotEmpty(problem.GetProperty("code").GetString()!);
    }
}
