using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace CityActors.Silo.Tests.SignIn;

/// <summary>Calls with a key of one's own.</summary>
internal static class Callers
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A key that an administrator makes.</summary>
    public static async Task<string> NewKey(this CityProcess city, string role, string area = "430103", string? name = null, DateTimeOffset? expiresAt = null) =>
        (await city.Send(HttpMethod.Post, "/v1/keys", new { role, area, purpose = "tests", name, expiresAt }, HttpStatusCode.Created)).GetProperty("key").GetString()!;

    /// <summary>Calls with a key, or with none.</summary>
    public static async Task<JsonElement> As(this CityProcess city, string? key, HttpMethod method, string path, object? body, HttpStatusCode expected)
    {
        using var response = await city.CallAs(key, method, path, body);
        return await CityProcess.Json(response, expected);
    }

    /// <summary>The code that a call is refused with.</summary>
    public static async Task<string?> Refused(this CityProcess city, string? key, HttpMethod method, string path, object? body, HttpStatusCode expected) =>
        (await city.As(key, method, path, body, expected)).GetProperty("code").GetString();

    /// <summary>The code that a key is refused with, or null.</summary>
    public static async Task<string?> WhyNot(this CityProcess city, string key)
    {
        using var response = await city.CallAs(key, HttpMethod.Get, "/v1/clock", null);
        return response.IsSuccessStatusCode ? null : (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("code").GetString();
    }

    /// <summary>Opens the feed and reads its first line.</summary>
    public static async Task<StreamReader> OpenFeed(this CityProcess city, string key)
    {
        using var request = Request(key, HttpMethod.Get, "/v1/feed", null);
        var response = await city.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var feed = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        Assert.StartsWith(": from ", await feed.ReadLineAsync(Cancellation), StringComparison.Ordinal);
        return feed;
    }

    /// <summary>Reads a feed to its end, before its first heartbeat.</summary>
    public static async Task Ends(this StreamReader feed) =>
        Assert.DoesNotContain("still here", await feed.ReadToEndAsync(Cancellation), StringComparison.Ordinal);

    public static Task<HttpResponseMessage> CallAs(this CityProcess city, string? key, HttpMethod method, string path, object? body) =>
        city.Http.SendAsync(Request(key, method, path, body), Cancellation);

    private static HttpRequestMessage Request(string? key, HttpMethod method, string path, object? body) => new(method, path)
    {
        Content = body is null ? null : JsonContent.Create(body),
        Headers = { Authorization = new AuthenticationHeaderValue(key is null ? "None" : "Bearer", key) },
    };
}
