namespace CityActors.Tests.Cases;

/// <summary>What needs two persons needs two persons, not two accounts of one.</summary>
public sealed class TwoPersonsTests
{
    private static readonly object place = new { longitude = 112.98, latitude = 28.19, area = "430103002001" };

    [Fact]
    public void Consent_OfWhoAskedByAnotherAccount_IsNotTaken()
    {
        var run = new CaseRun(CaseRun.Seed("mediation")) { Persons = { ["he.court"] = "P-1", ["he.judge"] = "P-1", ["bao"] = "P-2" } };
        var id = run.Begin("judicial-confirmation", "one", new { place, dispute = "dispute-1" }, ("applicants", ["hu-a", "hu-b"]));
        Assert.Null(run.Act(id, "he.court", "receive", new { number = "7" }, roles: "court-clerk"));
        Assert.Null(run.Act(id, "he.court", "extend", roles: "court-clerk"));
        Assert.Equal("not-asked", run.Answer(id, "he.judge", "extension", yes: true, "judge")?.Code);
        Assert.DoesNotContain(run.May(id, "he.judge", "judge"), static one => one.Do == "answer");
        Assert.Null(run.Answer(id, "bao", "extension", yes: true, "judge"));
        Assert.Equal("extended", run.Words(id)[^1]);
    }

    [Fact]
    public void TwoReviewers_OneByTwoAccounts_CountsOnce()
    {
        var pack = CaseRun.Seed("mediation", static (name, text) => name == "cases/matter.json"
            ? text.Replace("\"with\": {\n", "\"with\": {\n    \"appeal\": {\"from\": [\"refused\"], \"who\": [\"$asker\"], \"by\": [\"station-head\"]},\n", StringComparison.Ordinal)
            : text);
        var run = new CaseRun(pack) { Persons = { ["wu"] = "P-1", ["wu.second"] = "P-1", ["zhao"] = "P-2" } };
        var id = run.Begin("matter", "one", new { place, story = "鱼塘" }, ("asker", ["hu-a"]));
        Assert.Null(run.Act(id, "clerk", "refuse", roles: "intake-clerk"));
        Assert.Null(run.Act(id, "hu-a", "appeal"));
        Assert.Null(run.Answer(id, "wu", "appeal", yes: true, "station-head"));
        Assert.Equal("answered-before", run.Answer(id, "wu.second", "appeal", yes: true, "station-head")?.Code);
        Assert.Empty(run[id].Exempt);
        Assert.Null(run.Answer(id, "zhao", "appeal", yes: true, "station-head"));
        Assert.Equal("appeal", run[id].Exempt);
    }

    [Fact]
    public void Refusal_OfWhoHoldsAnotherRole_NamesIt()
    {
        var run = new CaseRun(CaseRun.Seed("mediation"));
        var id = run.Begin("judicial-confirmation", "one", new { place, dispute = "dispute-1" }, ("applicants", ["hu-a", "hu-b"]));
        var refusal = run.Act(id, "bao", "receive", new { number = "7" }, roles: "judge");
        Assert.Equal("'Receive' is for Court clerk; of the roles here you hold Judge.", refusal?.English);
        Assert.Equal("您无权“受理”，须由法院立案员操作；您在此处的角色为法官。", refusal?.Chinese);
    }
}
