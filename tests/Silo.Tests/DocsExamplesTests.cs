using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CityActors.Silo.Tests.AccessTable;

namespace CityActors.Silo.Tests;

/// <summary>What the documentation shows is done here as it stands there.</summary>
public sealed partial class DocsExamplesTests : TableTownTests
{
    private static readonly string[] pages = ["docs/api.md", "docs/access.md", "docs/orders.md", "docs/cases.md", "docs/notifications.md", "docs/detectors.md", "docs/questions.md"];

    [Fact]
    public async Task Pages_EveryCallTheyName_IsThere_AndEveryBodyTheyShow_IsTaken()
    {
        var operations = Operation.AllOf(await City.Get("/openapi/v1.json"));
        var (wrong, tried) = (new List<string>(), 0);
        foreach (var (page, match) in pages.SelectMany(static page => Call().Matches(DocsPage.Read(page)).Select(match => (page, match))))
        {
            var (method, path) = (match.Groups["method"].Value, match.Groups["path"].Value);
            if (operations.FirstOrDefault(one => one.Method.Method == method && one.Path.Replace(":long", "", StringComparison.Ordinal) == path) is not { } operation)
            {
                wrong.Add($"{page}: there is no {method} {path}.");
            }
            else if (match.Groups["body"] is { Success: true, Value: var body })
            {
                tried++;
                wrong.AddRange(await WhyNot(operation, body) is { } fault ? [$"{page}: {method} {path} {body}: {fault}"] : []);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(tried, 12, 100);
    }

    [Fact]
    public async Task Api_EveryBody_IsDescribedWithAllItsMembers()
    {
        var document = await City.Get("/openapi/v1.json");
        var text = DocsPage.Read("docs/api.md") + DocsPage.Read("docs/access.md");
        var missing = Operation.AllOf(document).SelectMany(operation => operation.Examples.Select(static shown => shown.Example).Where(static example => example.ValueKind == JsonValueKind.Object)
            .SelectMany(static example => example.EnumerateObject()).Select(member => (operation.Name, Member: member.Name)))
            .Where(one => !Regex.IsMatch(text, $@"[`""]{one.Member}[`""]")).Select(static one => $"{one.Name}: {one.Member}").Distinct().ToList();

        Assert.True(missing.Count == 0, "docs/api.md and docs/access.md do not describe:\n" + string.Join('\n', missing));
    }

    [Fact]
    public async Task Readme_CommandsWithCurl_AreAnswered()
    {
        Shell.Needs("curl");
        foreach (var page in (string[])["README.md", "README.zh-CN.md"])
        {
            var block = DocsPage.Blocks(DocsPage.Read(page), "bash").Single(static text => text.Contains("curl ", StringComparison.Ordinal));
            var script = Regex.Replace(block, "^KEY=.*$", $"KEY={CityProcess.AdminKey}", RegexOptions.Multiline)
                .Replace("http://localhost:8080", City.Http.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal)
                .Replace("curl ", "curl -sS -m 3 -o /dev/null -w '%{http_code} ' ", StringComparison.Ordinal);
            var said = (await Shell.Run(script, DocsPage.Root)).Results;
            var codes = said.Split(' ', StringSplitOptions.RemoveEmptyEntries);

            Assert.Equal(block.Split("curl ").Length - 1, codes.Length);
            Assert.All(codes, code => Assert.True(code is "200" or "201" or "400", $"{page}: {said} {script}"));
            Assert.True(codes.Count(static code => code == "400") <= 1, said); // Its report is in the demo's district, which the small town does not have.
        }
    }

    private async Task<string?> WhyNot(Operation operation, string body)
    {
        var text = Regex.Replace(body, @"(""[^""]*"")(\|""[^""]*"")+", "$1").Replace(", …}", "}", StringComparison.Ordinal);
        JsonObject wanted;
        try
        {
            wanted = JsonNode.Parse(text)!.AsObject();
        }
        catch (JsonException)
        {
            return "it is no JSON.";
        }

        var example = operation.Examples.First().Example;
        foreach (var (name, value) in wanted.Where(static member => member.Value is JsonValue given && given.TryGetValue(out string? said) && said.Contains('…', StringComparison.Ordinal)).ToList())
        {
            wanted[name] = example.TryGetProperty(name, out var shown) ? shown.GetString() : name == "responder" ? "resp-1" : $"{name} of an example";
            _ = value;
        }

        using var request = Town.Request(operation, null);
        request.Content = new StringContent(wanted.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await City.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType || (int)response.StatusCode >= 500
            ? await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
            : null;
    }

    [GeneratedRegex(@"`(?<method>GET|POST|PUT|DELETE) (?<path>/v1/[^`? ]*)[^`]*`(?: *`(?<body>\{[^`]*\})`)?", RegexOptions.NonBacktracking)]
    private static partial Regex Call();
}
