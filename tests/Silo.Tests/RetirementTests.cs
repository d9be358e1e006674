using System.Net;
using System.Text;
using System.Text.Json;
using CityActors.Observations;
using CityActors.Silo.ObservationLog;
using CityActors.Storage;

namespace CityActors.Silo.Tests;

/// <summary>What is taken out of service is silent for good; what is personal of a home is erased; and a later registration begins anew.</summary>
public sealed class RetirementTests : SmallTownTests
{
    private const string Why = "?reason=taken%20down";
    private const string Waste = "event.environment.exposed-waste";
    private static readonly DateTimeOffset Begin = SmallTown.Start;

    [Fact]
    public async Task Terminal_WithAnOpenAlert_EndsItAndItsOrderAndIsNeverSilent()
    {
        await Live.LiveCity.Terminal(City, "term-gas");
        await City.Feed([Gas("term-gas", 1, 0), Gas("term-gas", 2, 40), Gas("term-gas", 3, 45)]);
        await City.Advance(Begin.AddMinutes(10));
        var opened = Assert.Single(await AlertsOf("term-gas"));
        Assert.Equal("open", opened.GetProperty("state").GetString());

        await Delete("terminals/term-gas", HttpStatusCode.BadRequest, "no-reason", "");
        await Delete("terminals/term-none", HttpStatusCode.NotFound, "not-found");
        await Delete("terminals/term-gas", HttpStatusCode.NoContent);
        await Delete("terminals/term-gas", HttpStatusCode.NoContent);

        Assert.Equal("retired", await Code(HttpStatusCode.Gone, "/v1/terminals/term-gas"));
        Assert.Empty((await City.Get("/v1/terminals")).GetProperty("items").EnumerateArray());
        using var refused = await City.PostLines([Gas("term-gas", 11, 50)]);
        var told = await CityProcess.Json(refused, HttpStatusCode.BadRequest);
        Assert.Equal("retired", told.GetProperty("errors")[0].GetProperty("code").GetString());

        await City.Kill();
        await City.Start();
        await City.Advance(Begin.AddDays(1));
        var ended = Assert.Single(await AlertsOf("term-gas"));
        Assert.Equal(("cleared", "retired"), (ended.GetProperty("state").GetString(), ended.GetProperty("reason").GetString()));
        var order = (await City.Get($"/v1/orders/{ended.GetProperty("order").GetString()}")).GetProperty("order");
        Assert.Equal("closed", order.GetProperty("status").GetString());
        Assert.Equal("retired", await Code(HttpStatusCode.Gone, "/v1/terminals/term-gas"));

        await Live.LiveCity.Terminal(City, "term-gas");
        Assert.Single((await City.Get("/v1/terminals")).GetProperty("items").EnumerateArray());
        await City.Feed([Gas("term-gas", 1441, 0), Gas("term-gas", 1442, 60), Gas("term-gas", 1443, 60)]);
        await City.Advance(Begin.AddDays(1).AddMinutes(10));
        Assert.Contains(await AlertsOf("term-gas"), alert => alert.GetProperty("id").GetString() == "term-gas.gas.main.2");
    }

    [Fact]
    public async Task Home_Erased_KeepsNothingPersonalAndLearnsAnew()
    {
        var (home, neighbour) = (SmallTown.Home(1), SmallTown.Home(2));
        for (var day = 0; day < 3; day++)
        {
            await City.Feed(SmallTown.Readings(2, Begin.AddDays(day), Begin.AddDays(day + 1)));
            await City.Advance(Begin.AddDays(day + 1));
        }

        await City.Send(HttpMethod.Put, $"/v1/households/{home}", Registration(home, "over-80"), HttpStatusCode.NoContent);
        Assert.NotEqual(0, (await City.Get($"/v1/households/{home}?reason=check")).GetProperty("daysLearnt").GetInt32());

        await Delete($"households/{home}", HttpStatusCode.NoContent, query: $"{Why}&erase=true");

        Assert.Equal("retired", await Code(HttpStatusCode.Gone, $"/v1/households/{home}?reason=check"));
        Assert.DoesNotContain(home, (await City.Get("/v1/households")).ToString(), StringComparison.Ordinal);
        Assert.Equal(1, (await City.Get($"/v1/looks?household={home}")).GetProperty("items").GetArrayLength());
        var feed = await Feed();
        Assert.All(feed.Where(line => line.Contains($"\"{home}\"", StringComparison.Ordinal)), line => Assert.Contains("\"longitude\":0,", line, StringComparison.Ordinal));
        Assert.Contains(feed, line => line.Contains($"\"{neighbour}\"", StringComparison.Ordinal) && line.Contains("112.9745", StringComparison.Ordinal));

        await City.Terminate();
        await using (var database = Database.Open(new DatabaseOptions { Folder = City.Data, Schema = [] }))
        {
            Assert.Equal((1, 288), await Values(database, home));
            Assert.Equal((288, 288), await Values(database, neighbour));
            var states = await database.Read(session => session.Prepare(new SqlQuery("SELECT payload FROM fact_log WHERE subject = ?1")).Bind(1, home).All(row => row.Text(0)));
            Assert.DoesNotContain(states, payload => payload.Contains("112.9745", StringComparison.Ordinal));
        }

        await City.Start();
        await City.Send(HttpMethod.Put, $"/v1/households/{home}", Registration(home, "elderly-alone"), HttpStatusCode.NoContent);
        await City.Feed([SmallTown.Reading(home, Begin.AddDays(3).AddMinutes(15), 60)]);
        await City.Advance(Begin.AddDays(3).AddMinutes(30));
        var anew = await City.Get($"/v1/households/{home}?reason=check");
        Assert.Equal((0, Begin.AddDays(3).AddMinutes(15)), (anew.GetProperty("daysLearnt").GetInt32(), anew.GetProperty("lastReadingAt").GetDateTimeOffset()));
    }

    [Fact]
    public async Task Home_KilledWhileErased_IsInServiceOrWhollyErased()
    {
        var home = SmallTown.Home(1);
        await City.Feed(SmallTown.Readings(1, Begin, Begin.AddDays(1)));
        await City.Advance(Begin.AddDays(1));
        var isErased = false;
        for (var patience = 2; !isErased; patience *= 2)
        {
            var answer = City.Http.DeleteAsync(new Uri($"/v1/households/{home}{Why}&erase=true", UriKind.Relative), TestContext.Current.CancellationToken);
            await Task.WhenAny(answer, Task.Delay(patience, TestContext.Current.CancellationToken));
            await City.Kill();
            await Task.WhenAny(answer);
            await City.Start();
            using var read = await City.Http.GetAsync(new Uri($"/v1/households/{home}?reason=check", UriKind.Relative), TestContext.Current.CancellationToken);
            isErased = read.StatusCode == HttpStatusCode.Gone;
            Assert.True(isErased || read.StatusCode == HttpStatusCode.OK, read.StatusCode.ToString());
        }

        await City.Terminate();
        await using var database = Database.Open(new DatabaseOptions { Folder = City.Data, Schema = [] });
        Assert.Equal((1, 96), await Values(database, home));
        Assert.Empty(await database.Read(session => session.Prepare(new SqlQuery("SELECT entity FROM erasure")).All(row => row.Text(0))));
    }

    [Fact]
    public async Task Responder_CarryingAnOrder_HandsItOnAndIsOfferedNothingMore()
    {
        foreach (var skill in (string[])["cleaner", "sanitation-vehicle"])
        {
            await SmallTown.Responder(City, $"near-{skill}", skill, 112.9750);
            await SmallTown.Responder(City, $"next-{skill}", skill, 112.9800);
        }

        var id = await Report(112.97495);
        await Command(id, new { type = "file" });
        await City.Advance(Begin.AddMinutes(1));
        await Command(id, new { type = "sign-for", responder = "resp-near-cleaner" });

        await Delete("responders/resp-near-cleaner", HttpStatusCode.NoContent);
        await City.Advance(Begin.AddMinutes(2));

        var order = await City.Get($"/v1/orders/{id}");
        var responders = order.GetProperty("order").GetProperty("responders").EnumerateArray().Select(item => item.GetString()).ToArray();
        Assert.Contains("resp-next-cleaner", responders);
        Assert.DoesNotContain("resp-near-cleaner", responders);
        Assert.Contains(order.GetProperty("timeline").EnumerateArray(), entry =>
            entry.GetProperty("what").GetString() == "declined" && entry.GetProperty("subject").GetString() == "resp-near-cleaner" && entry.GetProperty("actor").GetString() == "system");
        Assert.Equal("retired", await Code(HttpStatusCode.Gone, "/v1/responders/resp-near-cleaner"));
        Assert.DoesNotContain("near-cleaner", (await City.Get("/v1/responders")).ToString(), StringComparison.Ordinal);

        var next = await Report(112.9757);
        await Command(next, new { type = "file" });
        await City.Advance(Begin.AddMinutes(3));
        Assert.DoesNotContain("resp-near-cleaner", (await City.Get($"/v1/orders/{next}")).GetProperty("order").GetProperty("responders").ToString(), StringComparison.Ordinal);

        await SmallTown.Responder(City, "near-cleaner", "cleaner", 112.9750);
        var card = await City.Get("/v1/responders/resp-near-cleaner");
        Assert.Empty(card.GetProperty("orders").EnumerateArray());
    }

    private static string Gas(string id, int minute, double value) => Live.LiveCity.Gas(id, Begin.AddMinutes(minute), value);

    private static object Registration(string id, string tag) => new
    {
        card = new { id, type = "household", cell = "430103002001001", position = new { longitude = 112.9745, latitude = 28.19 } },
        careTags = new[] { tag },
        consentAt = "2010-01-01T00:00:00Z",
    };

    /// <summary>How many different times the log holds of an entity, and how many items.</summary>
    private static async Task<(int Different, int Items)> Values(Database database, string entity)
    {
        var id = Encoding.UTF8.GetBytes(entity);
        var payloads = await database.Read(session => session.Prepare(new SqlQuery("SELECT payload FROM observation_log WHERE partition = ?1"))
            .Bind(1, Partitions.Of(entity)).All(row => row.Blob(0).ToArray()));
        var items = new List<ReadOnlyMemory<byte>>();
        payloads.ForEach(payload => LogPayload.Decode(payload, 0, int.MaxValue, items));
        var own = items.FindAll(item => ObservationCodec.EntityOf(item.Span).SequenceEqual(id));
        return (own.Select(item => ObservationCodec.AtOf(item.Span)).Distinct().Count(), own.Count);
    }

    private async Task<List<string>> Feed()
    {
        var last = (await City.Get("/v1/status")).GetProperty("facts").GetInt64();
        using var response = await City.Http.GetAsync(new Uri("/v1/feed?after=0", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var lines = new List<string>();
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != $"id: {last}")
        {
            lines.Add(line);
        }

        return lines;
    }

    private async Task Delete(string path, HttpStatusCode expected, string? code = null, string query = Why)
    {
        using var response = await City.Http.DeleteAsync(new Uri($"/v1/{path}{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        var answer = await CityProcess.Json(response, expected);
        if (code is not null)
        {
            Assert.Equal(code, answer.GetProperty("code").GetString());
        }

        await City.Export(); // Waits until the lists have followed.
    }

    private async Task<string?> Code(HttpStatusCode expected, string path)
    {
        using var response = await City.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (await CityProcess.Json(response, expected)).GetProperty("code").GetString();
    }

    private async Task<string> Report(double longitude) =>
        (await City.Send(HttpMethod.Post, "/v1/orders", new { category = Waste, position = new { longitude, latitude = 28.19 } }, HttpStatusCode.Created)).GetProperty("order").GetString()!;

    private Task<JsonElement> Command(string order, object command) => City.Send(HttpMethod.Post, $"/v1/orders/{order}/commands", command);

    private async Task<List<JsonElement>> AlertsOf(string entity)
    {
        await City.Export();
        return [.. (await City.Get($"/v1/alerts?entity={entity}")).GetProperty("items").EnumerateArray()];
    }
}
