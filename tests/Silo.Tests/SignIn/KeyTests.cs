using System.Net;

namespace CityActors.Silo.Tests.SignIn;

/// <summary>The life of a key: made, used, rotated, revoked, expired.</summary>
public sealed class KeyTests : IAsyncLifetime
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
    public async Task Key_Made_IsShownOnceAndNeverAgain()
    {
        using var response = await city.CallAs(CityProcess.AdminKey, HttpMethod.Post, "/v1/keys", new { role = "viewer", area = "430103", purpose = "the screen in the hall" });
        var made = await CityProcess.Json(response, HttpStatusCode.Created);
        var key = made.GetProperty("key").GetString()!;
        await city.NewKey("officer", name: "officer-tianxin", expiresAt: DateTimeOffset.UtcNow.AddDays(1));
        var list = await city.Get("/v1/keys");
        var first = await city.Get("/v1/keys?limit=1");
        var second = await city.Get($"/v1/keys?limit=1&cursor={first.GetProperty("next").GetString()}");

        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal("viewer-1", made.GetProperty("name").GetString());
        Assert.Null(await city.WhyNot(key));
        Assert.DoesNotContain(key, list.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["admin-given", "officer-tianxin", "viewer-1"], list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
        Assert.Equal("the screen in the hall", list.GetProperty("items")[2].GetProperty("purpose").GetString());
        Assert.Equal("officer-tianxin", Assert.Single(second.GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        Assert.DoesNotContain(key, city.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_WithSomethingWrong_IsRefused()
    {
        (string Code, object Key)[] wrong =
        [
            ("bad-name", new { role = "viewer", area = "430103", purpose = "tests", name = "Upper Case" }),
            ("bad-name", new { role = "viewer", area = "430103", purpose = "tests", name = "system" }),
            ("bad-name", new { role = "viewer", area = "430103", purpose = "tests", name = "resp-1" }),
            ("bad-purpose", new { role = "viewer", area = "430103", purpose = " " }),
            ("bad-area", new { role = "viewer", area = "tianxin", purpose = "tests" }),
            ("bad-role", new { role = "king", area = "430103", purpose = "tests" }),
        ];
        foreach (var (code, key) in wrong)
        {
            Assert.Equal((code, key), (await city.Refused(CityProcess.AdminKey, HttpMethod.Post, "/v1/keys", key, HttpStatusCode.BadRequest), key));
        }
    }

    [Fact]
    public async Task Key_ThatIsOverAlreadyOrHasATakenName_IsRefused()
    {
        var past = new { role = "viewer", area = "430103", purpose = "tests", expiresAt = DateTimeOffset.UtcNow.AddSeconds(-1) };
        Assert.Equal("bad-expires-at", await city.Refused(CityProcess.AdminKey, HttpMethod.Post, "/v1/keys", past, HttpStatusCode.BadRequest));

        await city.NewKey("viewer", name: "hall");
        await city.As(CityProcess.AdminKey, HttpMethod.Delete, "/v1/keys/hall", null, HttpStatusCode.NoContent);
        var taken = new { role = "viewer", area = "430103", purpose = "tests", name = "hall" };
        Assert.Equal("name-taken", await city.Refused(CityProcess.AdminKey, HttpMethod.Post, "/v1/keys", taken, HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Key_Revoked_EndsItsFeedAndIsToldSo()
    {
        var key = await city.NewKey("viewer", name: "hall");
        using var feed = await city.OpenFeed(key);

        await city.As(CityProcess.AdminKey, HttpMethod.Delete, "/v1/keys/hall", null, HttpStatusCode.NoContent);

        await feed.Ends();
        Assert.Equal("key-revoked", await city.WhyNot(key));
        Assert.Equal("key-ended", await city.Refused(CityProcess.AdminKey, HttpMethod.Post, "/v1/keys/hall/rotate", null, HttpStatusCode.Conflict));
        Assert.Equal("not-found", await city.Refused(CityProcess.AdminKey, HttpMethod.Delete, "/v1/keys/nobody", null, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Key_Rotated_IsAnotherAndTheOldOneStops()
    {
        var old = await city.NewKey("viewer", name: "hall");
        using var feed = await city.OpenFeed(old);

        var rotated = (await city.As(CityProcess.AdminKey, HttpMethod.Post, "/v1/keys/hall/rotate", null, HttpStatusCode.OK)).GetProperty("key").GetString()!;

        await feed.Ends();
        Assert.Equal("unknown-key", await city.WhyNot(old));
        Assert.Null(await city.WhyNot(rotated));
        Assert.Equal("key-given", await city.Refused(CityProcess.AdminKey, HttpMethod.Post, "/v1/keys/admin-given/rotate", null, HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Key_Expired_EndsItsFeedAndIsToldSo()
    {
        var key = await city.NewKey("viewer", name: "hall", expiresAt: DateTimeOffset.UtcNow.AddSeconds(3));
        using var feed = await city.OpenFeed(key);

        await feed.Ends();

        Assert.Equal("key-expired", await city.WhyNot(key));
        Assert.Equal("key-ended", await city.Refused(CityProcess.AdminKey, HttpMethod.Post, "/v1/keys/hall/rotate", null, HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Administrator_OfAnArea_HasNoMoreThanItGives()
    {
        var local = await city.NewKey("admin", area: "430103", name: "admin-tianxin");
        await city.NewKey("viewer", area: "430104", name: "elsewhere");

        Assert.Equal("not-your-area", await city.Refused(local, HttpMethod.Post, "/v1/keys", new { role = "viewer", area = "", purpose = "tests" }, HttpStatusCode.Forbidden));
        Assert.Equal("not-found", await city.Refused(local, HttpMethod.Delete, "/v1/keys/elsewhere", null, HttpStatusCode.NotFound));
        Assert.Equal("not-found", await city.Refused(local, HttpMethod.Post, "/v1/keys/elsewhere/rotate", null, HttpStatusCode.NotFound));
        await city.As(local, HttpMethod.Post, "/v1/keys", new { role = "admin", area = "430103002", purpose = "tests", name = "admin-street" }, HttpStatusCode.Created);
        var seen = await city.As(local, HttpMethod.Get, "/v1/keys", null, HttpStatusCode.OK);
        Assert.Equal(["admin-street", "admin-tianxin"], seen.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task GivenKey_AtALaterStart_IsTheSameOneAndNotASecond()
    {
        await city.As(CityProcess.AdminKey, HttpMethod.Delete, "/v1/keys/admin-given", null, HttpStatusCode.NoContent);
        Assert.Equal("key-revoked", await city.WhyNot(CityProcess.AdminKey));
        await city.Kill();
        await city.Start();

        Assert.Single((await city.Get("/v1/keys")).GetProperty("items").EnumerateArray());
    }
}
