using System.Text;
using System.Text.Json;

namespace CityActors.Benchmarks.Fuzz;

/// <summary>Requests that a fault was once found with: <c>seeds/regressions/requests.json</c>.</summary>
internal static class KnownRequests
{
    private static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web);

    /// <summary>The requests in the folder of seeds.</summary>
    public static IReadOnlyList<RawRequest> Read(string seeds) =>
        [.. JsonSerializer.Deserialize<KnownFile>(File.ReadAllText(Path.Combine(seeds, "regressions", "requests.json")), options)!.Requests.Select(static known => known.ToRequest())];

    private sealed record KnownFile(IReadOnlyList<KnownRequest> Requests);

    private sealed record KnownRequest(string Method, string Target, string Role, IReadOnlyList<string> Headers, string? Body = null, string? BodyBase64 = null, int PaddedTo = 0)
    {
        public RawRequest ToRequest()
        {
            var body = BodyBase64 is not null ? Convert.FromBase64String(BodyBase64) : Body is null ? null : Encoding.UTF8.GetBytes(Body.PadRight(PaddedTo));
            return new RawRequest(Method, Target, Role == "nobody" ? Headers : [$"Authorization: Bearer fuzz-{Role}", .. Headers], body);
        }
    }
}
