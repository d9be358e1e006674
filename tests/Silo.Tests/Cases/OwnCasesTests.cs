using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.SignIn;
using Microsoft.Data.Sqlite;

namespace CityActors.Silo.Tests.Cases;

/// <summary>What people find in the list of cases: citizens their own wherever they lie, officers those of their area, and what is late now.</summary>
public sealed class OwnCasesTests : SmallTownTests
{
    private static readonly object place = new { longitude = 112.97495, latitude = 28.19 };
    private string clerk = "", hu = "", li = "";

    [Fact]
    public async Task Citizens_ListTheirOwnCases_AndNoOthers()
    {
        await SignIn();
        var first = await Begin("hu", "li");
        await City.Advance(SmallTown.Start.AddMinutes(1));
        var second = await Begin("hu", "zhang");
        var stranger = await City.NewKey("citizen", name: "stranger");
        Assert.Equal([second, first], await Ids(hu, ""));
        Assert.Equal([second, first], await Ids(hu, "?mine=true&type=matter&open=true"));
        Assert.Equal([second], await Ids(hu, "?limit=1"));
        Assert.Equal([first], await Ids(li, ""));
        Assert.Equal([first], await Ids(li, "?area=430103002"));
        Assert.Empty(await Ids(li, "?area=430104"));
        Assert.Empty(await Ids(stranger, ""));
        Assert.Empty(await Ids(stranger, "?holder=hu"));
        Assert.Equal("not-your-role", await City.Refused(await City.NewKey("sensor"), HttpMethod.Get, "/v1/cases", null, HttpStatusCode.Forbidden));

        // Page by page, as any list.
        var page = await City.As(hu, HttpMethod.Get, "/v1/cases?limit=1", null, HttpStatusCode.OK);
        Assert.Equal([first], await Ids(hu, $"?limit=1&cursor={page.Text("next")}"));
    }

    [Fact]
    public async Task Officers_FindTheirOwnElsewhere_OnlyWhereTheyAskForTheirOwn()
    {
        await SignIn();
        var zhang = await City.NewKey("officer", "430104", name: "zhang");
        var matter = await Begin("hu", "zhang");
        Assert.Empty(await Ids(zhang, ""));
        Assert.Equal([matter], await Ids(zhang, "?mine=true"));
        Assert.Equal("not-your-area", await City.Refused(zhang, HttpMethod.Get, "/v1/cases?area=430103", null, HttpStatusCode.Forbidden));
        Assert.Empty(await Ids(clerk, "?mine=true"));
        Assert.Equal([matter], await Ids(clerk, ""));
        Assert.Equal("bad-mine", await City.Refused(clerk, HttpMethod.Get, "/v1/cases?mine=perhaps", null, HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Holders_FindWhatIsInTheirHands_WhereverItLies()
    {
        await SignIn();
        var mediator = await City.NewKey("viewer", "430104", "mediator-wang");
        var matter = await Begin("hu", "li");
        await Do(clerk, matter, new { @do = "mediate", form = new { kind = "neighbours" } });
        var dispute = Assert.Single((await City.As(hu, HttpMethod.Get, $"/v1/cases/{matter}", null, HttpStatusCode.OK)).GetProperty("parts").EnumerateArray()).Text("id");
        await Do(clerk, dispute, new { @do = "accept", form = new { level = "simple" } });
        Assert.Empty(await Ids(mediator, "?mine=true"));
        await Do(clerk, dispute, new { @do = "assign", holder = "mediator", who = new[] { "mediator-wang" }, reason = "lives next door" });
        Assert.Equal([dispute], await Ids(mediator, "?mine=true"));
        Assert.Empty(await Ids(mediator, ""));
        Assert.Equal([dispute], await Ids(clerk, "?holder=mediator-wang"));
        Assert.Contains(dispute, await Ids(li, ""));
        await Do(hu, dispute, new { @do = "withdraw", reason = "已自行和解" });
        Assert.Empty(await Ids(mediator, "?mine=true"));
    }

    [Fact]
    public async Task Late_IsWhatIsLateNow_Overdue_WhatEverWas()
    {
        await SignIn();
        var matter = await Begin("hu", "li");
        Assert.Empty(await Ids(clerk, "?late=true"));
        await City.Advance(SmallTown.Start.AddDays(20));
        Assert.Equal([matter], await Ids(clerk, "?late=true"));
        var late = Assert.Single((await City.As(clerk, HttpMethod.Get, "/v1/cases?late=true", null, HttpStatusCode.OK)).GetProperty("items").EnumerateArray());
        Assert.Equal(["accept"], late.GetProperty("late").EnumerateArray().Select(static one => one.GetString()!));
        await Do(clerk, matter, new { @do = "refuse", reason = "不属于受理范围" });
        Assert.Empty(await Ids(clerk, "?late=true"));
        Assert.Equal([matter], await Ids(clerk, "?overdue=true&late=false"));
    }

    /// <summary>An earlier version wrote the lists: all of them, or the last part while this one was away.</summary>
    [Theory]
    [InlineData("DELETE FROM list_position WHERE id = 3")]
    [InlineData("UPDATE list_position SET sequence = 1 WHERE id = 3")]
    public async Task CasesThatAnEarlierVersionListed_AreFoundByTheirPeople_AndSayWhatIsLate(string before)
    {
        await SignIn();
        var matter = await Begin("hu", "li");
        await City.Advance(SmallTown.Start.AddDays(20));
        Assert.Equal([matter], await Ids(li, "?late=true"));
        await City.Kill();
        Forget(before);
        await City.Start();
        for (var deadline = DateTime.UtcNow.AddSeconds(30); (await Ids(li, "")).Length == 0; await Task.Delay(100, TestContext.Current.CancellationToken))
        {
            Assert.True(DateTime.UtcNow < deadline, "The lists do not follow the log again.");
        }

        Assert.Equal([matter], await Ids(li, "?late=true"));
        Assert.Equal([matter], await Ids(clerk, "?late=true"));
    }

    private void Forget(string before)
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(City.Data, "city.db")};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = $"DELETE FROM list_case_person; UPDATE list_case SET is_late = 0, payload = json_remove(payload, '$.late'); {before};";
        Assert.True(command.ExecuteNonQuery() > 2);
    }

    private async Task SignIn()
    {
        clerk = await City.NewKey("officer", name: "clerk");
        (hu, li) = (await City.NewKey("citizen", name: "hu"), await City.NewKey("citizen", name: "li"));
    }

    private async Task<string> Begin(string asker, string other) => (await City.As(
        hu, HttpMethod.Post, "/v1/cases", new { type = "matter", fields = new { place, story = "邻居的鱼塘淹了我的菜地" }, parties = new { asker = new[] { asker }, other = new[] { other } } }, HttpStatusCode.Created)).Text("id");

    private async Task<string[]> Ids(string key, string query) =>
        [.. (await City.As(key, HttpMethod.Get, $"/v1/cases{query}", null, HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Select(static item => item.Text("id"))];

    private Task<JsonElement> Do(string key, string id, object body) => City.As(key, HttpMethod.Post, $"/v1/cases/{id}/commands", body, HttpStatusCode.OK);
}
