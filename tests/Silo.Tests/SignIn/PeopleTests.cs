using System.Net;
using System.Text.Json;

namespace CityActors.Silo.Tests.SignIn;

/// <summary>People: registered, signed in and out, changed, locked.</summary>
public sealed class PeopleTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";
    private readonly TempFolder folder = new();
    private CityProcess city = null!;

    public async ValueTask InitializeAsync() => city = await CityProcess.Start(folder.Path);

    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Person_SignedIn_CallsAsItselfUntilItSignsOut()
    {
        await Add("wang.li", "officer", "430103", "resp-wang");
        var begun = await SignIn("Wang.Li", Password);
        var token = Text(begun, "token");
        using var feed = await city.OpenFeed(token);
        var me = await city.As(token, HttpMethod.Get, "/v1/me", null, HttpStatusCode.OK);

        Assert.Equal(("wang.li", "officer", "430103", "resp-wang", true), (Text(me, "name"), Text(me, "role"), Text(me, "area"), Text(me, "responder"), me.GetProperty("person").GetBoolean()));
        Assert.InRange(begun.GetProperty("expiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromHours(11), TimeSpan.FromHours(12));
        Assert.Equal("not-your-role", await city.Refused(token, HttpMethod.Get, "/v1/people", null, HttpStatusCode.Forbidden));
        await city.As(token, HttpMethod.Post, "/v1/sign-out", null, HttpStatusCode.NoContent);

        await feed.Ends();
        Assert.Equal("unknown-key", await city.WhyNot(token));
        Assert.Equal("no-session", await city.Refused(CityProcess.AdminKey, HttpMethod.Post, "/v1/sign-out", null, HttpStatusCode.Conflict));
        Assert.DoesNotContain(Password, city.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_Changed_IsTheNewOneAtOnceAndDisabledIsOut()
    {
        await Add("li", "viewer", "430103");
        var token = Text(await SignIn("li", Password), "token");
        using var narrow = await city.OpenFeed(token);
        await city.Send(HttpMethod.Put, "/v1/people/li", new { role = "officer", area = "430103002", disabled = false, responder = "resp-li" });
        await narrow.Ends(); // It was the feed of another area.
        var me = await city.As(token, HttpMethod.Get, "/v1/me", null, HttpStatusCode.OK);
        using var feed = await city.OpenFeed(token);
        await city.Send(HttpMethod.Put, "/v1/people/li", new { role = "officer", area = "430103002", disabled = true });

        Assert.Equal(("officer", "430103002", "resp-li"), (Text(me, "role"), Text(me, "area"), Text(me, "responder")));
        await feed.Ends();
        Assert.Equal("unknown-key", await city.WhyNot(token));
        Assert.Equal("wrong-name-or-password", await WhyNot("li", Password));
        await city.Send(HttpMethod.Put, "/v1/people/li", new { role = "viewer", area = "430103", disabled = false });
        Assert.Equal("unknown-key", await city.WhyNot(token)); // What was ended stays ended.
        await SignIn("li", Password);
        var listed = Assert.Single((await city.Get("/v1/people")).GetProperty("items").EnumerateArray());
        Assert.DoesNotContain("password\":\"", listed.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Password_Changed_SignsOutEverywhere()
    {
        const string Second = "another long password";
        await Add("zhao", "viewer", "430103");
        var token = Text(await SignIn("zhao", Password), "token");
        Assert.Equal("missing-old", await city.Refused(token, HttpMethod.Post, "/v1/people/zhao/password", new { password = Second }, HttpStatusCode.BadRequest));
        Assert.Equal("wrong-old-password", await city.Refused(token, HttpMethod.Post, "/v1/people/zhao/password", new { password = Second, old = "wrong one" }, HttpStatusCode.Forbidden));
        Assert.Equal("bad-password", await city.Refused(token, HttpMethod.Post, "/v1/people/zhao/password", new { password = "zhao", old = Password }, HttpStatusCode.BadRequest));
        Assert.Equal("not-your-role", await city.Refused(token, HttpMethod.Post, "/v1/people/li/password", new { password = Second }, HttpStatusCode.Forbidden));
        await city.As(token, HttpMethod.Post, "/v1/people/zhao/password", new { password = Second, old = Password }, HttpStatusCode.NoContent);

        Assert.Equal("unknown-key", await city.WhyNot(token));
        Assert.Equal("wrong-name-or-password", await WhyNot("zhao", Password));
        await SignIn("zhao", Second);
        await city.As(CityProcess.AdminKey, HttpMethod.Post, "/v1/people/zhao/password", new { password = Password }, HttpStatusCode.NoContent);
        await SignIn("zhao", Password);
    }

    [Theory]
    [InlineData("locked-out")]
    [InlineData("nobody-at-all")]
    public async Task Name_WithFiveWrongPasswords_IsLockedWhetherAnybodyHasIt(string name)
    {
        await Add("locked-out", "viewer", "430103");
        var refusals = new List<string?>();
        for (var number = 0; number < 5; number++)
        {
            refusals.Add(await WhyNot(name, "wrong password"));
        }

        using var locked = await city.CallAs(null, HttpMethod.Post, "/v1/sign-in", new { name, password = Password });
        var problem = await CityProcess.Json(locked, HttpStatusCode.Locked);

        Assert.All(refusals, code => Assert.Equal("wrong-name-or-password", code));
        Assert.Equal("locked", Text(problem, "code"));
        Assert.InRange(locked.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 13, 15);
        await city.As(CityProcess.AdminKey, HttpMethod.Post, "/v1/people/locked-out/password", new { password = Password }, HttpStatusCode.NoContent);
        if (name == "locked-out")
        {
            await SignIn(name, Password); // Who may sign in again, because an administrator gave a new password.
        }
    }

    [Fact]
    public async Task Passwords_ManyWrongFromOneAddress_AreNotLookedAt()
    {
        await Add("sun", "viewer", "430103");
        var key = await city.NewKey("viewer");
        for (var number = 0; number < 10; number++)
        {
            await WhyNot($"name-{number}", "wrong password");
        }

        Assert.Equal("too-many-wrong-keys", await city.Refused(null, HttpMethod.Post, "/v1/sign-in", new { name = "sun", password = Password }, HttpStatusCode.TooManyRequests));
        Assert.Null(await city.WhyNot(key));
    }

    [Fact]
    public async Task People_BeyondWhatTheAdministratorHas_AreRefused()
    {
        var local = await city.NewKey("admin", "430103", "admin-tianxin");
        await Add("far", "viewer", "430104");

        Assert.Equal("not-your-area", await city.Refused(local, HttpMethod.Post, "/v1/people", new { name = "new", role = "viewer", area = "" }, HttpStatusCode.Forbidden));
        Assert.Equal("not-found", await city.Refused(local, HttpMethod.Put, "/v1/people/far", new { role = "viewer", area = "430103", disabled = false }, HttpStatusCode.NotFound));
        Assert.Equal("not-found", await city.Refused(local, HttpMethod.Post, "/v1/people/far/password", new { password = Password }, HttpStatusCode.NotFound));
        Assert.Equal("name-taken", await city.Refused(local, HttpMethod.Post, "/v1/people", new { name = "admin-tianxin", role = "viewer", area = "430103" }, HttpStatusCode.Conflict));
        Assert.Equal("bad-responder", await city.Refused(local, HttpMethod.Post, "/v1/people", new { name = "new", role = "viewer", area = "430103", responder = "wang" }, HttpStatusCode.BadRequest));
        await city.As(local, HttpMethod.Post, "/v1/people", new { name = "new", role = "admin", area = "430103", displayName = "新来的", password = Password }, HttpStatusCode.Created);
        var token = Text(await SignIn("new", Password), "token");
        Assert.Equal("not-yourself", await city.Refused(token, HttpMethod.Put, "/v1/people/new", new { role = "viewer", area = "430103", disabled = false }, HttpStatusCode.Conflict));
        var seen = await city.As(local, HttpMethod.Get, "/v1/people", null, HttpStatusCode.OK);
        Assert.Equal("新来的", Text(Assert.Single(seen.GetProperty("items").EnumerateArray()), "displayName"));
    }

    [Fact]
    public async Task Dashboard_ForAnAdministratorByNameAndPassword_IsShownUntilSheIsDisabled()
    {
        await Add("ann", "admin", "");
        await Add("bo", "admin", "430103");
        await Add("li", "viewer", "430103");

        Assert.Equal(HttpStatusCode.OK, await Dashboard("ann", Password));
        Assert.Equal(HttpStatusCode.Forbidden, await Dashboard("bo", Password)); // It shows the whole city.
        Assert.Equal(HttpStatusCode.OK, await Dashboard("ann", Password));
        Assert.Equal(HttpStatusCode.OK, await Dashboard("whoever", CityProcess.AdminKey));
        Assert.Equal(HttpStatusCode.Forbidden, await Dashboard("li", Password));
        Assert.Equal(HttpStatusCode.Unauthorized, await Dashboard("ann", "wrong password"));
        await city.Send(HttpMethod.Put, "/v1/people/ann", new { role = "admin", area = "", disabled = true });
        Assert.Equal(HttpStatusCode.Unauthorized, await Dashboard("ann", Password));
    }

    private async Task<HttpStatusCode> Dashboard(string name, string password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dashboard/DashboardCounters");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{name}:{password}")));
        using var response = await city.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private Task Add(string name, string role, string area, string? responder = null) =>
        city.Send(HttpMethod.Post, "/v1/people", new { name, role, area, responder, password = Password }, HttpStatusCode.Created);

    private Task<JsonElement> SignIn(string name, string password) => city.As(null, HttpMethod.Post, "/v1/sign-in", new { name, password }, HttpStatusCode.OK);

    private Task<string?> WhyNot(string name, string password) => city.Refused(null, HttpMethod.Post, "/v1/sign-in", new { name, password }, HttpStatusCode.Unauthorized);
}
