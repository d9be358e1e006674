using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests;

/// <summary>An order that was handed to another level is that level's to act on, and everybody who saw it still does.</summary>
public sealed class HandedOnTests : SmallTownTests
{
    [Fact]
    public async Task Transfer_ToTheDistrict_LeavesTheCommunityReading_AndComesBack()
    {
        var (community, district) = (await City.NewKey("officer", "430103002001"), await City.NewKey("officer", "430103"));
        var body = new { category = "event.environment.exposed-waste", position = new { longitude = 112.97495, latitude = 28.19 }, text = "two bags" };
        var order = (await City.As(community, HttpMethod.Post, "/v1/orders", body, HttpStatusCode.Created)).GetProperty("order").GetString()!;
        await Do(community, order, new { type = "file" }, HttpStatusCode.OK);
        Assert.False((await City.As(community, HttpMethod.Get, $"/v1/orders/{order}", null, HttpStatusCode.OK)).GetProperty("order").TryGetProperty("area", out _));

        var handed = await Do(community, order, new { type = "transfer", level = "district", reason = "the road is the district's" }, HttpStatusCode.OK);
        Assert.Equal("430103", handed.GetProperty("area").GetString());
        Assert.Equal("filed", handed.GetProperty("status").GetString());

        var refused = await Do(community, order, new { type = "cancel", reason = "no" }, HttpStatusCode.Forbidden);
        Assert.Equal("not-your-level", refused.GetProperty("code").GetString());
        Assert.Contains("430103", refused.GetProperty("detailChinese").GetString(), StringComparison.Ordinal);
        var may = (await City.As(community, HttpMethod.Get, $"/v1/orders/{order}/may", null, HttpStatusCode.OK)).GetProperty("commands").EnumerateArray();
        Assert.Equal("not-your-level", may.Single(static one => one.GetProperty("type").GetString() == "cancel").GetProperty("code").GetString());

        await Do(district, order, new { type = "transfer", level = "cell", reason = "it is not" }, HttpStatusCode.OK);
        await Do(community, order, new { type = "supervise", reason = "it must be done today" }, HttpStatusCode.OK);
        Assert.Equal("district", (await City.Get($"/v1/orders/{order}")).GetProperty("order").GetProperty("supervision").GetString());
        await Do(community, order, new { type = "transfer", level = "moon", reason = "no" }, HttpStatusCode.BadRequest);
    }

    private Task<JsonElement> Do(string key, string order, object command, HttpStatusCode status) => City.As(key, HttpMethod.Post, $"/v1/orders/{order}/commands", command, status);
}
