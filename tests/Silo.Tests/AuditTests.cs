using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.SignIn;
using Microsoft.Data.Sqlite;

namespace CityActors.Silo.Tests;

/// <summary>Every write and every look stands in the audit, also where it is refused; and what is changed there afterwards is found.</summary>
public sealed class AuditTests : SmallTownTests
{
    [Fact]
    public async Task Audit_OfWritesAndLooks_HasThemAllInOrder_WithWhatBecameOfThem()
    {
        var (officer, viewer, sensor) = (await City.NewKey("officer"), await City.NewKey("viewer"), await City.NewKey("officer", "430104"));
        var matter = new { category = "event.environment.exposed-waste", position = new { longitude = 112.9745, latitude = 28.19 } };
        var order = (await City.As(officer, HttpMethod.Post, "/v1/orders", matter, HttpStatusCode.Created)).GetProperty("order").GetString();
        await City.As(officer, HttpMethod.Post, $"/v1/orders/{order}/commands", new { type = "file" }, HttpStatusCode.OK);
        await City.As(officer, HttpMethod.Post, $"/v1/orders/{order}/commands", new { type = "start" }, HttpStatusCode.Conflict);
        await City.As(viewer, HttpMethod.Post, "/v1/orders", matter, HttpStatusCode.Forbidden);
        await City.As(officer, HttpMethod.Get, $"/v1/households/{SmallTown.Home(1)}?reason=she+called", null, HttpStatusCode.OK);
        await City.As(viewer, HttpMethod.Get, $"/v1/households/{SmallTown.Home(1)}?reason=curious", null, HttpStatusCode.Forbidden);
        await City.As(sensor, HttpMethod.Get, $"/v1/households/{SmallTown.Home(1)}?reason=not+mine", null, HttpStatusCode.NotFound);

        var lines = (await City.Get("/v1/audit?limit=500")).GetProperty("items").EnumerateArray().Select(static line => line.GetProperty("act")).ToList();
        (string, string, string)[] expected =
        [
            ("officer-1", "POST /v1/orders", "asked"),
            ("officer-1", "POST /v1/orders", "done 201"),
            ("officer-1", $"POST /v1/orders/{order}/commands", "asked"),
            ("officer-1", $"POST /v1/orders/{order}/commands file", "done 200"),
            ("officer-1", $"POST /v1/orders/{order}/commands", "asked"),
            ("officer-1", $"POST /v1/orders/{order}/commands start", "refused 409"),
            ("viewer-1", "POST /v1/orders", "asked"),
            ("viewer-1", "POST /v1/orders", "refused 403"),
            ("officer-1", "look", "looked"),
            ("viewer-1", $"GET /v1/households/{SmallTown.Home(1)}", "look-refused"),
            ("officer-2", "look", "look-refused"),
        ];
        Assert.Equal(expected, lines.Where(static line => Text(line, "actor") != "admin-given").Select(static line => (Text(line, "actor"), Text(line, "what"), Text(line, "outcome"))));
        Assert.Equal(["she called", "curious", "not mine"], lines.Where(static line => Text(line, "outcome").StartsWith("look", StringComparison.Ordinal)).Select(static line => Text(line, "reason")));
        Assert.DoesNotContain(officer, JsonSerializer.Serialize(lines), StringComparison.Ordinal);

        var elsewhere = await City.NewKey("admin", "430104");
        var seen = (await City.As(elsewhere, HttpMethod.Get, "/v1/audit?limit=500", null, HttpStatusCode.OK)).GetRawText();
        Assert.Contains("officer-2", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("officer-1", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_OfWhoSignsInOrRates_NamesThem()
    {
        await City.Send(HttpMethod.Post, "/v1/people", new { name = "ann", role = "officer", area = "430103", password = "a long password" }, HttpStatusCode.Created);
        await City.Send(HttpMethod.Post, "/v1/sign-in", new { name = "ann", password = "a long password" });
        await City.Send(HttpMethod.Post, "/v1/track", new { tracking = "000000000000", phone = "0000" }, HttpStatusCode.NotFound);

        var last = (await City.Get("/v1/audit?limit=500")).GetProperty("items").EnumerateArray().Last().GetProperty("act");
        Assert.Equal(("ann", "officer", "POST /v1/sign-in", "done 200"), (Text(last, "actor"), Text(last, "role"), Text(last, "what"), Text(last, "outcome")));
    }

    [Fact]
    public async Task Audit_NewestFirst_GoesBackFromWhereOneIs()
    {
        var numbers = (await City.Get("/v1/audit?limit=500")).GetProperty("items").EnumerateArray().Select(static line => line.GetProperty("number").GetInt64()).ToList();
        var newest = (await City.Get("/v1/audit?before=9007199254740991&limit=2")).GetProperty("items").EnumerateArray().Select(static line => line.GetProperty("number").GetInt64()).ToList();
        var older = (await City.Get($"/v1/audit?before={newest[^1]}&limit=1")).GetProperty("items").EnumerateArray().Select(static line => line.GetProperty("number").GetInt64());

        Assert.Equal([numbers[^1], numbers[^2]], newest);
        Assert.Equal([numbers[^3]], older);
        Assert.Equal("bad-before", await City.Refused(CityProcess.AdminKey, HttpMethod.Get, "/v1/audit?before=2&after=1", null, HttpStatusCode.BadRequest));
        await City.Get($"/v1/households/{SmallTown.Home(1)}?reason=first+look");
        await City.Get($"/v1/households/{SmallTown.Home(2)}?reason=second+look");
        Assert.Equal(["second look", "first look"], (await City.Get("/v1/looks?before=9007199254740991")).GetProperty("items").EnumerateArray().Select(static look => Text(look, "reason")));
    }

    [Fact]
    public async Task Verify_AfterALineWasChangedOrRemoved_SaysWhich()
    {
        var whole = await City.Get("/v1/audit/verify");
        var (lines, head) = (whole.GetProperty("lines").GetInt64(), whole.GetProperty("head").GetString());
        Assert.False(whole.TryGetProperty("firstWrong", out _));
        await City.Send(HttpMethod.Post, "/v1/keys", new { role = "viewer", area = "430103", purpose = "a line more" }, HttpStatusCode.Created);
        Assert.False((await City.Get($"/v1/audit/verify?number={lines}&hash={head}")).TryGetProperty("firstWrong", out _));
        Assert.Equal(lines, (await City.Get($"/v1/audit/verify?number={lines}&hash={new string('0', 64)}")).GetProperty("firstWrong").GetInt64());

        Change("UPDATE audit SET actor = 'somebody else' WHERE number = 3");
        Assert.Equal(3, (await City.Get("/v1/audit/verify")).GetProperty("firstWrong").GetInt64());
        Change("UPDATE audit SET actor = 'admin-given' WHERE number = 3");
        Assert.False((await City.Get("/v1/audit/verify")).TryGetProperty("firstWrong", out _));
        Change("DELETE FROM audit WHERE number = 5");
        Assert.Equal(5, (await City.Get("/v1/audit/verify")).GetProperty("firstWrong").GetInt64());
    }

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;

    private void Change(string sql)
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(City.Data, "city.db")};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
