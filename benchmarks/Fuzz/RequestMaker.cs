using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace CityActors.Benchmarks.Fuzz;

/// <summary>A call of the API, as its OpenAPI document describes it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Template">The path with its places.</param>
/// <param name="Queries">The names of its query parameters.</param>
/// <param name="Examples">Bodies that it shows.</param>
internal sealed record ApiCall(string Method, string Template, IReadOnlyList<string> Queries, IReadOnlyList<string> Examples)
{
    /// <summary>It waits until the city rests, which it does not while everybody calls.</summary>
    public const string Export = "/v1/export";

    /// <summary>It reads the whole audit, which grows with every write that is tried.</summary>
    private const string Verify = "/v1/audit/verify";

    /// <summary>Every call in a document but those two, and those that it leaves out.</summary>
    public static IReadOnlyList<ApiCall> In(JsonElement document)
    {
        var calls = new List<ApiCall> { new("GET", "/", [], []), new("GET", "/page/{file}", [], []), new("GET", "/nowhere", [], []), new("GET", "/v1/{file}", [], []) };
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(static path => path.Name is not (Export or Verify)))
        {
            foreach (var call in path.Value.EnumerateObject())
            {
                var queries = call.Value.TryGetProperty("parameters", out var parameters)
                    ? parameters.EnumerateArray().Where(static parameter => parameter.GetProperty("in").GetString() == "query").Select(static parameter => parameter.GetProperty("name").GetString()!).ToList()
                    : [];
                calls.Add(new ApiCall(call.Name.ToUpperInvariant(), path.Name, queries, [.. ExamplesOf(call.Value)]));
            }
        }

        return calls;
    }

    private static IEnumerable<string> ExamplesOf(JsonElement call) => !call.TryGetProperty("requestBody", out var body) ? [] : body.GetProperty("content").EnumerateObject()
        .Where(static media => media.Value.TryGetProperty("examples", out _))
        .SelectMany(static media => media.Value.GetProperty("examples").EnumerateObject())
        .Select(static example => example.Value.GetProperty("value"))
        .Where(static value => value.ValueKind == JsonValueKind.Object)
        .Select(static value => value.GetRawText());
}

/// <summary>Makes requests: of one seed and number always the same one, in a city of the same ids.</summary>
/// <param name="calls">The calls there are.</param>
/// <param name="ids">Ids of what is there, by the path's second part.</param>
/// <param name="seed">The seed.</param>
internal sealed class RequestMaker(IReadOnlyList<ApiCall> calls, Dictionary<string, List<string>> ids, int seed)
{
    private static readonly string[] roles = ["sensor", "citizen", "viewer", "officer", "dispatcher", "admin", "admin", "admin", "admin", "admin", "admin", "admin", "admin", "admin", "nobody"];

    private static readonly Dictionary<string, string[]> values = new(StringComparer.Ordinal)
    {
        ["area"] = ["430103", "430103002"],
        ["parent"] = ["4301"],
        ["limit"] = ["1", "50", "500"],
        ["cursor"] = [""],
        ["state"] = ["open", "cleared", "waiting", "dead"],
        ["kind"] = ["gas", "inactivity"],
        ["entity"] = ["term-fuzz-1"],
        ["since"] = ["2026-01-05T06:45:00Z"],
        ["status"] = ["filed", "closed"],
        ["category"] = ["service.request.advice"],
        ["open"] = ["true", "false"],
        ["overdue"] = ["true"],
        ["skill"] = ["cleaner"],
        ["free"] = ["true"],
        ["after"] = ["0", "1", "5"],
        ["level"] = ["cell"],
        ["household"] = ["home-fuzz-1"],
        ["reason"] = ["check", "x", "家访核实"],
        ["erase"] = ["true", "false"],
        ["code"] = ["430199"],
        ["chinese"] = ["试验区"],
        ["datum"] = ["wgs84", "gcj02"],
        ["target"] = ["work-order/order-0000000000000"],
    };

    /// <summary>The request of a number.</summary>
    public RawRequest Make(long number)
    {
        var chance = new Random(unchecked((int)(((number * 2_654_435_761L) + seed) % int.MaxValue)));
        var call = calls[chance.Next(calls.Count)];
        var isWild = chance.Next(3) == 0;
        var place = call.Template.Split('/') is ["", "v1", var second, ..] ? second : "";
        var id = IdFor(place, chance);
        var method = chance.Next(40) == 0 ? Pick(OddValues.Methods, chance) : call.Method;
        var headers = new List<string>();
        var role = Pick(roles, chance);
        if (role != "nobody")
        {
            headers.Add($"Authorization: Bearer fuzz-{role}");
        }

        var known = ExampleBodies.Of(call.Method, call.Template, JsonSerializer.Serialize(id)[1..^1], chance.Next(1_000));
        var body = (known ?? (call.Examples.Count > 0 ? Pick(call.Examples, chance) : null)) is { } right
            ? BodyOf(call.Template, right, chance, headers)
            : isWild && chance.Next(3) == 0 ? Encoding.UTF8.GetBytes(Pick(OddValues.Json, chance)) : null;
        for (var more = isWild ? chance.Next(3) : 0; more > 0; more--)
        {
            headers.Add(Pick(OddValues.Headers, chance));
        }

        return new RawRequest(method, PathOf(call, id, isWild, chance) + QueryOf(call, isWild, chance), headers, body);
    }

    private static byte[] BodyOf(string template, string right, Random chance, List<string> headers)
    {
        var body = chance.Next(8) == 0 ? Encoding.UTF8.GetBytes(right) : JsonSpoiler.Spoil(right, chance);
        headers.Add($"Content-Type: {(chance.Next(12) == 0 ? Pick(OddValues.ContentTypes, chance) : "application/json")}");
        if (template != "/v1/observations" || chance.Next(6) != 0)
        {
            return body;
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        headers.Add("Content-Encoding: gzip");
        var all = packed.ToArray();
        return chance.Next(3) == 0 ? all[..chance.Next(all.Length)] : all;
    }

    private static string QueryOf(ApiCall call, bool isWild, Random chance)
    {
        var query = new StringBuilder();
        foreach (var name in call.Queries.Where(_ => chance.Next(3) != 0))
        {
            // Lists wait for a fact that is far away, as they should; all the time they would do nothing else.
            var isOdd = chance.Next(4) == 0 && name != "after";
            query.Append('&').Append(name).Append('=').Append(Escaped(isOdd ? Pick(OddValues.Texts, chance) : Pick(values.GetValueOrDefault(name, ["x"]), chance), chance));
        }

        if (isWild && chance.Next(4) == 0)
        {
            query.Append('&').Append(Escaped(Pick(OddValues.Texts, chance), chance)).Append(chance.Next(2) == 0 ? "" : "=" + Escaped(Pick(OddValues.Texts, chance), chance));
        }

        return query.Length == 0 ? "" : "?" + query.ToString(1, query.Length - 1);
    }

    private static string Escaped(string text, Random chance) => chance.Next(10) == 0 ? Raw(text) : Uri.EscapeDataString(text.Replace("\ud83d\udea7", "🚧", StringComparison.Ordinal));

    // What would end the request's first line is no part of any target.
    private static string Raw(string text) => string.Concat(text.Where(static c => c > ' ' && c != '\u007f'));

    private static string Pick(IReadOnlyList<string> all, Random chance) => all[chance.Next(all.Count)];

    private string IdFor(string place, Random chance) => chance.Next(8) switch
    {
        0 => Pick(OddValues.Texts, chance),
        1 when ExampleBodies.Settled.FirstOrDefault(settled => settled.Path == place).Ids is [var first, ..] => string.Create(CultureInfo.InvariantCulture, $"{first[..^1]}{chance.Next(300)}"),
        _ => ids.TryGetValue(place, out var known) ? Pick(known, chance) : "page.js",
    };

    private static string PathOf(ApiCall call, string id, bool isWild, Random chance)
    {
        var path = new StringBuilder();
        foreach (var part in call.Template.Split('/').Skip(1))
        {
            path.Append('/').Append(part.StartsWith('{') ? Escaped(id, chance) : isWild && chance.Next(20) == 0 ? Escaped(Pick(OddValues.Texts, chance), chance) : part);
        }

        return path.ToString();
    }
}
