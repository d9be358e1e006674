using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.Attachments;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests;

/// <summary>Whoever sees something wrong reports it without an account, and follows it with photos.</summary>
public sealed class OpenReportTests : SmallTownTests
{
    private const string Waste = "event.environment.exposed-waste";

    [Fact]
    public async Task Report_OfStrangers_IsTakenOnceAndMergedAsOthers_AndEachFollowsAndRatesItsOwn()
    {
        var first = await Report("the words of the first", "13800001111", key: "k-1");
        var again = await Report("the words of the first", "13800001111", key: "k-1");
        var second = await Report("the words of the second", "13800002222");

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal(Text(first, "order"), Text(second, "order"));
        Assert.NotEqual(Text(first, "tracking"), Text(second, "tracking"));
        Assert.Equal("key-reused", Text(await Report("other words", "13800001111", HttpStatusCode.UnprocessableEntity, key: "k-1"), "code"));
        var seen = (await Track(second, "2222")).GetRawText();
        Assert.Contains("the words of the second", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("the words of the first", seen, StringComparison.Ordinal);
        Assert.Contains("\"attachments\":[]", seen, StringComparison.Ordinal);
        Assert.Equal(2, (await City.Get($"/v1/orders/{Text(first, "order")}/reports")).GetProperty("items").GetArrayLength());
        Assert.Contains("POST /v1/report", (await City.Get("/v1/audit")).GetRawText(), StringComparison.Ordinal);
        foreach (var type in (string[])["file", "dispatch", "sign-for", "start", "submit", "confirm", "close"])
        {
            await City.Send(HttpMethod.Post, $"/v1/orders/{Text(first, "order")}/commands", new { type });
        }

        var rated = await City.As(null, HttpMethod.Post, "/v1/track/rate", new { tracking = Text(second, "tracking"), phone = "2222", stars = 4 }, HttpStatusCode.OK);
        Assert.Equal(4, rated.GetProperty("order").GetProperty("rating").GetInt32());
    }

    [Fact]
    public async Task Report_ThatIsNotWhole_IsRefusedInBothLanguages()
    {
        Assert.Equal("bad-phone", await Refused(new { category = Waste, position = Here(), text = "x", phone = "none" }));
        Assert.Equal("bad-phone", await Refused(new { category = Waste, position = Here(), phone = "" }));
        Assert.Equal("unknown-category", await Refused(new { category = "event.none", position = Here(), phone = "13800001111" }));
        Assert.Equal("not-for-citizens", await Refused(new { category = "service.care.inactivity", position = Here(), phone = "13800001111" }));
        Assert.Equal("outside", await Refused(new { category = Waste, position = new { longitude = 1.0, latitude = 1.0 }, phone = "13800001111" }));
        Assert.Equal("bad-position", await Refused(new { category = Waste, position = new { longitude = 500.0, latitude = 1.0 }, phone = "13800001111" }));
        Assert.Equal("text-too-long", await Refused(new { category = Waste, position = Here(), text = new string('x', 2_001), phone = "13800001111" }));
        Assert.Equal("bad-phone", Text(await City.As(null, HttpMethod.Post, "/v1/report", new { category = Waste, position = Here() }, HttpStatusCode.BadRequest), "code"));

        async Task<string> Refused(object body)
        {
            var problem = await City.As(null, HttpMethod.Post, "/v1/report", body, HttpStatusCode.BadRequest);
            Assert.NotEmpty(Text(problem, "detailChinese"));
            return Text(problem, "code");
        }
    }

    [Fact]
    public async Task Categories_ForCitizens_AreThoseThatAPersonSees()
    {
        var items = (await City.As(null, HttpMethod.Get, "/v1/report/categories", null, HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ToList();
        var all = (await City.Get("/v1/catalogue")).GetProperty("categories").GetArrayLength();

        Assert.Contains(items, static one => (Text(one, "code"), Text(one, "chinese")) == (Waste, "暴露垃圾"));
        Assert.DoesNotContain(items, static one => Text(one, "code") is "service.care.inactivity" or "service.device.data-gap");
        Assert.InRange(items.Count, 40, all - 1);
    }

    [Fact]
    public async Task Photos_OfAReporter_AreSeenByItselfAlone_AndWhatWasDoneByAllWhoReported()
    {
        await SmallTown.Responder(City, "truck", "sanitation-vehicle", 112.976, reachable: false);
        var (first, second) = (await Report("x", "13800001111"), await Report("y", "13800002222"));
        var order = Text(first, "order");
        var own = Text(await Attach(Text(first, "tracking"), "1111", HttpStatusCode.Created), "hash");
        await Attach(Text(first, "tracking"), "2222", HttpStatusCode.NotFound);
        await Attach(null, null, HttpStatusCode.NotFound);

        var listed = Assert.Single((await Track(first, "1111")).GetProperty("attachments").EnumerateArray());
        Assert.Equal((own, "reporter", "the bin"), (Text(listed, "hash"), Text(listed, "actor"), Text(listed, "note")));
        Assert.Empty((await Track(second, "2222")).GetProperty("attachments").EnumerateArray());
        Assert.False(Pictures.Hold(await Bytes(first, "1111", own, HttpStatusCode.OK), Pictures.Secret));
        await Bytes(second, "2222", own, HttpStatusCode.NotFound);

        await City.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", new { type = "file" });
        await City.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", new { type = "dispatch", choices = new[] { new { skill = "sanitation-vehicle", responder = "resp-truck" } } });
        await City.Send(HttpMethod.Post, "/v1/people", new { name = "truck", role = "responder", area = "430103", responder = "resp-truck", password = "a long password" }, HttpStatusCode.Created);
        var responder = Text(await City.As(null, HttpMethod.Post, "/v1/sign-in", new { name = "truck", password = "a long password" }, HttpStatusCode.OK), "token");
        var done = Text(await City.Attach(responder, order, Pictures.Png(), "image/png", note: "clean again"), "hash");
        await City.Attach(CityProcess.AdminKey, order, Pictures.Webp(), "image/webp");
        foreach (var type in (string[])["sign-for", "start", "submit"])
        {
            await City.As(responder, HttpMethod.Post, $"/v1/orders/{order}/commands", new { type }, HttpStatusCode.OK);
        }

        var shown = Assert.Single((await Track(second, "2222")).GetProperty("attachments").EnumerateArray());
        Assert.Equal((done, "responder", ""), (Text(shown, "hash"), Text(shown, "actor"), Text(shown, "note")));
        await Bytes(second, "2222", done, HttpStatusCode.OK);
        Assert.Contains("POST /v1/track/attachments", (await City.Get("/v1/audit")).GetRawText(), StringComparison.Ordinal);
    }

    private static object Here() => new { longitude = 112.97495, latitude = 28.19 };

    private static string Text(JsonElement one, string name) => one.GetProperty(name).GetString()!;

    private async Task<JsonElement> Report(string text, string phone, HttpStatusCode expected = HttpStatusCode.Created, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/report") { Content = System.Net.Http.Json.JsonContent.Create(new { category = Waste, position = Here(), text, phone }) };
        request.Headers.Authorization = new("None");
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await City.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await CityProcess.Json(response, expected);
    }

    private Task<JsonElement> Track(JsonElement report, string phone) =>
        City.As(null, HttpMethod.Post, "/v1/track", new { tracking = Text(report, "tracking"), phone }, HttpStatusCode.OK);

    private async Task<JsonElement> Attach(string? tracking, string? phone, HttpStatusCode expected)
    {
        using var request = PictureCalls.Post("/v1/track/attachments", Pictures.Jpeg(), "image/jpeg", "the bin");
        request.Headers.Authorization = new("None");
        request.Headers.Add("City-Tracking", tracking ?? "000000000000");
        if (phone is not null)
        {
            request.Headers.Add("City-Phone", phone);
        }

        using var response = await City.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await CityProcess.Json(response, expected);
    }

    private async Task<byte[]> Bytes(JsonElement report, string phone, string hash, HttpStatusCode expected)
    {
        using var response = await City.CallAs(null, HttpMethod.Post, "/v1/track/attachments/read", new { tracking = Text(report, "tracking"), phone, hash });
        Assert.Equal(expected, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }
}
