using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.Cases;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests.Registers;

/// <summary>Registers on a real Silo and through its doors: written with right and reason, imported by table, read for a purpose that is logged first.</summary>
public sealed class RegistersTests : SmallTownTests
{
    private const string Name = "吴敏";
    private const string IdNumber = "430103199001010011";

    [Fact]
    public async Task Person_IsWrittenByARegistrarAndReadForAPurpose()
    {
        var (registrar, officer, viewer) = (await City.NewKey("admin", "430103"), await City.NewKey("officer"), await City.NewKey("viewer"));
        Assert.Equal("not-your-role", await City.Refused(officer, HttpMethod.Put, "/v1/records/person/P-1", Person(), HttpStatusCode.Forbidden));
        Assert.Equal("not-your-role", await City.Refused(await City.NewKey("admin", "430104"), HttpMethod.Put, "/v1/records/person/P-1", Person(), HttpStatusCode.Forbidden));
        Assert.Equal("reason-required", await City.Refused(registrar, HttpMethod.Put, "/v1/records/person/P-1", Person() with { reason = "" }, HttpStatusCode.BadRequest));

        var written = await City.As(registrar, HttpMethod.Put, "/v1/records/person/P-1", Person(), HttpStatusCode.OK);
        Assert.Equal((1, "active", "430103002"), (written.GetProperty("record").GetProperty("version").GetInt32(), written.GetProperty("record").Text("status"), written.GetProperty("record").Text("area")));
        Assert.Equal(["id-number", "name"], written.GetProperty("hidden").EnumerateArray().Select(static one => one.GetString()!));
        await City.As(registrar, HttpMethod.Put, "/v1/records/person/P-1", new { fields = new { phone = "13800005678" }, remove = new[] { "id-number" }, reason = "a telephone now", expected = 1 }, HttpStatusCode.OK);
        Assert.Equal("changed-meanwhile", await City.Refused(registrar, HttpMethod.Put, "/v1/records/person/P-1", new { fields = new { phone = "1" }, reason = "late", expected = 1 }, HttpStatusCode.Conflict));

        Assert.Equal("no-purpose", await City.Refused(registrar, HttpMethod.Get, "/v1/records/person/P-1", null, HttpStatusCode.BadRequest));
        Assert.Equal("not-your-role", await City.Refused(officer, HttpMethod.Get, "/v1/records/person/P-1?purpose=curious", null, HttpStatusCode.Forbidden));
        await City.As(await City.NewKey("citizen"), HttpMethod.Get, "/v1/records/person/P-1?purpose=curious", null, HttpStatusCode.NotFound);
        var seen = await City.As(registrar, HttpMethod.Get, "/v1/records/person/P-1?purpose=to+call+back", null, HttpStatusCode.OK);
        Assert.Equal((Name, "13800005678"), (seen.GetProperty("record").GetProperty("fields").Text("name"), seen.GetProperty("record").GetProperty("fields").Text("phone")));
        Assert.Equal(2, seen.GetProperty("history").GetArrayLength());
        Assert.Equal(["id-number", "phone"], seen.GetProperty("history")[1].GetProperty("changed").EnumerateArray().Select(static one => one.GetString()!));
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("history")[1].GetProperty("changes").GetProperty("id-number").ValueKind);

        var looks = (await City.As(registrar, HttpMethod.Get, "/v1/record-looks?record=rec-person.P-1", null, HttpStatusCode.OK)).GetProperty("looks").EnumerateArray().ToList();
        Assert.Equal([(true, "curious", ""), (false, "to call back", "registrar")], looks.Select(static look => (look.GetProperty("refused").GetBoolean(), look.Text("purpose"), look.Text("role"))));
        var audit = (await City.Get("/v1/audit?limit=500")).GetRawText();
        Assert.Contains("to call back", audit, StringComparison.Ordinal);
        Assert.DoesNotContain(Name, audit, StringComparison.Ordinal);

        var list = await City.As(officer, HttpMethod.Get, "/v1/records/person?field=number&value=P-1", null, HttpStatusCode.OK);
        Assert.Equal("P-1", Assert.Single(list.GetProperty("items").EnumerateArray()).Text("key"));
        var outside = list.GetRawText() + await Facts() + string.Concat((await City.Export()).Lines.Select(static line => line.GetRawText()));
        Assert.DoesNotContain(Name, outside, StringComparison.Ordinal);
        Assert.DoesNotContain(IdNumber, outside, StringComparison.Ordinal);
        Assert.Equal("not-your-role", await City.Refused(viewer, HttpMethod.Get, "/v1/records/person", null, HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task Mediators_ComeByTable_WithEachFaultByRowAndColumn()
    {
        var registrar = await City.NewKey("admin", "430103");
        const string head = "number,person,organisation,sort,kinds,levels,area,place,capacity\n";
        var wrong = head + "M-1,P-1,C-1,field,neighbours|family,simple,430103002,112.98 28.19 430103002001,3\nM-2,P-2,C-1,fields,neighbours,simple,430103002,here,41\nM-2,P-3,C-1,field,neighbours,simple,430103002,112.98 28.19 430103002001,3\n";
        var answer = await Import(registrar, "mediator", wrong, "one", HttpStatusCode.UnprocessableEntity);
        Assert.Equal([(4, "number")], Faults(answer));
        answer = await Import(registrar, "mediator", wrong.Replace("M-2,P-3", "M-3,P-3", StringComparison.Ordinal), "one", HttpStatusCode.OK, dryRun: true);
        Assert.Equal([(3, "capacity"), (3, "place"), (3, "sort")], Faults(answer).Order());
        Assert.Empty((await City.Get("/v1/records/mediator")).GetProperty("items").EnumerateArray());

        var right = head + string.Concat(Enumerable.Range(1, 40).Select(static i => $"M-{i},P-{i},C-{i % 3},field,neighbours|family,simple|hard,430103002,112.98 28.19 430103002001,3\n"));
        answer = await Import(registrar, "mediator", right, "one", HttpStatusCode.OK);
        Assert.Equal((true, 40, 40, 0), (answer.GetProperty("done").GetBoolean(), answer.GetProperty("rows").GetInt32(), answer.GetProperty("added").GetInt32(), answer.GetProperty("changed").GetInt32()));
        answer = await Import(registrar, "mediator", right.Replace("M-7,P-7,C-1,field", "M-7,P-7,C-9,field", StringComparison.Ordinal), "two", HttpStatusCode.OK);
        Assert.Equal((0, 1), (answer.GetProperty("added").GetInt32(), answer.GetProperty("changed").GetInt32()));
        Assert.Equal("M-7", Assert.Single((await City.Get("/v1/records/mediator?field=organisation&value=C-9")).GetProperty("items").EnumerateArray()).Text("key"));
        Assert.DoesNotContain((await City.Get("/v1/records/mediator?field=organisation&value=C-1")).GetProperty("items").EnumerateArray(), static one => one.Text("key") == "M-7");
        var record = await City.As(registrar, HttpMethod.Get, "/v1/records/mediator/M-7", null, HttpStatusCode.OK);
        Assert.Equal([("import", "one"), ("import", "two")], record.GetProperty("history").EnumerateArray().Select(static line => (line.Text("source"), line.Text("sourceId"))));
        Assert.Equal(["person"], record.GetProperty("hidden").EnumerateArray().Select(static one => one.GetString()!));
        Assert.Equal("not-your-role", await City.Refused(await City.NewKey("admin", "430104"), HttpMethod.Post, "/v1/registers/mediator/import", Table(right, "three"), HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task Organisations_ArePublic_AndSurviveAKill()
    {
        var registrar = await City.NewKey("admin", "430103");
        await Import(registrar, "mediation-organisation", "code,name,area,settled-share\nC-1,坡子街调解委员会,430103002,0.93\n", "one", HttpStatusCode.OK);
        await City.As(registrar, HttpMethod.Put, "/v1/records/mediation-organisation/C-1", new { status = "revoked", reason = "dissolved by the street" }, HttpStatusCode.OK);
        await City.Kill();
        await City.Start();
        var citizen = await City.NewKey("citizen");
        var seen = await City.As(citizen, HttpMethod.Get, "/v1/records/mediation-organisation/C-1", null, HttpStatusCode.OK);
        Assert.Equal(("revoked", "坡子街调解委员会"), (seen.GetProperty("record").Text("status"), seen.GetProperty("record").GetProperty("fields").Text("name")));
        Assert.Empty(seen.GetProperty("history").EnumerateArray());
        Assert.Equal("revoked", await City.Refused(registrar, HttpMethod.Put, "/v1/records/mediation-organisation/C-1", new { status = "active", reason = "once more" }, HttpStatusCode.Conflict));
        Assert.Equal(["mediation-organisation"], (await City.As(citizen, HttpMethod.Get, "/v1/registers", null, HttpStatusCode.OK)).GetProperty("registers").EnumerateArray().Select(static one => one.Text("register")));
        await City.As(citizen, HttpMethod.Get, "/v1/records/mediator/M-1", null, HttpStatusCode.NotFound);
    }

    private sealed record PersonBody(object fields, string reason);

    private static PersonBody Person() => new(new Dictionary<string, object> { ["number"] = "P-1", ["area"] = "430103002", ["name"] = Name, ["id-number"] = IdNumber }, "moved into the street");

    private static object Table(string csv, string batch, bool dryRun = false) => new { csv, batch, reason = "the register of the district", dryRun };

    private Task<JsonElement> Import(string key, string register, string csv, string batch, HttpStatusCode status, bool dryRun = false) =>
        City.As(key, HttpMethod.Post, $"/v1/registers/{register}/import", Table(csv, batch, dryRun), status);

    private static List<(int Row, string Column)> Faults(JsonElement answer) => [.. answer.GetProperty("faults").EnumerateArray().Select(static fault => (fault.GetProperty("row").GetInt32(), fault.Text("column")))];

    private async Task<string> Facts()
    {
        using var feed = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/feed?after=0");
        request.Headers.Authorization = new("Bearer", await City.NewKey("admin"));
        using var response = await City.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, feed.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(feed.Token));
        var (text, isThere) = ("", false);
        while (!isThere && await reader.ReadLineAsync(feed.Token) is { } line)
        {
            text += line;
            isThere = line.Contains("rec-person.P-1", StringComparison.Ordinal) && line.Contains("\"version\":2", StringComparison.Ordinal);
        }

        return text;
    }
}
