using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace CityActors.Silo.Tests.AccessTable;

/// <summary>
/// Every call of the running API as every role, of the area and of another one, against the approved table: a new call without a rule, or a rule that has changed, is seen.
/// </summary>
public sealed class AccessTableTests : TableTownTests
{
    private const string Header = "yes: answered; own: answered, as its own; role, area: refused with 403 for this reason; none: refused as if there were nothing; key: refused without a key. Own area | another area | the whole city.";
    private readonly List<string> leaks = [];

    [Fact]
    public async Task Table_OfAllCallsRolesAndAreas_IsAsApproved()
    {
        var document = await City.Get("/openapi/v1.json");
        var table = new StringBuilder(Header).Append('\n');
        foreach (var operation in Operation.AllOf(document).SelectMany(static operation => operation.EachExample()))
        {
            table.Append('\n').Append(operation.Name).Append('\n');
            if (operation.IsOpen)
            {
                table.Append("  open to all\n");
                Assert.NotEqual("key", (await Ask(operation, null)).Word);
                continue;
            }

            Assert.Equal("key", (await Ask(operation, null)).Word);
            foreach (var role in TableTown.Roles)
            {
                var words = new List<string>();
                foreach (var area in (string[])[TableTown.Elsewhere, TableTown.Here, ""])
                {
                    words.Add((await Ask(operation, Town.CallerOf(role, area))).Word);
                }

                table.Append(CultureInfo.InvariantCulture, $"  {role,-11} {words[1]} | {words[0]} | {words[2]}\n");
            }
        }

        Assert.True(leaks.Count == 0, string.Join('\n', leaks));
        Approved.Check("access.txt", table.ToString());
    }

    private async Task<(HttpStatusCode Status, string Word)> Ask(Operation operation, TableCaller? caller)
    {
        await Town.Restore(operation);
        using var request = Town.Request(operation, caller);
        request.Headers.Authorization = new AuthenticationHeaderValue(caller is null ? "None" : "Bearer", caller?.Key);
        using var response = await City.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            return (response.StatusCode, "yes");
        }

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (response.IsSuccessStatusCode && caller is not null && operation.Path != "/v1/audit" && // It has what callers of the area asked for, wherever that was.
            Town.SecretIn(text, caller) is { } secret)
        {
            leaks.Add($"{operation.Name} tells {caller.Role} of '{caller.Area}' of {secret}: {text[..Math.Min(text.Length, 600)]}");
        }

        return (response.StatusCode, Word((int)response.StatusCode, text));
    }

    private static string Word(int status, string text)
    {
        var code = status >= 400 && text.StartsWith('{') && JsonElement.Parse(text) is var answer ? CodeIn(answer) : "";
        return (status, code) switch
        {
            (401, "no-key") => "key",
            (403, "not-your-role") => "role",
            (403, "not-your-area") or (400, "outside" or "not-your-area") => "area",
            (404, _) => "none",
            (400, _) => $"bad {code}",
            ( >= 500, _) => $"fault {status}",
            (401 or 403, _) => code,
            _ => "yes",
        };
    }

    /// <summary>The code of a problem, or of the first line that was refused.</summary>
    private static string CodeIn(JsonElement answer) =>
        answer.TryGetProperty("code", out var code) ? code.GetString()!
        : answer.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first ? first.GetProperty("code").GetString()!
        : "";
}
