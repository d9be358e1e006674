using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests;

/// <summary>One matter that fifteen hundred reports are about.</summary>
public sealed class ManyReportsTests : IAsyncLifetime
{
    private const int Many = 1_500;
    private const int Middle = 700;
    private readonly TempFolder folder = new();
    private readonly Dictionary<string, string> keys = new(StringComparer.Ordinal);
    private CityProcess city = null!;

    public async ValueTask InitializeAsync()
    {
        city = await CityProcess.StartReplay(folder.Path, SmallTown.Start);
        foreach (var role in (string[])["citizen", "viewer", "officer", "dispatcher", "admin"])
        {
            keys[role] = await city.NewKey(role, role == "admin" ? "" : "430103");
        }

        Be("admin");
        await SmallTown.Register(city, homes: 0);
    }

    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Matter_OfManyReports_IsShownShort_ReadInPages_AndKnownToEachReporter()
    {
        Be("officer");
        await Report(1, Middle - 1);
        Be("citizen");
        var order = (await Report(Middle)).GetProperty("order").GetString();
        Be("officer");
        await Report(Middle + 1, Many - Middle);

        var view = await city.Get($"/v1/orders/{order}");
        Assert.InRange(view.GetRawText().Length, 1, 20_000);
        Assert.Equal((Many, 10), (view.GetProperty("order").GetProperty("reportCount").GetInt32(), view.GetProperty("order").GetProperty("reports").GetArrayLength()));
        Assert.Equal(Many, Assert.Single((await city.Get("/v1/orders")).GetProperty("items").EnumerateArray()).GetProperty("reportCount").GetInt32());
        Assert.Equal(Many, await CountPages(order!));

        Be("citizen");
        Assert.Equal(order, (await Report(Middle)).GetProperty("order").GetString());
        Assert.Equal("key-reused", (await Report(Middle, "something else", HttpStatusCode.UnprocessableEntity)).GetProperty("code").GetString());
        var own = await city.Get($"/v1/orders/{order}");
        Assert.Contains($"report {Middle}\"", own.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("report 1\"", own.GetRawText(), StringComparison.Ordinal);
        using var pages = await city.Http.GetAsync(new Uri($"/v1/orders/{order}/reports", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, pages.StatusCode);

        Be("officer");
        foreach (var type in (string[])["file", "dispatch", "sign-for", "start", "submit", "confirm", "close"])
        {
            await city.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", new { type });
        }

        Be("citizen");
        var rated = await city.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", new { type = "rate", stars = 4 });
        Assert.Equal(4, rated.GetProperty("rating").GetInt32());
        Be("viewer");
        var shown = (await city.Get($"/v1/orders/{order}")).GetProperty("timeline").EnumerateArray().Last();
        Assert.Equal(("rated", "reporter"), (shown.GetProperty("what").GetString(), shown.GetProperty("actor").GetString()));
    }

    private async Task<int> CountPages(string order)
    {
        var (texts, cursor) = (new HashSet<string>(StringComparer.Ordinal), "");
        do
        {
            var page = await city.Get($"/v1/orders/{order}/reports?limit=400&cursor={cursor}");
            texts.UnionWith(page.GetProperty("items").EnumerateArray().Select(static line => line.GetProperty("report").GetProperty("text").GetString()!));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        return texts.Count;
    }

    private Task Report(int first, int count) =>
        Parallel.ForEachAsync(Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) => await Report(number));

    private async Task<JsonElement> Report(int number, string? text = null, HttpStatusCode expected = HttpStatusCode.Created)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/orders")
        {
            Content = JsonContent.Create(new
            {
                category = "event.environment.exposed-waste",
                position = new { longitude = 112.97495, latitude = 28.19 },
                text = text ?? $"report {number.ToString(CultureInfo.InvariantCulture)}",
            }),
        };
        request.Headers.Add("Idempotency-Key", $"k-{number}");
        using var response = await city.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await CityProcess.Json(response, expected);
    }

    private void Be(string role) => city.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", keys[role]);
}
