using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CityActors.Silo.Tests.Live;

/// <summary>Whoever has just written reads what he wrote; what people wrote about a matter reaches nobody else.</summary>
public sealed class ReadWhatYouWroteTests
{
    [Fact]
    public async Task List_AfterTheFactOfACommand_HoldsIt()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var town = new LiveCity();
        var city = await town.Add();
        await SmallTown.Register(city, homes: 1);
        for (var number = 0; number < 20; number++)
        {
            using var response = await city.Http.PostAsync(new Uri("/v1/orders", UriKind.Relative), JsonContent.Create(Report(number)), cancellation);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            var fact = Assert.Single(response.Headers.GetValues("City-Fact"));
            var order = (await response.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("order").GetString();

            var listed = (await city.Get($"/v1/orders?limit=500&after={fact}")).GetProperty("items").EnumerateArray();
            Assert.Contains(listed, item => item.GetProperty("id").GetString() == order);
        }

        using var wrong = await city.Http.GetAsync(new Uri("/v1/orders?after=x", UriKind.Relative), cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task Words_OfReportersAndOfficers_StandInNoFeedListOrExport()
    {
        const string Words = "my neighbour Wang keeps pigs";
        const string Reason = "Wang is known to us";
        await using var town = new LiveCity();
        var city = await town.Add();
        await SmallTown.Register(city, homes: 1);
        var report = await city.Send(HttpMethod.Post, "/v1/orders", new { category = "event.environment.exposed-waste", position = new { longitude = 112.9745, latitude = 28.19 }, text = Words }, HttpStatusCode.Created);
        var order = report.GetProperty("order").GetString()!;
        await city.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", new { type = "escalate", commandId = "e-1", reason = Reason });

        var view = (await city.Get($"/v1/orders/{order}")).GetRawText();
        Assert.Contains(Words, view, StringComparison.Ordinal);
        Assert.Contains(Reason, view, StringComparison.Ordinal);
        var told = (await Feed(city)) + (await city.Get("/v1/orders")).GetRawText() + string.Join('\n', (await city.Export()).Lines.Select(static line => line.GetRawText()));
        Assert.Contains("escalated", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Wang", told, StringComparison.Ordinal);
    }

    private static object Report(int number) => new
    {
        category = "event.environment.exposed-waste",
        position = new { longitude = 112.9745, latitude = 28.19 + (number * 0.00001) },
        text = $"heap {number}",
    };

    /// <summary>Everything told since the beginning, as far as it comes within a moment of the last fact.</summary>
    private static async Task<string> Feed(CityProcess city)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/feed?after=0");
        using var response = await city.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var told = new System.Text.StringBuilder();
        while (!told.ToString().Contains("escalated", StringComparison.Ordinal) && await reader.ReadLineAsync() is { } line)
        {
            told.AppendLine(line);
        }

        return told.ToString();
    }
}
