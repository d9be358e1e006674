using System.Net;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests.Live;

/// <summary>What one Silo of a cluster changes about who may call holds on the others.</summary>
public sealed class SharedAccessTests
{
    [Fact]
    public async Task Key_RevokedOnOneSilo_EndsItsFeedOnTheOther()
    {
        await using var town = LiveCity.Cluster();
        var (first, second) = (await town.Add(), await town.Add());
        var key = await first.NewKey("viewer", name: "hall");
        using var feed = await second.OpenFeed(key);

        await first.As(CityProcess.AdminKey, HttpMethod.Delete, "/v1/keys/hall", null, HttpStatusCode.NoContent);

        await feed.Ends();
        Assert.Equal("key-revoked", await second.WhyNot(key));
    }

    [Fact]
    public async Task Person_WhoseIssuerAnswersToAnotherSilo_IsSignedInThere()
    {
        await using var issuer = await Issuer.Start();
        await using var town = LiveCity.Cluster();
        var (first, second) = (await town.Add(IssuerTests.Settings(issuer)), await town.Add(IssuerTests.Settings(issuer)));
        await first.Send(HttpMethod.Post, "/v1/people", new { name = "wang", role = "officer", area = "430103" }, HttpStatusCode.Created);
        using var browser = new IssuerTests.Browser();

        var token = (await browser.SignIn(first, second)).Split("#session=")[1];

        Assert.Null(await first.WhyNot(token));
    }

    [Fact]
    public async Task Person_SignedInOnOneSilo_IsKnownToTheOtherAtOnceAndDisabledOnBoth()
    {
        const string Password = "correct horse battery";
        await using var town = LiveCity.Cluster();
        var (first, second) = (await town.Add(), await town.Add());
        await first.Send(HttpMethod.Post, "/v1/people", new { name = "li", role = "viewer", area = "430103", password = Password }, HttpStatusCode.Created);
        var token = (await first.As(null, HttpMethod.Post, "/v1/sign-in", new { name = "li", password = Password }, HttpStatusCode.OK)).GetProperty("token").GetString()!;
        using var feed = await second.OpenFeed(token);

        await first.Send(HttpMethod.Put, "/v1/people/li", new { role = "viewer", area = "430103", disabled = true });

        await feed.Ends();
        Assert.Equal("unknown-key", await second.WhyNot(token));
        Assert.Equal("wrong-name-or-password", await second.Refused(null, HttpMethod.Post, "/v1/sign-in", new { name = "li", password = Password }, HttpStatusCode.Unauthorized));
        await second.Send(HttpMethod.Put, "/v1/people/li", new { role = "viewer", area = "430103", disabled = false });
        await first.As(null, HttpMethod.Post, "/v1/sign-in", new { name = "li", password = Password }, HttpStatusCode.OK);
        Assert.Single((await first.Get("/v1/people?limit=1")).GetProperty("items").EnumerateArray());
        Assert.Single((await second.Get("/v1/keys")).GetProperty("items").EnumerateArray());
    }
}
