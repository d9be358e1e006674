using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.AccessTable;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests;

/// <summary>Who is shown alerts of homes among others stands in the audit: one line for each list, however long it is.</summary>
public sealed class HomesInListsTests : TableTownTests
{
    [Fact]
    public async Task Lists_WithAlertsOfHomes_AreEachOneLineOfTheAudit()
    {
        var before = (await City.Get("/v1/audit/verify")).GetProperty("lines").GetInt64();
        var (officer, viewer, admin) = (Town.CallerOf("officer", TableTown.Here).Key, Town.CallerOf("viewer", TableTown.Here).Key, Town.CallerOf("admin", TableTown.Here).Key);
        var alerts = await Count(officer, "/v1/alerts?kind=inactivity&limit=500&after=0", "items");
        await Count(officer, "/v1/alerts?kind=smoke", "items");
        var ofCell = await Count(officer, "/v1/cells/430103002001001", "openAlerts");
        var notifications = await Count(officer, "/v1/notifications", "items");
        (await City.OpenFeed(officer)).Dispose();
        using var export = await City.CallAs(admin, HttpMethod.Get, "/v1/export", null);
        await Count(viewer, "/v1/alerts?kind=inactivity&limit=500&after=0", "items");
        await Count(viewer, "/v1/cells/430103002001001", "openAlerts");
        (await City.OpenFeed(viewer)).Dispose();

        Assert.All((int[])[alerts, ofCell, notifications], static count => Assert.NotEqual(0, count));
        string[] expected =
        [
            $"officer: GET /v1/alerts: {alerts} of homes: ?kind=inactivity&limit=500&after=0",
            $"officer: GET /v1/cells/430103002001001: {ofCell} of homes: ",
            $"officer: GET /v1/notifications: {notifications} of homes: ",
            "officer: GET /v1/feed: those of homes as they come: ",
            "admin: GET /v1/export: all of homes: ",
        ];
        var lines = (await City.Get($"/v1/audit?after={before}&limit=500")).GetProperty("items").EnumerateArray().Select(static line => line.GetProperty("act"));
        Assert.Equal(expected, lines.Where(static act => Text(act, "outcome") == "looked").Select(static act => $"{Text(act, "role")}: {Text(act, "what")}: {Text(act, "subject")}: {Text(act, "reason")}"));
    }

    private static string Text(JsonElement act, string name) => act.GetProperty(name).GetString()!;

    private async Task<int> Count(string key, string path, string member) =>
        (await City.As(key, HttpMethod.Get, path, null, HttpStatusCode.OK)).GetProperty(member).GetArrayLength();
}
