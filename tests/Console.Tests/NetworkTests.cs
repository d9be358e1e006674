using System.IO.Compression;
using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CityActors.Console.Tests;

/// <summary>What the pages load, and from where.</summary>
public sealed class NetworkTests(Browser browser) : ConsoleTests(browser)
{
    private const int MostBytes = 600 * 1024;

    [Fact]
    public async Task Pages_ask_nobody_but_the_Silo_and_their_first_load_is_small()
    {
        var page = await As("admin", area: "");
        await Expect(page.GetByText("No alert is open.")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-ready=true]")).ToBeVisibleAsync(); // The map, too.
        foreach (var path in new[] { "/alerts", "/orders", "/devices", "/responders", "/areas", "/duty", "/catalogue", "/grains", "/people", "/settings", "/audit", "/field", "/report" })
        {
            await page.GotoAsync(path);
            await Expect(page.GetByRole(AriaRole.Heading).First).ToBeAttachedAsync();
        }

        Assert.NotEmpty(Requests);
        Assert.All(Requests, address => Assert.True(address.StartsWith(Address, StringComparison.Ordinal) || address.StartsWith("blob:", StringComparison.Ordinal), address));
        Assert.Empty(Faults);
        TestContext.Current.TestOutputHelper?.WriteLine($"first load: {await FirstLoad():N0} bytes");
        Assert.InRange(await FirstLoad(), 1, MostBytes);
    }

    [Fact]
    public async Task Files_are_compressed_kept_by_name_and_under_a_strict_policy()
    {
        using var handler = new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None, CheckCertificateRevocationList = true };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(Address) };
        foreach (var path in new[] { "/", "/orders", "/field", "/report" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", "gzip" } } };
            using var response = await http.SendAsync(request, Cancellation);
            Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal(await http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation), await Unpacked(response)); // For who cannot unpack, as it was.
        }

        using var missing = await http.GetAsync(new Uri("/assets/nothing.js", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    private static async Task<string> Unpacked(HttpResponseMessage response)
    {
        await using var gzip = new GZipStream(await response.Content.ReadAsStreamAsync(Cancellation), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return await reader.ReadToEndAsync(Cancellation);
    }

    // What a browser fetches until the overview stands, without the map: bytes as they go over the wire.
    private async Task<long> FirstLoad()
    {
        var page = await Window();
        var loads = new List<Task<RequestSizesResult>>();
        page.RequestFinished += (_, request) =>
        {
            if (request.ResourceType is "document" or "script" or "stylesheet" && !request.Url.Contains("Map", StringComparison.Ordinal) && !request.Url.Contains("maplibre", StringComparison.Ordinal))
            {
                loads.Add(request.SizesAsync());
            }
        };
        await page.GotoAsync($"/#key={Silo.Tests.CityProcess.AdminKey}");
        await Expect(page.GetByText("No alert is open.")).ToBeVisibleAsync();
        var paint = await page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1");
        TestContext.Current.TestOutputHelper?.WriteLine($"first contentful paint after {paint:N0} ms");
        return (await Task.WhenAll(loads)).Sum(static sizes => (long)sizes.ResponseBodySize);
    }
}
