using System.Net;

namespace CityActors.Silo.Tests.SignIn;

/// <summary>The console opens Orleans' dashboard without another sign-in, and shows what it knows of the grains.</summary>
public sealed class DashboardTicketTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private CityProcess city = null!;

    public async ValueTask InitializeAsync() => city = await CityProcess.Start(folder.Path);

    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Ticket_OfAnAdministrator_OpensTheDashboardOnce_UntilTheKeyIsRevoked()
    {
        var key = await city.NewKey("admin", "", "console");
        var address = (await city.As(key, HttpMethod.Post, "/v1/dashboard/ticket", new { }, HttpStatusCode.OK)).GetProperty("address").GetString()!;
        Assert.StartsWith("/dashboard/?ticket=", address, StringComparison.Ordinal);
        Assert.Equal("not-your-area", await city.Refused(await city.NewKey("admin", "430103"), HttpMethod.Post, "/v1/dashboard/ticket", new { }, HttpStatusCode.Forbidden));

        using var opened = await Get(address);
        Assert.Equal((HttpStatusCode.Redirect, "/dashboard/"), (opened.StatusCode, opened.Headers.Location?.ToString()));
        var cookie = Assert.Single(opened.Headers.GetValues("Set-Cookie"));
        Assert.Contains("path=/dashboard", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        var pair = cookie.Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, await Status("/dashboard/DashboardCounters", pair));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status("/v1/me", pair)); // It is good for the dashboard only.
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(address));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status("/dashboard/?ticket=guessed"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status("/dashboard/DashboardCounters", "city-dashboard=guessed"));

        await city.As(CityProcess.AdminKey, HttpMethod.Delete, "/v1/keys/console", null, HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status("/dashboard/DashboardCounters", pair));
    }

    [Fact]
    public async Task Grains_AfterSomethingWasRegistered_AreThereAndWereCalled()
    {
        await SmallTown.Register(city, homes: 3);

        var homes = (await city.Get("/v1/grains")).GetProperty("types").EnumerateArray().Single(static type => type.GetProperty("type").GetString() == "household");
        Assert.Equal(3, homes.GetProperty("activations").GetInt64());
        Assert.Equal(3, Assert.Single(homes.GetProperty("silos").EnumerateArray()).GetProperty("activations").GetInt32());
        Assert.True(homes.GetProperty("calls").GetInt64() >= 3, homes.GetRawText());
        Assert.Equal(0, homes.GetProperty("failures").GetInt64());
        Assert.Contains("city_grain_calls{grain=\"household\"}", await city.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> Status(string path, string? cookie = null)
    {
        using var response = await Get(path, cookie);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> Get(string path, string? cookie = null)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var stranger = new HttpClient(handler) { BaseAddress = city.Http.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return await stranger.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
