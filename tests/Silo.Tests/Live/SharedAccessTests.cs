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
}
