using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.SignIn;

namespace CityActors.Silo.Tests.Cases;

/// <summary>What the doors of cases show to whom, and what they say of what is wrong.</summary>
public sealed class CaseDoorsTests : SmallTownTests
{
    private static readonly object place = new { longitude = 112.97495, latitude = 28.19 };
    private string clerk = "", hu = "", li = "";

    [Fact]
    public async Task Party_SeesOfWhatIsPersonal_ItsOwnAndWhatIsOpenedToIt()
    {
        await SignIn();
        var matter = await Begin();
        Assert.Contains("story", FieldsOf(await Read(hu, matter)));
        Assert.Contains("story", FieldsOf(await Read(clerk, matter)));
        var shown = await Read(li, matter);
        Assert.DoesNotContain("story", FieldsOf(shown));
        Assert.DoesNotContain("鱼塘", shown.GetRawText(), StringComparison.Ordinal);

        await Do(clerk, matter, new { @do = "mediate", form = new { kind = "neighbours" } });
        await Until(async () => PartsOf(await Read(clerk, matter)) is [var part] && await Begun(part.Text("id")));
        var dispute = Assert.Single(PartsOf(await Read(hu, matter))).Text("id");
        Assert.Contains("story", FieldsOf(await Read(hu, dispute)));
        Assert.Contains("story", FieldsOf(await Read(li, dispute)));
        Assert.DoesNotContain("story", FieldsOf(await Read(li, matter)));
    }

    [Fact]
    public async Task Party_OfARefusedPart_SeesWhy_ThoughItsCaseGoesOn_AndEveryPartStays()
    {
        await SignIn();
        var matter = await Begin();
        await Do(clerk, matter, new { @do = "mediate", form = new { kind = "neighbours" } });
        var first = Assert.Single(PartsOf(await Read(hu, matter))).Text("id");
        await Until(() => Begun(first));
        await Do(clerk, matter, new { @do = "note", reason = "内部备注" });
        await Do(clerk, first, new { @do = "refuse", reason = "已经起诉" });
        await Until(async () => (await Read(hu, matter)).GetProperty("case").Text("status") == "registered");

        foreach (var key in new[] { hu, li })
        {
            var view = await Read(key, matter);
            Assert.Equal("已经起诉", Assert.Single(view.GetProperty("timeline").EnumerateArray(), static line => line.Text("what") == "mediation-refused").Text("why"));
            Assert.DoesNotContain("内部备注", view.GetRawText(), StringComparison.Ordinal);
        }

        await Do(clerk, matter, new { @do = "mediate", form = new { kind = "neighbours" } });
        await Until(async () => PartsOf(await Read(hu, matter)).Length == 2);
        Assert.Equal((first, "refused", "True"), PartsOf(await Read(hu, matter)).Select(static part => (part.Text("id"), part.Text("status"), part.GetProperty("hasEnded").GetBoolean().ToString())).First());
    }

    [Theory]
    [InlineData("type=quarrel", "bad-type")]
    [InlineData("type=order", "bad-type")]
    [InlineData("status=sleeping", "bad-status")]
    [InlineData("overdue=perhaps", "bad-overdue")]
    public async Task List_AskedForWhatIsNot_IsRefusedInBothLanguages(string query, string code)
    {
        await SignIn();
        var problem = await City.As(clerk, HttpMethod.Get, $"/v1/cases?{query}", null, HttpStatusCode.BadRequest);
        Assert.Equal(code, problem.Text("code"));
        Assert.NotEmpty(problem.Text("detail"));
        Assert.Contains(query.Split('=')[0], problem.Text("detailChinese"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FormCheck_WithAWrongPlace_TellsTheOtherFaults()
    {
        await SignIn();
        Assert.Equal(
            [("outside", "place"), ("unknown-field", "colour"), ("form-incomplete", "story"), ("parties", "$asker")],
            await Faults(new { fields = new { place = new { longitude = 10, latitude = 10 }, colour = "red" } }));
        Assert.Equal(
            [("unknown-area", ""), ("bad-position", "place"), ("form-incomplete", "story"), ("parties", "$asker")],
            await Faults(new { area = "999", fields = new { place = "here" } }));
        Assert.Equal([("bad-area", ""), ("form-incomplete", "place")], await Faults(new { fields = new { story = "x" }, parties = new { asker = new[] { "hu" } } }));
    }

    [Fact]
    public async Task Forms_NameTheCodesOfAChoice()
    {
        await SignIn();
        var forms = (await City.As(hu, HttpMethod.Get, "/v1/forms", null, HttpStatusCode.OK)).GetProperty("forms").EnumerateArray();
        var fields = forms.Single(static form => form.Text("type") == "dispute").GetProperty("fields").EnumerateArray().ToArray();
        var choices = fields.Single(static field => field.Text("field") == "kind").GetProperty("choices").EnumerateArray().ToArray();
        var neighbours = choices.Single(static choice => choice.Text("code") == "neighbours").GetProperty("name");
        Assert.NotEqual("neighbours", neighbours.Text("english"));
        Assert.Contains(neighbours.Text("chinese"), static letter => letter >= '\u4e00');
        Assert.Empty(fields.Single(static field => field.Text("field") == "story").GetProperty("choices").EnumerateArray());
    }

    [Fact]
    public async Task May_OfWhoCouldNeverDoIt_SaysSoFirst_AndNamesTheRole()
    {
        await SignIn();
        var matter = await Begin();
        var reply = (await May(hu, matter)).Single(static one => one.Text("do") == "reply");
        Assert.Equal("not-your-role", reply.Text("code"));
        Assert.Contains("Intake clerk", reply.Text("english"), StringComparison.Ordinal);
        Assert.Contains("受理员", reply.Text("chinese"), StringComparison.Ordinal);
        Assert.DoesNotContain("intake-clerk", reply.Text("english") + reply.Text("chinese"), StringComparison.Ordinal);
        Assert.Equal("not-allowed", (await May(clerk, matter)).Single(static one => one.Text("do") == "reply").Text("code"));
    }

    private static string[] FieldsOf(JsonElement view) => [.. view.GetProperty("fields").EnumerateArray().Select(static field => field.Text("field"))];

    private static JsonElement[] PartsOf(JsonElement view) => [.. view.GetProperty("parts").EnumerateArray()];

    private async Task SignIn()
    {
        clerk = await City.NewKey("officer", name: "clerk");
        (hu, li) = (await City.NewKey("citizen", name: "hu"), await City.NewKey("citizen", name: "li"));
    }

    private async Task<string> Begin() => (await City.As(
        hu, HttpMethod.Post, "/v1/cases", new { type = "matter", fields = new { place, story = "邻居的鱼塘淹了我的菜地" }, parties = new { asker = new[] { "hu" }, other = new[] { "li" } } }, HttpStatusCode.Created)).Text("id");

    private async Task<(string Code, string Field)[]> Faults(object form)
    {
        var said = await City.As(hu, HttpMethod.Post, "/v1/forms/matter/check", form, HttpStatusCode.OK);
        Assert.False(said.GetProperty("isComplete").GetBoolean());
        return [.. said.GetProperty("faults").EnumerateArray().Select(static fault => (fault.Text("code"), fault.Text("field")))];
    }

    // What follows from a line reaches other cases right after it.
    private static async Task Until(Func<Task<bool>> condition)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(20); !await condition();)
        {
            Assert.True(DateTime.UtcNow < deadline);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private async Task<JsonElement[]> May(string key, string id) => [.. (await City.As(key, HttpMethod.Get, $"/v1/cases/{id}/may", null, HttpStatusCode.OK)).GetProperty("commands").EnumerateArray()];

    private async Task<bool> Begun(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/cases/{id}") { Headers = { Authorization = new("Bearer", clerk) } };
        using var response = await City.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode;
    }

    private Task<JsonElement> Read(string key, string id) => City.As(key, HttpMethod.Get, $"/v1/cases/{id}", null, HttpStatusCode.OK);

    private Task<JsonElement> Do(string key, string id, object body) => City.As(key, HttpMethod.Post, $"/v1/cases/{id}/commands", body, HttpStatusCode.OK);
}
