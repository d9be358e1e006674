using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CityActors.Silo.Tests.Attachments;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests.AccessTable;

/// <summary>Somebody who calls.</summary>
internal sealed record TableCaller(string Role, string Area, string Key);

/// <summary>The small town with one of everything, and a caller of each role for its district, for another one, and for the whole city.</summary>
internal sealed partial class TableTown
{
    public const string Here = "430103";
    public const string Elsewhere = "430104";
    private const string Home = "home-430103002001-0001";
    private const string Position = """{"longitude":112.9745,"latitude":28.19}""";

    private readonly CityProcess city;
    private readonly Dictionary<(string Role, string Area), TableCaller> callers = [];
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);
    private int told;

    private TableTown(CityProcess city) => this.city = city;

    public static string[] Roles { get; } = ["sensor", "citizen", "responder", "viewer", "officer", "dispatcher", "admin"];

    public TableCaller CallerOf(string role, string area) => callers[(role, area)];

    public static async Task<TableTown> Settle(CityProcess city)
    {
        var town = new TableTown(city);
        await SmallTown.Register(city);
        await town.Restore("/v1/cameras/", "/v1/terminals/", "/v1/responders/");
        foreach (var (role, area) in Roles.SelectMany(static role => new[] { Here, Elsewhere, "" }.Select(area => (role, area))))
        {
            town.callers[(role, area)] = new TableCaller(role, area, role == "responder" ? await town.SignInResponder(area) : await city.NewKey(role, area));
        }

        await town.LetHappen();
        return town;
    }

    /// <summary>Puts back what a call may have ended.</summary>
    public Task Restore(Operation operation) => operation.Method == HttpMethod.Delete ? Restore(operation.Path) : Task.CompletedTask;

    /// <summary>A call as its example shows it, about what is in the town.</summary>
    public HttpRequestMessage Request(Operation operation, TableCaller? caller)
    {
        var path = Regex.Replace(operation.Path.Replace("/{parameter}", "", StringComparison.Ordinal).Replace("/records/{register}/{key}", "/records/person/P-100", StringComparison.Ordinal), @"/([a-z]+)/\{[^}]*\}", match => $"/{match.Groups[1].Value}/{IdOf(match.Groups[1].Value)}");
        var query = operation.Parameters.Where(static parameter => parameter.GetProperty("in").GetString() == "query")
            .Select(static parameter => (Name: parameter.GetProperty("name").GetString()!, IsRequired: parameter.TryGetProperty("required", out var required) && required.GetBoolean()))
            .Where(static parameter => parameter.IsRequired || parameter.Name is "area" or "parent" or "reason" or "purpose")
            .Select(parameter => $"{parameter.Name}={ValueOf(operation.Path, parameter.Name)}");
        var request = new HttpRequestMessage(operation.Method, $"{path}?{string.Join('&', query)}".TrimEnd('?'));
        if (operation.Body is var (type, example))
        {
            request.Content = operation.Path == "/v1/observations" ? new StringContent(Reading(), Encoding.UTF8, type) : Operation.ContentOf(example, type);
        }

        _ = caller;
        return request;
    }

    /// <summary>What in an answer the caller is not to learn, or null.</summary>
    public string? SecretIn(string answer, TableCaller caller) => caller switch
    {
        { Area: Elsewhere, Role: not ("citizen" or "responder") } when answer.Contains("430103002001", StringComparison.Ordinal) => "the other district",
        { Role: "sensor" or "citizen" or "viewer" } when answer.Contains("home-430103002001", StringComparison.Ordinal) => "a home",
        { Role: "sensor" or "citizen" or "responder" or "viewer" } when answer.Contains("the words of an asker", StringComparison.Ordinal) => "an asker",
        { Role: "citizen" } when answer.Contains("the words of an officer", StringComparison.Ordinal) || answer.Contains("officer-", StringComparison.Ordinal) => "an officer",
        _ => null,
    };

    private static string ValueOf(string path, string name) => name switch
    {
        "area" or "parent" => Here,
        "reason" or "purpose" => "a+look+at+the+table",
        "code" => Here,
        "chinese" => "%E5%A4%A9%E5%BF%83%E5%8C%BA",
        "target" => "alert",
        "level" => "cell",
        _ => throw new InvalidOperationException($"{path} needs '{name}': say here what it is."),
    };

    private string IdOf(string kind) => ids.TryGetValue(kind, out var id) ? id : kind switch
    {
        "households" => Home,
        "cameras" => "cam-43010300001320000001",
        "terminals" => "term-430103002001-01",
        "responders" => "resp-430103-0001",
        "areas" => "430103002",
        "cells" => "430103002001001",
        "districts" => "tianxin",
        "reactions" => "1",
        "commands" => "term-430103002001-01.speak.cam-43010300001320000001.edge-loitering.main.1",
        "packs" => "rain",
        "settings" => "rain/water-limit",
        "forms" => "matter",
        "indicators" => "matters-closed",
        "records" or "registers" => "mediation-organisation",
        "posts" => "judge-430103",
        "appointments" => "1",
        _ => throw new InvalidOperationException($"There are calls on '{kind}' now: settle one in the town."),
    };

    private string Reading() => SmallTown.Reading(Home, SmallTown.Start.AddDays(3).AddMinutes(told++), 50);

    private async Task Restore(params string[] paths)
    {
        const string card = $$"""cell":"430103002001001","position":{{Position}},"privacy":"public"}""";
        foreach (var path in paths)
        {
            (string Path, string Body)? thing = path.Split('/')[2] switch
            {
                "households" => ($"/v1/households/{Home}", $$"""{"card":{"id":"{{Home}}","type":"household","cell":"430103002001001","position":{{Position}}},"consentAt":"2010-01-01T00:00:00Z","interval":"00:15:00"}"""),
                "cameras" => ($"/v1/cameras/{IdOf("cameras")}", $$"""{"card":{"id":"{{IdOf("cameras")}}","type":"camera","{{card}}}"""),
                "terminals" => ($"/v1/terminals/{IdOf("terminals")}", $$"""{"card":{"id":"{{IdOf("terminals")}}","type":"terminal","kind":"smoke","{{card}}}"""),
                "responders" => ($"/v1/responders/{IdOf("responders")}", $$"""{"id":"{{IdOf("responders")}}","name":"王","skills":["cleaner"],"area":"430103","position":{{Position}},"shiftStart":"00:00:00","shiftEnd":"00:00:00","capacity":20}"""),
                _ => null,
            };
            if (thing is not null)
            {
                using var content = new StringContent(thing.Value.Body, Encoding.UTF8, "application/json");
                using var response = await city.Http.PutAsync(new Uri(thing.Value.Path, UriKind.Relative), content);
                Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
            }
        }
    }

    private async Task<string> SignInResponder(string area)
    {
        var name = $"responder.{(area.Length == 0 ? "city" : area)}";
        var responder = area == Here ? IdOf("responders") : $"resp-{(area.Length == 0 ? "city" : area)}";
        await city.Send(HttpMethod.Post, "/v1/people", new { name, role = "responder", area, responder, password = "a long password" }, HttpStatusCode.Created);
        return (await city.Send(HttpMethod.Post, "/v1/sign-in", new { name, password = "a long password" })).GetProperty("token").GetString()!;
    }

    /// <summary>A citizen reports, an officer files and dispatches to the responder; in a flat nobody stirs, and people are notified.</summary>
    private async Task LetHappen()
    {
        await city.NewKey("viewer", Here, "table-key");
        ids["keys"] = "table-key";
        await city.Send(HttpMethod.Post, "/v1/people", new { name = "li.wei", role = "officer", area = Here, password = "a long password" }, HttpStatusCode.Created);
        ids["people"] = "li.wei";
        for (var day = SmallTown.Start; day < SmallTown.Start.AddDays(3); day = day.AddDays(1))
        {
            await city.Feed(SmallTown.Readings(6, day, day.AddDays(1), frozen: 1, SmallTown.Start.AddDays(1).AddHours(5)));
            await city.Advance(day.AddDays(1));
        }

        var matter = new { category = "event.environment.exposed-waste", position = new { longitude = 112.9745, latitude = 28.19 }, text = "two bags" };
        var order = (await city.As(CallerOf("citizen", Here).Key, HttpMethod.Post, "/v1/orders", matter, HttpStatusCode.Created)).GetProperty("order").GetString()!;
        ids["orders"] = order;
        ids["attachments"] = (await city.Attach(CallerOf("citizen", Here).Key, order, Pictures.Png(), "image/png")).GetProperty("hash").GetString()!;
        var officer = CallerOf("officer", Here).Key;
        await city.As(officer, HttpMethod.Post, $"/v1/orders/{order}/commands", new { type = "file", reason = "the words of an officer" }, HttpStatusCode.OK);
        var quarrel = new { type = "matter", fields = new { place = new { longitude = 112.9745, latitude = 28.19 }, story = "the words of an asker" }, parties = new { asker = new[] { "hu" }, other = new[] { "li" } } };
        ids["cases"] = (await city.As(officer, HttpMethod.Post, "/v1/cases", quarrel, HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await city.Send(HttpMethod.Post, "/v1/units/import", new { csv = "code,parent,en,zh,area,kind\ncourt-430103,,District court,区法院,430103,district.court\n", reason = "as the table begins" });
        await city.Send(HttpMethod.Put, "/v1/posts/judge-430103", new { unit = "court-430103", role = "judge", area = Here, seats = 3, reason = "as the table begins" });
        await city.Send(HttpMethod.Post, "/v1/posts/judge-430103/appointments", new { account = "li.wei", reason = "as the table begins" }, HttpStatusCode.Created);
        await city.Send(HttpMethod.Put, "/v1/records/person/P-100", new { fields = new { number = "P-100", area = "430103002", name = "the words of an asker" }, reason = "as the table begins" });
        await city.Advance(SmallTown.Start.AddDays(3).AddSeconds(10));
        await city.Export();
        ids["alerts"] = (await city.Get("/v1/alerts?kind=inactivity")).GetProperty("items").EnumerateArray().First().GetProperty("id").GetString()!;
        ids["notifications"] = (await city.Get("/v1/notifications")).GetProperty("items").EnumerateArray().First().GetProperty("id").GetString()!;
        var view = await city.Get($"/v1/orders/{order}");
        Assert.Contains(IdOf("responders"), view.GetProperty("order").GetProperty("responders").GetRawText(), StringComparison.Ordinal);
    }
}
