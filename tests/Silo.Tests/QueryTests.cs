using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CityActors.Silo.Tests;

/// <summary>A call takes the query parameters it declares, with the values they have, and nothing else.</summary>
public sealed class QueryTests : SmallTownTests
{
    private static readonly (string Path, string[] Parameters)[] calls =
    [
        ("/v1/areas", ["level", "parent", "limit", "cursor", "after"]),
        ("/v1/cells", ["area", "limit", "cursor", "after"]),
        ("/v1/households", ["area", "limit", "cursor", "after"]),
        ("/v1/cameras", ["area", "limit", "cursor", "after"]),
        ("/v1/terminals", ["area", "limit", "cursor", "after"]),
        ("/v1/alerts", ["state", "kind", "area", "entity", "since", "limit", "cursor", "after"]),
        ("/v1/orders", ["status", "category", "area", "overdue", "open", "waitingFor", "since", "limit", "cursor", "after"]),
        ("/v1/responders", ["area", "skill", "free", "limit", "cursor", "after"]),
        ("/v1/looks", ["household", "after", "limit"]),
        ("/v1/notifications", ["state", "area", "limit", "cursor"]),
        ("/v1/reactions", ["after", "limit"]),
        ("/v1/feed", ["after", "area"]),
        ("/v1/export", []),
        ("/v1/clock", []),
        ("/v1/status", []),
        ("/v1/settings", []),
        ("/v1/catalogue", []),
        ("/v1/areas/430103", []),
        ("/v1/cells/430103002001001", []),
        ("/v1/orders/order-0000000000000", []),
        ("/v1/alerts/home-1.inactivity.home.1", []),
        ("/v1/responders/resp-1", []),
    ];

    [Fact]
    public async Task Query_NonsenseEmptyTwiceOrUnknown_IsRefusedByName()
    {
        var wrong = new List<string>();
        foreach (var (path, parameters) in calls)
        {
            foreach (var name in parameters)
            {
                await Refused(wrong, $"{path}?{name}=no%2Csense", $"bad-{name}", name);
                if (name != "cursor")
                {
                    await Refused(wrong, $"{path}?{name}=", $"bad-{name}", name);
                }

                await Refused(wrong, $"{path}?{name}=1&{name}=2", $"bad-{name}", name);
            }

            await Refused(wrong, $"{path}?colour=red", "unknown-parameter", [.. parameters, "colour"]);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Query_ValueThatDoesNotExist_IsRefusedWithThoseThatDo()
    {
        var wrong = new List<string>();
        foreach (var (path, name, named) in ((string, string, string)[])
        [
            ("/v1/orders?status=SignedFor", "status", "signed-for"),
            ("/v1/orders?status=none", "status", "reported"),
            ("/v1/orders?open=1", "open", "true or false"),
            ("/v1/orders?open=True", "open", "true or false"),
            ("/v1/orders?since=2025-10-09T10:00:00+08:00", "since", "%2B"),
            ("/v1/orders?since=2025-10-09T10:00:00", "since", "offset"),
            ("/v1/orders?since=2025-10-09", "since", "offset"),
            ("/v1/orders?Status=closed", "Status", "status"),
            ("/v1/orders?waitingFor=godot", "waitingFor", "calendar"),
            ("/v1/orders?limit=-1", "limit", "not negative"),
            ("/v1/alerts?kind=steam", "kind", "fire-lane-blocked"),
            ("/v1/feed?after=-1", "after", "not negative"),
        ])
        {
            await Refused(wrong, path, null, name, named);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Query_AsDeclared_IsAnswered()
    {
        foreach (var path in (string[])
        [
            "/v1/orders?status=signed-for&open=true&overdue=false&category=event.environment.exposed-waste",
            "/v1/orders?since=2025-10-09T10:00:00%2B08:00&area=430103&limit=500&after=1",
            "/v1/alerts?state=acknowledged&kind=inactivity&entity=home-430103002001-0001&since=2025-10-09T10:00:00.1234567Z",
            "/v1/responders?skill=cleaner&free=true",
            "/v1/areas?level=community&parent=430103",
            "/v1/notifications?state=dead&cursor=",
            "/v1/looks?household=home-430103002001-0001&after=0&limit=10",
        ])
        {
            await City.Get(path);
        }
    }

    [Fact]
    public async Task Refusal_ForAReaderOfEvents_IsAProblemAllTheSame()
    {
        foreach (var (method, path, status) in ((string, string, HttpStatusCode)[])
        [
            ("GET", "/v1/nothing", HttpStatusCode.NotFound),
            ("DELETE", "/v1/orders", HttpStatusCode.MethodNotAllowed),
            ("PUT", "/v1/responders/resp-1", HttpStatusCode.UnsupportedMediaType),
            ("GET", "/v1/orders/order-0000000000000", HttpStatusCode.NotFound),
            ("GET", "/v1/feed?area=xyz", HttpStatusCode.BadRequest),
            ("POST", "/v1/reactions/1/retry", HttpStatusCode.BadRequest),
            ("POST", "/v1/districts/tianxin/import?code=430103", HttpStatusCode.BadRequest),
        ])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = method == "PUT" ? new StringContent("x") : null;
            request.Headers.Accept.ParseAdd("text/event-stream");
            using var response = await City.Http.SendAsync(request, TestContext.Current.CancellationToken);

            var problem = await CityProcess.Json(response, status);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.All((string[])["type", "title", "detail", "code"], member => Assert.NotEmpty(problem.GetProperty(member).GetString()!));
        }
    }

    [Fact]
    public async Task Feed_LastEventIdThatIsNone_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/feed");
        request.Headers.Add("Last-Event-ID", "abc");
        using var response = await City.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Query_UnknownOnAnyCallOfTheApi_IsRefused()
    {
        var paths = (await City.Get("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Where(static path => path.Name.StartsWith("/v1/", StringComparison.Ordinal));
        var asked = 0;
        foreach (var (path, method) in paths.SelectMany(static path => path.Value.EnumerateObject().Select(method => (path.Name, method.Name))))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), Regex.Replace(path, @"\{[^}]*\}", "1") + "?colour=red");
            request.Content = method == "get" ? null : new StringContent("{}", Encoding.UTF8, "application/json");
            using var response = await City.Http.SendAsync(request, TestContext.Current.CancellationToken);

            var problem = await CityProcess.Json(response, HttpStatusCode.BadRequest);
            Assert.Equal(("unknown-parameter", "colour"), (problem.GetProperty("code").GetString(), problem.GetProperty("member").GetString()));
            asked++;
        }

        Assert.InRange(asked, 35, 200);
    }

    private async Task Refused(List<string> wrong, string path, string? code, params string[] named)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await City.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        if (response.StatusCode != HttpStatusCode.BadRequest)
        {
            wrong.Add($"{path}: {(int)response.StatusCode}");
            return;
        }

        var problem = await CityProcess.Json(response, HttpStatusCode.BadRequest);
        var detail = problem.GetProperty("detail").GetString()!;
        if ((code is not null && problem.GetProperty("code").GetString() != code) || named.Any(name => !detail.Contains(name, StringComparison.Ordinal)))
        {
            wrong.Add($"{path}: {problem}");
        }
    }
}
