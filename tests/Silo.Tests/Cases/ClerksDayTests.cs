using System.Text.Json;
using System.Text.RegularExpressions;

namespace CityActors.Silo.Tests.Cases;

/// <summary>The clerk's day on the page on cases is done as it stands there.</summary>
public sealed class ClerksDayTests : SmallTownTests
{
    [Fact]
    public async Task Page_ItsCommands_LeadToAMediatorWhoWasAppointed()
    {
        Shell.Needs("curl");
        var block = DocsPage.Blocks(DocsPage.Read("docs/cases.md"), "bash").Single();
        var script = Regex.Replace(Regex.Replace(block, "^KEY=.*$", $"KEY={CityProcess.AdminKey}", RegexOptions.Multiline), "^CITY=.*$", $"CITY={City.Http.BaseAddress!.ToString().TrimEnd('/')}", RegexOptions.Multiline);

        var said = (await Shell.Run(script, DocsPage.Root)).Results;

        Assert.Contains("\"field\":\"story\"", said, StringComparison.Ordinal);
        Assert.Contains("\"isComplete\":false", said, StringComparison.Ordinal);
        Assert.DoesNotContain("urn:cityactors:problem", said, StringComparison.Ordinal);
        var dispute = Assert.Single((await City.Get("/v1/cases?type=dispute")).GetProperty("items").EnumerateArray());
        Assert.Equal(("appointed", "mediator-wang"), (dispute.Text("status"), Assert.Single(dispute.GetProperty("holders").EnumerateArray()).Text("who")));
        Assert.Equal(JsonValueKind.String, dispute.GetProperty("dueAt").ValueKind);
    }
}
