using System.Net;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests.Cases;

/// <summary>What cases tell people comes to them, in the words of the pack, though the Silo is killed and the gateway is down.</summary>
public sealed class ToldTests : IDisposable
{
    private static readonly object place = new { longitude = 112.97495, latitude = 28.19, area = "430103002001" };
    private readonly TempFolder folder = new();

    [Fact]
    public async Task Parties_AndTheMediator_AreToldOnce_ByNameAndOrganisation_WithAKillBetween()
    {
        await using var people = await Gateway.Start();
        people.IsDown = true;
        string[] arguments = [.. people.As("people")];
        string dispute;
        await using (var city = await CityProcess.Start(folder.Path, arguments))
        {
            await SmallTown.Register(city, homes: 1);
            await Import(city, "mediation-organisation", "code,name,area,settled-share\nC-1,坡子街调解委员会,430103002,0.93\n");
            await Import(city, "mediator", "number,person,organisation,sort,kinds,levels,area,place,capacity\nm-1,P-1,C-1,field,neighbours,simple,430103002,112.98 28.19 430103002001,3\n");
            dispute = await Dispute(city);
            await city.As(await city.NewKey("officer", "430103", "m-1"), HttpMethod.Post, $"/v1/cases/{dispute}/commands", new { @do = "take", holder = "mediator" }, HttpStatusCode.OK);
            await people.Until(2);
            await city.Kill();
        }

        people.IsDown = false;
        await using var again = await CityProcess.Start(folder.Path, arguments);
        await people.Until(4);
        var told = people.Taken.Select(static call => call.Body).OrderBy(static body => body.GetProperty("id").GetString(), StringComparer.Ordinal).ToList();
        var parties = told.Where(static body => body.Text("person") is "hu" or "li").ToList();
        Assert.Equal(["hu", "li"], parties.Select(static body => body.Text("person")));
        Assert.All(parties, body => Assert.Equal(
            ($"m-1 of 坡子街调解委员会 will mediate {dispute}. You may ask once for another mediator.", $"坡子街调解委员会的m-1将主持调解（{dispute}）。您可申请更换一次调解员。"),
            (body.Text("english"), body.Text("chinese"))));
        var mediator = told.Except(parties).Select(static body => body.Text("chinese")).ToList();
        Assert.Equal(2, mediator.Count);
        Assert.Matches($"^{dispute}（邻里）拟委派给您，请于20[0-9-]{{8}} [0-9:]{{5}}前承接或谢绝", mediator[0]);
        Assert.StartsWith($"{dispute}（邻里）委派给您，期限至20", mediator[1], StringComparison.Ordinal);
        Assert.Equal(told.Count, told.Select(static body => body.Text("id")).Distinct().Count());

        // The outbox says whom and which text, and has no word of it.
        var rows = (await again.Get("/v1/notifications")).GetProperty("items").EnumerateArray().Where(row => row.Text("subject") == dispute).ToList();
        Assert.Equal(4, rows.Count);
        Assert.All(rows, static row => Assert.Equal(("", "", "people"), (row.Text("english"), row.Text("chinese"), row.Text("receiver"))));
        Assert.DoesNotContain("坡子街调解委员会", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reason_IsToldToWhoAsked()
    {
        await using var people = await Gateway.Start();
        await using var city = await CityProcess.Start(folder.Path, people.As("people"));
        await SmallTown.Register(city, homes: 1);
        var clerk = await city.NewKey("officer", name: "clerk");
        var matter = await Begin(city, await city.NewKey("citizen", name: "hu"));
        await city.As(clerk, HttpMethod.Post, $"/v1/cases/{matter}/commands", new { @do = "refuse", reason = "不属于受理范围" }, HttpStatusCode.OK);
        await people.Until(1);
        var body = Assert.Single(people.Taken).Body;
        Assert.Equal(("hu", $"{matter} was not accepted: 不属于受理范围.", $"{matter}不予受理：不属于受理范围。", matter), (body.Text("person"), body.Text("english"), body.Text("chinese"), body.Text("subject")));
        Assert.DoesNotContain((await city.Get("/v1/notifications")).GetProperty("items").EnumerateArray(), static row => row.GetRawText().Contains("不属于受理范围", StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private static async Task<string> Dispute(CityProcess city)
    {
        var (clerk, hu) = (await city.NewKey("officer", name: "clerk"), await city.NewKey("citizen", name: "hu"));
        var matter = await Begin(city, hu);
        await city.As(clerk, HttpMethod.Post, $"/v1/cases/{matter}/commands", new { @do = "mediate", form = new { kind = "neighbours" } }, HttpStatusCode.OK);
        string? dispute = null;
        while (dispute is null)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            dispute = (await city.As(hu, HttpMethod.Get, $"/v1/cases/{matter}", null, HttpStatusCode.OK)).GetProperty("parts").EnumerateArray().Select(static part => part.Text("id")).FirstOrDefault();
        }

        await city.As(clerk, HttpMethod.Post, $"/v1/cases/{dispute}/commands", new { @do = "accept", form = new { level = "simple" } }, HttpStatusCode.OK);
        while ((await city.As(clerk, HttpMethod.Get, $"/v1/cases/{dispute}", null, HttpStatusCode.OK)).GetProperty("offers").GetArrayLength() == 0)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return dispute;
    }

    private static async Task<string> Begin(CityProcess city, string key) => (await city.As(
        key, HttpMethod.Post, "/v1/cases", new { type = "matter", fields = new { place, story = "邻居的鱼塘淹了我的菜地" }, parties = new { asker = new[] { "hu" }, other = new[] { "li" } } }, HttpStatusCode.Created)).Text("id");

    private static async Task Import(CityProcess city, string register, string csv) => await city.As(
        await city.NewKey("admin", "430103"), HttpMethod.Post, $"/v1/registers/{register}/import", new { csv, batch = "one", reason = "the register of the district", dryRun = false }, HttpStatusCode.OK);
}
