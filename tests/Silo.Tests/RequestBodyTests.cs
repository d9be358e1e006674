using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace CityActors.Silo.Tests;

/// <summary>A body is exactly what the API says: each member in turn is left out, nulled, misspelt and given another type.</summary>
public sealed class RequestBodyTests : SmallTownTests
{
    private const string Position = """{"longitude":112.9745,"latitude":28.19}""";
    private const string Command = "/v1/orders/order-0000000000000/commands";
    private const string AlertCommand = "/v1/alerts/home-1.inactivity.home.1/commands";

    // Method, path, body, members that may be left out, members that may be null.
    private static readonly (string Method, string Path, string Body, string[] Optional, string[] Nullable)[] requests =
    [
        ("PUT", "/v1/households/home-b", $$"""{"card":{"id":"home-b","type":"household","kind":"","cell":"430103002001001","position":{{Position}},"drill":false,"isObserved":true,"privacy":"household"},"careTags":["over-80"],"consentAt":"2010-01-01T00:00:00Z","interval":"00:15:00"}""",
            ["card.kind", "card.drill", "card.isObserved", "card.privacy", "careTags", "consentAt", "interval"], ["consentAt"]),
        ("PUT", "/v1/cameras/cam-b", $$"""{"card":{"id":"cam-b","type":"camera","kind":"","cell":"430103002001001","position":{{Position}},"drill":false,"isObserved":true,"privacy":"public"},"zones":["lane-1"]}""",
            ["card.kind", "card.drill", "card.isObserved", "card.privacy", "zones"], []),
        ("PUT", "/v1/terminals/term-b", $$"""{"card":{"id":"term-b","type":"terminal","kind":"smoke","cell":"430103002001001","position":{{Position}},"drill":false,"isObserved":true,"privacy":"public"},"threshold":3.5,"deadBand":0.5,"onDelay":"00:00:10","offDelay":"00:01:00","interval":"00:01:00"}""",
            ["card.drill", "card.isObserved", "card.privacy", "threshold", "deadBand", "onDelay", "offDelay", "interval"], ["threshold", "deadBand", "onDelay", "offDelay", "interval"]),
        ("PUT", "/v1/areas/430103002001001", """{"code":"430103002001001","name":"西格","level":"cell","centre":{"longitude":112.9744925,"latitude":28.19},"drill":false}""", ["drill"], []),
        ("PUT", "/v1/responders/resp-b", $$"""{"id":"resp-b","name":"x","skills":["cleaner","fire"],"area":"430103","position":{{Position}},"shiftStart":"08:00:00","shiftEnd":"18:00:00","capacity":2,"reachable":true,"seenAt":"2025-10-13T00:00:00Z"}""",
            ["capacity", "reachable", "seenAt"], []),
        ("POST", "/v1/orders", $$"""{"category":"event.environment.exposed-waste","position":{{Position}},"text":"x","channel":"citizen","phone":"13800005678"}""", ["text", "channel", "phone"], []),
        ("POST", "/v1/track", """{"tracking":"7H3KV9Q2MXWB","phone":"5678"}""", [], []),
        ("POST", "/v1/track/rate", """{"tracking":"7H3KV9Q2MXWB","phone":"5678","stars":5,"reason":"x"}""", ["reason"], []),
        ("POST", "/v1/clock/advance", """{"to":"2025-10-13T00:00:00Z"}""", [], []),
        ("POST", "/v1/districts/nowhere/expand", """{"scale":0.1,"seed":7,"drill":true}""", ["scale", "seed", "drill"], []),
        ("POST", AlertCommand, """{"type":"acknowledge","commandId":"a-1"}""", ["commandId"], []),
        ("POST", AlertCommand, """{"type":"safe","note":"x","commandId":"a-2"}""", ["note", "commandId"], []),
        ("POST", AlertCommand, """{"type":"false-alarm","reason":"x","commandId":"a-3"}""", ["reason", "commandId"], []),
        ("POST", Command, """{"type":"suspend","until":"2025-11-13T00:00:00Z","reason":"x","commandId":"b-1"}""", ["reason", "commandId"], []),
        ("POST", Command, """{"type":"merge","into":"order-0000000000001"}""", [], []),
        ("POST", Command, """{"type":"decide-appeal","granted":true,"reason":"x"}""", ["reason"], []),
        ("POST", Command, """{"type":"rate","stars":5}""", [], []),
        ("POST", Command, """{"type":"extend","granted":true}""", ["granted"], []),
        ("POST", Command, """{"type":"sign-for","responder":"resp-b"}""", ["responder"], []),
        ("POST", Command, """{"type":"dispatch","department":"sanitation","choices":[{"skill":"cleaner","responder":"resp-b"}]}""", ["department", "choices"], []),
        .. new[]
        {
            "check", "file", "not-file", "start", "submit", "confirm", "verify", "close", "rework", "return", "resume", "escalate", "cancel", "reopen", "appeal",
        }.Select(type => ("POST", Command, $$"""{"type":"{{type}}","reason":"x","commandId":"c-1"}""", new[] { "reason", "commandId" }, Array.Empty<string>())),
    ];

    private readonly List<string> wrong = [];

    [Fact]
    public async Task Body_EachMemberLeftOutNulledMisspeltOrOfAnotherType_IsRefusedByName()
    {
        foreach (var request in requests)
        {
            var body = JsonNode.Parse(request.Body)!.AsObject();
            await Send(request.Method, request.Path, body, "as it should be", null);
            foreach (var path in Members(body, ""))
            {
                await Spoil(request.Method, request.Path, body, path, request.Optional.Contains(path), request.Nullable.Contains(path));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Body_NotOfTheForm_IsRefused()
    {
        foreach (var (body, member) in ((string, string)[])
        [
            ("", ""),
            ("null", ""),
            ("[]", ""),
            ("{\"to\":", ""),
            ("{\"to\":\"2025-10-13T00:00:00Z\",\"to\":\"2025-10-14T00:00:00Z\"}", "to"),
            ("{\"to\":\"\\ud800\"}", "to"),
            ("{\"\\ud800\":1}", ""),
            ("{\"to\":\"2025-10-13T00:00:00\"}", "to"),
            ("{\"to\":\"2025-10-13\"}", "to"),
            ("{\"to\":\"2025-10-13 00:00:00Z\"}", "to"),
        ])
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await City.Http.PostAsync(new Uri("/v1/clock/advance", UriKind.Relative), content, TestContext.Current.CancellationToken);

            var problem = await CityProcess.Json(response, HttpStatusCode.BadRequest);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Contains(member, problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        }
    }

    /// <summary>Names that the sender chooses are no reason to take what is null, of another type or there twice.</summary>
    [Fact]
    public async Task Files_OfAPack_AreRefusedByName()
    {
        foreach (var (body, detail) in ((string, string)[])
        [
            ("""{"files":{"pack.json":null}}""", "'files.pack.json' is null."),
            ("""{"files":{"pack.json":1}}""", "'files.pack.json' is 1: give a text."),
            ("""{"files":{"pack.json":{}}}""", "'files.pack.json' is an object: give a text."),
            ("""{"files":{"pack.json":"{}","pack.json":"{}"}}""", "'files.pack.json' is given twice."),
            ("""{"files":["pack.json"]}""", "'files' is not an object."),
            ("""{"files":null}""", "'files' is null."),
        ])
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await City.Http.PostAsync(new Uri("/v1/packs", UriKind.Relative), content, TestContext.Current.CancellationToken);
            Assert.Contains(detail, (await CityProcess.Json(response, HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Place_UnknownOrFarAway_IsRefused()
    {
        static object Card(string cell, double longitude) => new { card = new { id = "term-b", type = "terminal", kind = "smoke", cell, position = new { longitude, latitude = 28.19 } } };
        static object Responder(string area, double longitude) => new
        {
            id = "resp-b",
            name = "x",
            skills = new[] { "cleaner" },
            area,
            position = new { longitude, latitude = 28.19 },
            shiftStart = "08:00:00",
            shiftEnd = "18:00:00",
        };

        await Refused("/v1/terminals/term-b", Card("430103002001009", 112.9745), "unknown-cell");
        await Refused("/v1/terminals/term-b", Card("430103002001001", 112.9765), "outside"); // 196 m.
        await Refused("/v1/responders/resp-b", Responder("430103009", 112.9745), "unknown-area");
        await Refused("/v1/responders/resp-b", Responder("430103", 113.09), "outside"); // 11 km.
        await Refused("/v1/responders/resp-b", Responder("430103", 28.19), "outside");
        await City.Send(HttpMethod.Put, "/v1/terminals/term-b", Card("430103002001001", 112.9755), HttpStatusCode.NoContent); // 99 m.
        await City.Send(HttpMethod.Put, "/v1/responders/resp-b", Responder("430103", 113.06));
    }

    [Fact]
    public async Task Text_OfCharactersThatTakeTwoPlaces_IsCountedInCharacters()
    {
        object Report(int length) => new
        {
            category = "event.environment.exposed-waste",
            position = new { longitude = 112.9745, latitude = 28.19 },
            text = string.Concat(Enumerable.Repeat("🚧", length)),
        };

        await City.Send(HttpMethod.Post, "/v1/orders", Report(2_000), HttpStatusCode.Created);
        var problem = await City.Send(HttpMethod.Post, "/v1/orders", Report(2_001), HttpStatusCode.BadRequest);
        Assert.Equal("text-too-long", problem.GetProperty("code").GetString());
        Assert.Contains("2001", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_WithoutWhatIsRequired_IsMalformed()
    {
        const string line = """{"entity":"home-430103002001-0001","kind":"power","at":"2025-10-13T00:00:00Z","value":50,"unit":"W"}""";
        string[] lines =
        [
            line.Replace("00:00Z", "00:00", StringComparison.Ordinal),
            line.Replace("T00:00:00Z", "", StringComparison.Ordinal),
            .. JsonNode.Parse(line)!.AsObject().Select(member => Without(line, member.Key, null)),
            .. JsonNode.Parse(line)!.AsObject().Select(member => Without(line, member.Key, $"{member.Key}x")),
            line.Replace("\"unit\"", "\"colour\":\"red\",\"unit\"", StringComparison.Ordinal), // Producers may send more than is read.
        ];

        var answer = await City.Feed(lines);

        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(lines.Length - 1, answer.GetProperty("refused").GetInt32());
        Assert.All(answer.GetProperty("errors").EnumerateArray(), error => Assert.Contains(error.GetProperty("code").GetString(), (string[])["malformed", "wrong-unit"]));
    }

    private static string Without(string line, string name, string? renamed)
    {
        var node = JsonNode.Parse(line)!.AsObject();
        node.Remove(name, out var value);
        if (renamed is not null)
        {
            node[renamed] = value;
        }

        return node.ToJsonString();
    }

    private async Task Refused(string path, object body, string code)
    {
        var problem = await City.Send(HttpMethod.Put, path, body, HttpStatusCode.BadRequest);
        Assert.Equal(code, problem.GetProperty("code").GetString());
    }

    private async Task Spoil(string method, string path, JsonObject body, string member, bool isOptional, bool mayBeNull)
    {
        await Send(method, path, With(body, member, static (parent, name) => parent.Remove(name)), $"without {member}", isOptional ? null : member);
        await Send(method, path, With(body, member, static (parent, name) => parent[name] = null), $"{member} null", mayBeNull ? null : member);
        await Send(method, path, With(body, member, static (parent, name) =>
        {
            parent.Remove(name, out var value);
            parent[$"{name}x"] = value;
        }), $"{member} misspelt", member);
        await Send(method, path, With(body, member, static (parent, name) => parent[name] = Another(parent[name]!)), $"{member} of another type", member);
        if (At(body, member) is JsonArray)
        {
            await Send(method, path, With(body, member, static (parent, name) => parent[name]!.AsArray().Add(null)), $"{member} with a null", $"{member}[");
        }
        else if (At(body, member) is JsonValue value && value.TryGetValue(out string? text) && text.EndsWith('Z'))
        {
            await Send(method, path, With(body, member, (parent, name) => parent[name] = text[..^1]), $"{member} without an offset", member);
        }
    }

    private async Task Send(string method, string path, JsonObject body, string how, string? names)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await City.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isRefused = response.StatusCode == HttpStatusCode.BadRequest;
        var isRight = names is null
            ? !isRefused && (int)response.StatusCode < 500
            : isRefused && response.Content.Headers.ContentType?.MediaType == "application/problem+json" && Names(JsonNode.Parse(text)!, names);
        if (!isRight)
        {
            wrong.Add($"{method} {path} {how}: {(int)response.StatusCode} {text}");
        }
    }

    private static bool Names(JsonNode problem, string member) =>
        problem["code"] is not null
        && ((string?)problem["member"] is { } named ? named.StartsWith(member, StringComparison.Ordinal) : ((string)problem["detail"]!).Contains($"'{member.Split('.')[^1]}'", StringComparison.Ordinal));

    private static IEnumerable<string> Members(JsonObject body, string prefix) => body.SelectMany(member =>
        member.Value is JsonObject inner ? [prefix + member.Key, .. Members(inner, $"{prefix}{member.Key}.")] : new[] { prefix + member.Key });

    private static JsonNode? At(JsonObject body, string member) => member.Split('.').Aggregate((JsonNode?)body, static (node, name) => node?[name]);

    private static JsonObject With(JsonObject body, string member, Action<JsonObject, string> change)
    {
        var copy = body.DeepClone().AsObject();
        var names = member.Split('.');
        change((JsonObject)names[..^1].Aggregate((JsonNode)copy, static (node, name) => node[name]!), names[^1]);
        return copy;
    }

    private static JsonNode Another(JsonNode value) => value switch
    {
        JsonObject => new JsonArray(),
        JsonArray => new JsonObject(),
        JsonValue text when text.TryGetValue(out string? _) => JsonValue.Create(12),
        _ => JsonValue.Create("12"),
    };
}
