using System.Net;
using System.Net.Http.Headers;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests;

/// <summary>What each role may call, with a key of its own.</summary>
/// <param name="town">A town in which none of the calls changes anything.</param>
public sealed class RoleCallTests(SharedTown town) : IClassFixture<SharedTown>
{
    [Theory]
    [InlineData("sensor", "GET", "/v1/alerts", HttpStatusCode.Forbidden)]
    [InlineData("sensor", "GET", "/v1/catalogue", HttpStatusCode.Forbidden)]
    [InlineData("citizen", "GET", "/v1/alerts", HttpStatusCode.Forbidden)]
    [InlineData("citizen", "POST", "/v1/observations", HttpStatusCode.Forbidden)]
    [InlineData("citizen", "GET", "/v1/catalogue", HttpStatusCode.OK)]
    [InlineData("viewer", "GET", "/v1/alerts", HttpStatusCode.OK)]
    [InlineData("viewer", "GET", "/v1/catalogue", HttpStatusCode.OK)]
    [InlineData("viewer", "GET", "/v1/households", HttpStatusCode.Forbidden)]
    [InlineData("viewer", "GET", "/v1/notifications", HttpStatusCode.Forbidden)]
    [InlineData("viewer", "POST", "/v1/orders", HttpStatusCode.Forbidden)]
    [InlineData("officer", "GET", "/v1/households", HttpStatusCode.OK)]
    [InlineData("officer", "GET", "/v1/alerts?area=430921", HttpStatusCode.Forbidden)]
    [InlineData("officer", "GET", "/v1/export", HttpStatusCode.Forbidden)]
    [InlineData("dispatcher", "GET", "/v1/looks", HttpStatusCode.Forbidden)]
    [InlineData("dispatcher", "GET", "/v1/settings", HttpStatusCode.Forbidden)]
    [InlineData("admin", "GET", "/v1/settings", HttpStatusCode.OK)]
    [InlineData("admin", "GET", "/v1/looks", HttpStatusCode.OK)]
    public async Task Role_Call_IsAnsweredAsTheTableSays(string role, string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await town.City.NewKey(role, role == "admin" ? "" : "430103"));
        using var response = await town.City.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }
}
