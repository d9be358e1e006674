using System.Globalization;

namespace CityActors.Benchmarks.Fuzz;

/// <summary>A right body for each call that takes one; what is sent is made of them.</summary>
internal static class ExampleBodies
{
    private const string Position = """{"longitude":112.9745,"latitude":28.19}""";

    /// <summary>What the town begins with, by path.</summary>
    public static IReadOnlyList<(string Path, string[] Ids)> Settled { get; } =
    [
        ("households", [.. Enumerable.Range(1, 6).Select(static i => $"home-fuzz-{i}")]),
        ("cameras", ["cam-fuzz-1", "cam-fuzz-2"]),
        ("terminals", ["term-fuzz-1", "term-fuzz-2"]),
        ("responders", ["resp-fuzz-1", "resp-fuzz-2", "resp-fuzz-3"]),
    ];

    private static readonly DateTimeOffset today = DateTimeOffset.UtcNow.AddDays(-1);

    private static readonly string[] alertCommands =
        ["""{"type":"acknowledge","commandId":"a-1"}""", """{"type":"on-site"}""", """{"type":"safe","note":"x"}""", """{"type":"false-alarm","reason":"x","commandId":"a-3"}"""];

    private static readonly string[] orderCommands =
    [
        """{"type":"suspend","until":"2027-11-13T00:00:00Z","reason":"x","commandId":"b-1"}""", """{"type":"merge","into":"order-0000000000001"}""", """{"type":"decide-appeal","granted":true,"reason":"x"}""",
        """{"type":"rate","stars":5}""", """{"type":"extend","granted":true}""", """{"type":"sign-for","responder":"resp-fuzz-1"}""", """{"type":"decline","responder":"resp-fuzz-1","reason":"x"}""",
        """{"type":"dispatch","department":"sanitation","choices":[{"skill":"cleaner","responder":"resp-fuzz-1"}]}""",
        .. new[] { "check", "file", "not-file", "start", "submit", "confirm", "verify", "close", "rework", "return", "resume", "escalate", "cancel", "reopen", "appeal" }
            .Select(static type => $$"""{"type":"{{type}}","reason":"x","commandId":"c-{{type}}"}"""),
    ];

    /// <summary>A right body of a call, or null: it takes none that is known here.</summary>
    /// <param name="method">The method.</param>
    /// <param name="template">The path as the OpenAPI document has it.</param>
    /// <param name="id">The id in the path.</param>
    /// <param name="choice">Which of several.</param>
    public static string? Of(string method, string template, string id, int choice = 0) => (method, template) switch
    {
        ("PUT", "/v1/households/{id}") => $$"""{"card":{{Card(id, "household", "")}},"careTags":["over-80"],"consentAt":"2010-01-01T00:00:00Z","interval":"00:15:00"}""",
        ("PUT", "/v1/cameras/{id}") => $$"""{"card":{{Card(id, "camera", "")}},"zones":["lane-1"]}""",
        ("PUT", "/v1/terminals/{id}") => $$"""{"card":{{Card(id, "terminal", "gas")}},"threshold":10,"deadBand":0.5,"onDelay":"00:00:10","offDelay":"00:01:00","interval":"00:05:00"}""",
        ("PUT", "/v1/areas/{code}") => Area(id, "cell"),
        ("PUT", "/v1/responders/{id}") => $$"""{"id":"{{id}}","name":"x","skills":["cleaner","fire"],"area":"430103","position":{{Position}},"shiftStart":"08:00:00","shiftEnd":"18:00:00","capacity":2,"reachable":true}""",
        ("POST", "/v1/orders") => Report(choice),
        ("POST", "/v1/clock/advance") => """{"to":"2025-10-13T00:00:00Z"}""",
        ("POST", "/v1/districts/{name}/expand") => """{"scale":0.002,"seed":7,"drill":true}""",
        ("POST", "/v1/districts/{name}/import") => """{"type":"Feature","properties":{"adcode":430199},"geometry":{"type":"Polygon","coordinates":[[[113.2,28.1],[113.25,28.1],[113.25,28.15],[113.2,28.15],[113.2,28.1]]]}}""",
        ("POST", "/v1/alerts/{id}/commands") => alertCommands[choice % alertCommands.Length],
        ("POST", "/v1/orders/{id}/commands") => orderCommands[choice % orderCommands.Length],
        ("POST", "/v1/observations") => (choice % 4) switch
        {
            0 => $"[{Gas("term-fuzz-1", today.AddMinutes(choice), choice / 10.0)}]",
            1 => $$"""[{"entity":"home-fuzz-1","kind":"power","at":"{{today.AddMinutes(choice):O}}","value":182.5,"unit":"W"},{"entity":"home-fuzz-2","kind":"water","at":"{{today.AddMinutes(choice):O}}","value":-1,"unit":"L"}]""",
            2 => $$"""[{"entity":"cam-fuzz-1","kind":"fire-lane","at":"{{today.AddMinutes(choice):O}}","zone":"lane-1","track":"t-17","phase":"start","confidence":0.93,"falsePositive":false}]""",
            _ => """[{"entity":"home-none","kind":"power","at":"2026-01-05T06:45:00Z","value":1,"unit":"W"},{"entity":"term-fuzz-2","kind":"rain","at":"2026-01-05T06:45:00Z","value":1,"unit":"mm/h"}]""",
        },
        _ => null,
    };

    /// <summary>An area.</summary>
    public static string Area(string code, string level) => $$"""{"code":"{{code}}","name":"试验","level":"{{level}}","centre":{"longitude":112.9744925,"latitude":28.19},"drill":false}""";

    /// <summary>A report of a matter.</summary>
    public static string Report(int choice)
    {
        var category = (choice % 3) switch { 0 => "event.environment.exposed-waste", 1 => "service.request.advice", _ => "part.utility.manhole-cover" };
        return $$"""{"category":"{{category}}","position":{{Position}},"text":"x","channel":"citizen"}""";
    }

    /// <summary>A reading of a gas terminal.</summary>
    public static string Gas(string id, DateTimeOffset at, double value) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"entity":"{{id}}","kind":"gas","at":"{{at:O}}","value":{{value:0.0}},"unit":"%LEL"}""");

    private static string Card(string id, string type, string kind) =>
        $$"""{"id":"{{id}}","type":"{{type}}","kind":"{{kind}}","cell":"{{FuzzCity.Cell}}","position":{{Position}},"drill":false,"isObserved":true,"privacy":"household"}""";
}
