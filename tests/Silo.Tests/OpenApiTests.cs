using System.Net;
using CityActors.Silo.Tests.AccessTable;

namespace CityActors.Silo.Tests;

/// <summary>The OpenAPI document says who may call, what answers and refusals look like, and shows bodies that are taken.</summary>
public sealed class OpenApiTests : TableTownTests
{
    [Fact]
    public async Task Document_EveryCall_HasAnIdARoleAnswersAndRefusals()
    {
        var document = await City.Get("/openapi/v1.json");
        var operations = Operation.AllOf(document);
        var problem = document.GetProperty("components").GetProperty("schemas").GetProperty("Problem");

        Assert.Contains("code", problem.GetProperty("required").EnumerateArray().Select(static name => name.GetString()));
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("key").GetProperty("scheme").GetString());
        Assert.Equal(operations.Count, operations.Select(static operation => operation.Description.GetProperty("operationId").GetString()).Distinct().Count());
        Assert.InRange(operations.Count, 50, 200);
        var wrong = operations.Where(static operation => operation.Path.StartsWith("/v1/", StringComparison.Ordinal)).SelectMany(Faults).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Document_EveryExampleOfABody_IsTaken()
    {
        var wrong = new List<string>();
        foreach (var operation in Operation.AllOf(await City.Get("/openapi/v1.json")))
        {
            foreach (var (type, example) in operation.Examples)
            {
                using var request = Town.Request(operation, null);
                request.Content = Operation.ContentOf(example, type);
                using var response = await City.Http.SendAsync(request, TestContext.Current.CancellationToken);
                if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType || (int)response.StatusCode >= 500)
                {
                    wrong.Add($"{operation.Name} {example}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<string> Faults(Operation operation)
    {
        var responses = operation.Description.GetProperty("responses").EnumerateObject().ToList();
        if (!responses.Any(static response => response.Name[0] == '2' && (response.Name == "204" || response.Value.TryGetProperty("content", out _))))
        {
            yield return $"{operation.Name} does not say what it answers.";
        }

        if (!operation.IsOpen && !new[] { "400", "401", "403", "429", "503" }.All(status => responses.Any(response => response.Name == status)))
        {
            yield return $"{operation.Name} does not say how it refuses.";
        }

        if (!operation.IsOpen && !operation.Description.TryGetProperty("x-roles", out _))
        {
            yield return $"{operation.Name} does not say for whom it is.";
        }

        if (operation.Description.TryGetProperty("requestBody", out _) && !operation.Examples.Any())
        {
            yield return $"{operation.Name} shows no body.";
        }
    }
}
