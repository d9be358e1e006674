using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.SignIn;
using CityActors.Storage;

namespace CityActors.Silo.Tests.Cases;

/// <summary>Figures of a real Silo that is killed again and again: what it holds is what the histories come to, for every key.</summary>
public sealed class FiguresTests : SmallTownTests
{
    private const int Rounds = 4;
    private static readonly object place = new { longitude = 112.97495, latitude = 28.19 };

    [Fact]
    public async Task Figures_AfterKills_AreWhatTheHistoriesComeTo_AndAreReadWithWhatTheyAreMadeOf()
    {
        var clerk = await City.NewKey("officer", name: "clerk");
        var ids = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                var begun = await Begin(clerk, $"m-{round}-{i}");
                ids.Add(begun.Text("id"));
                object body = (i % 4) switch { 0 => new { @do = "advise" }, 1 => new { @do = "refuse", reason = "不属受理范围" }, _ => new { @do = "mediate", form = new { kind = "neighbours" } } };
                await City.As(clerk, HttpMethod.Post, $"/v1/cases/{ids[^1]}/commands", body, HttpStatusCode.OK);
                if (i == 0)
                {
                    await City.As(clerk, HttpMethod.Post, $"/v1/cases/{ids[^1]}/commands", new { @do = "reply", form = new { answer = "由村委会管理" } }, HttpStatusCode.OK);
                }
            }

            await City.Send(HttpMethod.Post, "/v1/orders", new { category = "part.utility.manhole-cover", position = place, text = $"report {round}" }, HttpStatusCode.Created, $"o-{round}");
            await City.Kill();
            await City.Start();
            await City.Advance(SmallTown.Start.AddHours(3 * (round + 1)));
        }

        var verdict = await City.Get("/v1/indicators/verify");
        Assert.Equal("[]", verdict.GetProperty("differences").GetRawText());
        Assert.Equal((0, true), (verdict.GetProperty("different").GetInt32(), verdict.GetProperty("isQuiet").GetBoolean()));
        Assert.True(verdict.GetProperty("keys").GetInt32() > 5, verdict.GetRawText());
        Assert.True(verdict.GetProperty("subjects").GetInt32() > 4 * Rounds, verdict.GetRawText());
        await Read(clerk, ids);
        await Tamper(ids[0]);
    }

    private async Task Read(string clerk, List<string> ids)
    {
        var closed = await City.Get("/v1/indicators/matters-closed?period=2025&level=street");
        var total = closed.GetProperty("total");
        Assert.Equal((Rounds, 3 * Rounds, Rounds, 0), (Number(total, "numerator"), Number(total, "denominator"), Number(total, "exempt"), Number(total, "excluded")));
        Assert.Equal((0.333333m, 4 * Rounds), (total.GetProperty("value").GetDecimal(), Number(total, "rawDenominator")));
        Assert.Equal(1, closed.GetProperty("indicator").GetProperty("version").GetInt32());
        var street = Assert.Single(closed.GetProperty("rows").EnumerateArray());
        Assert.Equal(("430103002", 1), (street.Text("area"), street.GetProperty("rank").GetInt32()));
        Assert.False(Assert.Single(closed.GetProperty("targets").EnumerateArray()).GetProperty("isMet").GetBoolean());

        var made = await City.Get("/v1/indicators/matters-closed/cases?period=2025&which=counted");
        Assert.Equal(ids.Where(static (_, i) => i % 4 == 0).Order(StringComparer.Ordinal), made.GetProperty("items").EnumerateArray().Select(static one => one.GetString()!));
        Assert.Equal(3, (await City.Get("/v1/indicators/matters-closed?period=2025&by=sort")).GetProperty("rows").GetArrayLength());
        Assert.False(closed.GetProperty("yearBefore").TryGetProperty("value", out _));

        var viewer = await City.NewKey("viewer");
        Assert.Empty((await City.As(viewer, HttpMethod.Get, "/v1/indicators/matters-closed/cases?period=2025", null, HttpStatusCode.OK)).GetProperty("items").EnumerateArray());
        Assert.Equal("not-in-cells", await City.Refused(viewer, HttpMethod.Get, "/v1/indicators/matters-closed?period=2025&level=cell", null, HttpStatusCode.Forbidden));
        Assert.Equal("bad-by", await City.Refused(clerk, HttpMethod.Get, "/v1/indicators/matters-closed?by=story", null, HttpStatusCode.BadRequest));
        Assert.Equal("not-found", await City.Refused(clerk, HttpMethod.Get, "/v1/indicators/nonsense", null, HttpStatusCode.NotFound));
        using var csv = await City.Http.GetAsync(new Uri("/v1/indicators/matters-closed?period=2025&level=street&format=csv", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("430103002,", await csv.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    // What somebody changed in the tables is found, to the case.
    private async Task Tamper(string id)
    {
        await City.Kill();
        await using (var database = CityHost.OpenDatabase(new SiloSettings { Data = City.Data }))
        {
            var update = new SqlQuery("UPDATE figure_part SET counts = 0 WHERE subject = ?1 AND indicator = 'matters-closed'");
            Assert.Equal(1, await database.Write(session => session.Prepare(update).Bind(1, id).Execute()));
        }

        await City.Start();
        var verdict = await City.Get("/v1/indicators/verify");
        Assert.Equal(1, verdict.GetProperty("different").GetInt32());
        var different = Assert.Single(verdict.GetProperty("differences").EnumerateArray());
        Assert.Equal("matters-closed", different.GetProperty("key").Text("indicator"));
        Assert.Equal(id, Assert.Single(different.GetProperty("subjects").EnumerateArray()).GetString());
    }

    private static int Number(JsonElement figure, string name) => (int)figure.GetProperty(name).GetDecimal();

    private async Task<JsonElement> Begin(string key, string idempotencyKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/cases")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { type = "matter", fields = new { place, story = "邻居的鱼塘淹了我的菜地" }, parties = new { asker = new[] { "hu" }, other = new[] { "li" } } }),
        };
        request.Headers.Authorization = new("Bearer", key);
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await City.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await CityProcess.Json(response, HttpStatusCode.Created);
    }
}
