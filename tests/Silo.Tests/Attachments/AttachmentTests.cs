using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests.Attachments;

/// <summary>Pictures of orders: who adds them, who sees them, and what is left of them.</summary>
public sealed class AttachmentTests : SmallTownTests
{
    private static readonly DateTimeOffset frozen = SmallTown.Start.AddDays(1).AddHours(5);

    [Fact]
    public async Task Picture_OfACitizen_IsKeptOnceWithoutWhatItHid_AndStandsInTheHistoryAndTheAudit()
    {
        var citizen = await City.NewKey("citizen");
        var order = await Report(citizen);

        var first = await City.Attach(citizen, order, Pictures.Jpeg(), "image/jpeg", note: "the bin");
        var again = await City.Attach(citizen, order, Pictures.Jpeg(), "image/jpeg", note: "something else");

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal(("image/jpeg", "the bin", "citizen-1"), (Text(first, "type"), Text(first, "note"), Text(first, "actor")));
        Assert.Equal(first.GetRawText(), Assert.Single(await Listed(citizen, order)).GetRawText());
        var (response, bytes) = await City.Picture(citizen, $"/v1/orders/{order}/attachments/{Text(first, "hash")}");
        Assert.Equal("image/jpeg", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("inline", response.Content.Headers.ContentDisposition?.ToString());
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.False(Pictures.Hold(bytes, Pictures.Secret[..3]));
        Assert.Equal((Text(first, "hash"), first.GetProperty("bytes").GetInt32()), (Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length));

        var line = Assert.Single((await City.Get($"/v1/orders/{order}")).GetProperty("timeline").EnumerateArray(), static line => Text(line, "what") == "attached");
        Assert.Equal((Text(first, "hash"), "citizen-1"), (Text(line, "subject"), Text(line, "actor")));
        Assert.Contains($"POST /v1/orders/{order}/attachments", (await City.Get("/v1/audit?actor=citizen-1")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_ThatIsNoPicture_IsRefused_AndNothingIsKept()
    {
        var officer = await City.NewKey("officer");
        var order = await Report(officer);

        Assert.Equal("not-an-image", await Refused(Pictures.Png(), "application/json", HttpStatusCode.UnsupportedMediaType));
        Assert.Equal("not-an-image", await Refused(Pictures.Png(), "image/svg+xml", HttpStatusCode.UnsupportedMediaType));
        Assert.Equal("bad-image", await Refused(Pictures.Png(), "image/jpeg", HttpStatusCode.BadRequest));
        Assert.Equal("bad-image", await Refused(Pictures.Png()[..40], "image/png", HttpStatusCode.BadRequest));
        Assert.Equal("bad-image", await Refused([], "image/png", HttpStatusCode.BadRequest));
        Assert.Equal("body-too-large", await Refused(new byte[(5 << 20) + 1], "image/png", HttpStatusCode.RequestEntityTooLarge));
        Assert.Equal("bad-note", Text(await City.Attach(officer, order, Pictures.Png(), "image/png", HttpStatusCode.BadRequest, new string('x', 301)), "code"));
        Assert.Empty(await Listed(officer, order));

        async Task<string> Refused(byte[] body, string type, HttpStatusCode status) => Text(await City.Attach(officer, order, body, type, status), "code");
    }

    [Fact]
    public async Task Order_WithTwelvePictures_TakesNoMore()
    {
        var (officer, citizen) = (await City.NewKey("officer"), await City.NewKey("citizen"));
        var order = await Report(citizen);
        for (byte number = 1; number <= 6; number++)
        {
            await City.Attach(citizen, order, Pictures.Jpeg(mark: number), "image/jpeg");
        }

        Assert.Equal("attachments-full", Text(await City.Attach(citizen, order, Pictures.Jpeg(mark: 7), "image/jpeg", HttpStatusCode.Conflict), "code"));
        for (byte number = 7; number <= 12; number++)
        {
            await City.Attach(officer, order, Pictures.Jpeg(mark: number), "image/jpeg");
        }

        var full = await City.Attach(officer, order, Pictures.Jpeg(mark: 13), "image/jpeg", HttpStatusCode.Conflict);
        Assert.Contains("12", full.GetProperty("detailChinese").GetString(), StringComparison.Ordinal);
        await City.Attach(officer, order, Pictures.Jpeg(mark: 12), "image/jpeg"); // It has this one.
        Assert.Equal(12, (await Listed(officer, order)).Length);
    }

    [Fact]
    public async Task Pictures_AreSeenByWhoeverMaySeeThem_AndNamesAndWordsByFewer()
    {
        await SmallTown.Responder(City, "truck", "sanitation-vehicle", 112.976, reachable: false);
        var (officer, citizen, viewer) = (await City.NewKey("officer"), await City.NewKey("citizen"), await City.NewKey("viewer"));
        var (order, responder) = (await Report(citizen), await SignInResponder());
        await City.Attach(responder, order, Pictures.Png(), "image/png", HttpStatusCode.NotFound); // It was not asked yet.
        await City.Attach(viewer, order, Pictures.Png(), "image/png", HttpStatusCode.Forbidden);
        await City.Attach(await City.NewKey("citizen"), order, Pictures.Png(), "image/png", HttpStatusCode.NotFound);
        await City.Attach(await City.NewKey("officer", "430104"), order, Pictures.Png(), "image/png", HttpStatusCode.NotFound);
        await Command(order, new { type = "file" });
        await Command(order, new { type = "dispatch", choices = new[] { new { skill = "sanitation-vehicle", responder = "resp-truck" } } });

        var own = Text(await City.Attach(citizen, order, Pictures.Jpeg(), "image/jpeg", note: "before"), "hash");
        var inner = Text(await City.Attach(officer, order, Pictures.Webp(), "image/webp", note: "the plan"), "hash");
        var done = Text(await City.Attach(responder, order, Pictures.Png(), "image/png", note: "after"), "hash");

        Assert.Equal([own], (await Listed(citizen, order)).Select(static one => Text(one, "hash"))); // What was done is not said to be done yet.
        await City.As(citizen, HttpMethod.Get, $"/v1/orders/{order}/attachments/{inner}", null, HttpStatusCode.NotFound);
        await City.As(citizen, HttpMethod.Get, $"/v1/orders/{order}/attachments/{done}", null, HttpStatusCode.NotFound);
        foreach (var type in (string[])["sign-for", "start", "submit"])
        {
            await Command(order, new { type });
        }

        Assert.Equal([(own, "citizen-1", "before"), (done, "responder", "")], await Seen(citizen));
        Assert.Equal([(own, "reporter", ""), (inner, "officer", ""), (done, "responder", "")], await Seen(viewer));
        Assert.Equal([(own, "reporter", "before"), (inner, "officer", "the plan"), (done, "truck", "after")], await Seen(responder));
        Assert.Equal([(own, "citizen-1", "before"), (inner, "officer-1", "the plan"), (done, "truck", "after")], await Seen(officer));
        await City.As(citizen, HttpMethod.Get, $"/v1/orders/{order}/attachments/{new string('0', 64)}", null, HttpStatusCode.NotFound);

        async Task<IEnumerable<(string Hash, string Actor, string Note)>> Seen(string key) =>
            (await Listed(key, order)).Select(static one => (Text(one, "hash"), Text(one, "actor"), Text(one, "note"))).OrderBy(one => one.Item1 == own ? 0 : one.Item1 == inner ? 1 : 2);
    }

    [Fact]
    public async Task Home_ItsPicturesAreForOfficers_WhoseLooksAreLogged_AndErasedWithIt()
    {
        for (var day = SmallTown.Start; day < SmallTown.Start.AddDays(3); day = day.AddDays(1))
        {
            await City.Feed(SmallTown.Readings(2, day, day.AddDays(1), frozen: 1, frozen));
            await City.Advance(day.AddDays(1));
        }

        await City.Export();
        var alert = Assert.Single((await City.Get("/v1/alerts?kind=inactivity")).GetProperty("items").EnumerateArray());
        var order = Text(alert, "order");
        var (officer, viewer) = (await City.NewKey("officer"), await City.NewKey("viewer"));
        var other = await Report(officer);
        var hash = Text(await City.Attach(officer, order, Pictures.Png(), "image/png", note: "the door"), "hash");
        await City.Attach(officer, other, Pictures.Png(), "image/png");

        Assert.Empty(await Listed(viewer, order));
        await City.As(viewer, HttpMethod.Get, $"/v1/orders/{order}/attachments/{hash}", null, HttpStatusCode.NotFound);
        await City.Picture(officer, $"/v1/orders/{order}/attachments/{hash}");
        Assert.Contains($"picture of {order}", (await City.Get($"/v1/looks?household={SmallTown.Home(1)}")).GetRawText(), StringComparison.Ordinal);

        using var erased = await City.CallAs(CityProcess.AdminKey, HttpMethod.Delete, $"/v1/households/{SmallTown.Home(1)}?reason=moved%20away&erase=true", null);
        Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);

        Assert.Empty(await Listed(officer, order));
        await City.As(officer, HttpMethod.Get, $"/v1/orders/{order}/attachments/{hash}", null, HttpStatusCode.NotFound);
        Assert.Contains("\"attached\"", (await City.Get($"/v1/orders/{order}")).GetRawText(), StringComparison.Ordinal);
        Assert.Single(await Listed(officer, other));
    }

    private static string Text(JsonElement one, string name) => one.GetProperty(name).GetString()!;

    private async Task<JsonElement[]> Listed(string key, string order) =>
        [.. (await City.As(key, HttpMethod.Get, $"/v1/orders/{order}/attachments", null, HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];

    private Task Command(string order, object body) => City.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", body);

    private async Task<string> Report(string key)
    {
        var body = new { category = "event.environment.exposed-waste", position = new { longitude = 112.97495, latitude = 28.19 }, text = "two bags" };
        return Text(await City.As(key, HttpMethod.Post, "/v1/orders", body, HttpStatusCode.Created), "order");
    }

    private async Task<string> SignInResponder()
    {
        await City.Send(HttpMethod.Post, "/v1/people", new { name = "truck", role = "responder", area = "430103", responder = "resp-truck", password = "a long password" }, HttpStatusCode.Created);
        return Text(await City.As(null, HttpMethod.Post, "/v1/sign-in", new { name = "truck", password = "a long password" }, HttpStatusCode.OK), "token");
    }
}

/// <summary>Calls with pictures.</summary>
internal static class PictureCalls
{
    public static async Task<JsonElement> Attach(
        this CityProcess city, string key, string order, byte[] picture, string type, HttpStatusCode expected = HttpStatusCode.Created, string? note = null)
    {
        using var request = Post($"/v1/orders/{order}/attachments", picture, type, note);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await city.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await CityProcess.Json(response, expected);
    }

    /// <summary>A picture that is read.</summary>
    public static async Task<(HttpResponseMessage Response, byte[] Bytes)> Picture(this CityProcess city, string key, string path)
    {
        var response = await city.CallAs(key, HttpMethod.Get, path, null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    public static HttpRequestMessage Post(string path, byte[] picture, string type, string? note = null)
    {
        var content = new ByteArrayContent(picture);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return new HttpRequestMessage(HttpMethod.Post, note is null ? path : $"{path}?note={Uri.EscapeDataString(note)}") { Content = content };
    }
}
