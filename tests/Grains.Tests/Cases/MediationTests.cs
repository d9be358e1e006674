using System.Globalization;
using CityActors.Cases;
using CityActors.Deadlines;

namespace CityActors.Tests.Cases;

/// <summary>The life of a dispute by its pack: the law's rules of mediation, which no code knows.</summary>
public sealed class MediationTests
{
    private const string Clerk = "intake-clerk";
    private static readonly object place = new { longitude = 112.98, latitude = 28.19, area = "430103002001" };
    private readonly CaseRun run = new(CaseRun.Seed("mediation")) { Pool = { ["mediator"] = "mediator-hu" } };

    /// <summary>Two neighbours and a pond: accepted, appointed, mediated, signed by all three, fulfilled.</summary>
    [Fact]
    public void TwoPonds_IsAppointedSignedAndFulfilled()
    {
        var id = Effective();
        Assert.Equal("effective", run[id].Status);
        run.Wait(TimeSpan.FromDays(6));
        Assert.Equal("guard", run.Act(id, "mediator-hu", "complete")?.Code);
        Assert.Equal("wrong-value", run.Act(id, "mediator-hu", "tick-off", new { terms = new[] { 3 } })?.Code);
        Assert.Null(run.Act(id, "mediator-hu", "tick-off", new { terms = new[] { 1, 2 } }));
        Assert.Null(run.Act(id, "mediator-hu", "complete"));
        Assert.Equal(("fulfilled", true), (run[id].Status, run[id].EndedAt is not null));
        Assert.Empty(run[id].Overdue);
        Assert.Equal(["begun", "accept", "mediator-assigned", "begin", "hold-session", "draft", "answered", "answered", "answered", "sign-agreed", "tick-off", "complete"], run.Words(id));
    }

    /// <summary>Who is in which role may do what; a refusal names what failed and the value it met, and changes nothing.</summary>
    [Fact]
    public void Refusals_NameWhatFailed_InBothLanguages()
    {
        var id = Begin();
        Assert.Equal("not-your-role", run.Act(id, "somebody", "accept", new { level = "simple" })?.Code);
        Assert.Equal("form-incomplete", run.Act(id, "li", "accept", roles: Clerk)?.Code);
        var wrong = run.Act(id, "li", "accept", new { level = "easy" }, roles: Clerk);
        Assert.Equal("Level ('level') must be one of simple, complex, hard.", wrong?.English);
        Assert.Equal("难易程度（level）须为以下之一：simple, complex, hard。", wrong?.Chinese);
        Assert.Equal("unknown-field", run.Act(id, "li", "accept", new { level = "simple", colour = "red" }, roles: Clerk)?.Code);
        Assert.Equal("unknown-command", run.Act(id, "li", "fly", roles: Clerk)?.Code);
        Assert.Equal("reason-required", run.Act(id, "li", "refuse", reason: " ", roles: Clerk)?.Code);
        var early = run.Act(id, "li", "begin", new { mode = "online" }, roles: Clerk);
        Assert.Equal("'Begin' is not possible while it is Registered; it is while it is Mediator appointed.", early?.English);
        Assert.Equal("当前状态“已登记”下不能“开始调解”。", early?.Chinese);
        Assert.Single(run[id].History);
    }

    /// <summary>The last signature counts once, whoever gives it; a second of the same person is refused; one no is no agreement.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Signatures_OfAll_AreDecidedOnce(bool allAgree)
    {
        var id = Signing();
        Assert.Equal("not-asked", run.Answer(id, "stranger", "sign", yes: true)?.Code);
        Assert.Null(run.Answer(id, "hu-b", "sign", yes: true));
        Assert.Equal("answered-before", run.Answer(id, "hu-b", "sign", yes: false)?.Code);
        Assert.Null(run.Answer(id, "mediator-hu", "sign", allAgree));
        Assert.Equal(allAgree ? null : "not-asked", run.Answer(id, "hu-a", "sign", yes: true)?.Code);
        Assert.Equal("not-asked", run.Answer(id, "hu-a", "sign", yes: true)?.Code);
        Assert.Equal(allAgree ? "effective" : "mediating", run[id].Status);
        Assert.Single(run.Words(id), allAgree ? "sign-agreed" : "sign-refused");
    }

    /// <summary>The seven days in which nobody signs are not counted against the mediation.</summary>
    [Fact]
    public void Signature_ThatNeverComes_LeadsBack_WithTheTimeThatWasLeft()
    {
        var id = Signing();
        var begun = run[id].History.Single(static line => line.What == "mediator-assigned").At;
        run.Wait(TimeSpan.FromDays(7));
        Assert.Equal(("mediating", "sign-late"), (run[id].Status, run.Words(id)[^1]));
        Assert.Equal(begun.AddDays(37), run[id].Clocks.Single(static clock => clock.Name == "mediate").DueAt);
        run.Wait(TimeSpan.FromDays(40));
        Assert.Equal(("failed", "mediate-overdue"), (run[id].Status, run.Words(id)[^1]));
        Assert.Contains(run.Facts.OfType<CaseTold>(), static told => told.Text == "you-may-sue" && told.To.SequenceEqual(["hu-a", "hu-b"]));
    }

    /// <summary>Judicial confirmation may be asked for within thirty days, not a day longer: the thirtieth, counted from the day after, ends at midnight.</summary>
    [Theory]
    [InlineData(29, "23:59", null)]
    [InlineData(30, "09:00", null)]
    [InlineData(30, "23:59", null)]
    [InlineData(31, "00:00", "guard")]
    [InlineData(31, "09:00", "guard")]
    public void Court_IsAskedWithinThirtyDays(int day, string time, string? refused)
    {
        var id = Effective();
        var asked = new DateTimeOffset(run.Now.ToOffset(WorkCalendar.Offset).Date, WorkCalendar.Offset).AddDays(day) + TimeSpan.Parse(time, CultureInfo.InvariantCulture);
        run.Wait(asked - run.Now);
        var refusal = run.Act(id, "hu-a", "ask-court");
        Assert.Equal(refused, refusal?.Code);
        if (refused is not null)
        {
            Assert.StartsWith("Not met: Time for judicial confirmation", refusal!.English, StringComparison.Ordinal);
            Assert.StartsWith("不符合：申请司法确认期限", refusal.Chinese, StringComparison.Ordinal);
        }
    }

    /// <summary>The court's case is a child with an owner and clocks of its own; what comes of it decides the dispute.</summary>
    [Theory]
    [InlineData("confirm", "effective", "\"confirmed\"")]
    [InlineData("reject", "mediating", "\"rejected\"")]
    [InlineData("decline", "effective", "\"none\"")]
    public void Court_DecidesTheDispute(string command, string status, string confirmed)
    {
        var id = Effective();
        Assert.Null(run.Act(id, "hu-a", "ask-court"));
        Assert.Null(run.Answer(id, "hu-a", "join", yes: true));
        Assert.Null(run.Answer(id, "hu-b", "join", yes: true));
        Assert.Equal("confirming", run[id].Status);
        var child = Assert.Single(run[id].Children).Id;
        Assert.Equal(("applied", "district.court", id), (run[child].Status, run[child].Unit, run[child].Parent?.Id));
        Assert.Equal(["hu-a", "hu-b"], run[child].Parties["applicants"]);
        if (command == "decline")
        {
            Assert.Null(run.Act(child, "clerk-zhou", "decline", roles: "court-clerk"));
        }
        else
        {
            Assert.Null(run.Act(child, "clerk-zhou", "receive", new { number = "(2026) 1" }, roles: "court-clerk"));
            Assert.Null(run.Act(child, "judge-xu", command, new { ruling = "file-1" }, roles: "judge"));
        }

        Assert.Equal((status, confirmed), (run[id].Status, run[id].Fields["confirmed"]));
    }

    /// <summary>Nobody in the community: it goes up a level and is looked for there; an answer to the first question comes too late.</summary>
    [Fact]
    public void Nobody_InTheArea_GoesUpALevel()
    {
        run.Pool.Clear();
        var id = Accepted();
        Assert.Equal("accepted", run[id].Status);
        var first = run[id].Wanted["mediator"];
        run.Tell(id, "mediator", null);
        Assert.Equal(("430103002", true), (run[id].Area, run[id].Wanted["mediator"] > first));
        run.Tell(id, "mediator", "mediator-late", first);
        Assert.Equal("accepted", run[id].Status);
        run.Tell(id, "mediator", null);
        run.Tell(id, "mediator", null);
        Assert.Equal("430103", run[id].Area);
        Assert.Contains(run.Facts.OfType<CaseTold>(), static told => told.Text == "nobody" && told.To.Count == 0 && told.Roles!.SequenceEqual(["station-head"]));
    }

    /// <summary>Whoever is asked first is told of it, each time and alone; the parties hear of a mediator when there is one.</summary>
    [Fact]
    public void Offer_IsToldToWhoIsAsked()
    {
        run.Pool.Clear();
        var id = Accepted();
        run.Tell(id, "mediator", "mediator-hu", until: run.Now.AddHours(4));
        Assert.Equal([("may-be-yours", "mediator-hu")], Told());
        Assert.Null(run.Act(id, "mediator-hu", "decline-offer"));
        run.Tell(id, "mediator", "mediator-lin", until: run.Now.AddHours(4));
        Assert.Equal([("may-be-yours", "mediator-hu"), ("may-be-yours", "mediator-lin")], Told());
        Assert.Equal(("accepted", "mediator-offered"), (run[id].Status, run.Words(id)[^1]));
        Assert.Equal("not-offered", run.Act(id, "mediator-hu", "take")?.Code);
        Assert.Null(run.Act(id, "mediator-lin", "take"));
        Assert.Equal("appointed", run[id].Status);
        Assert.Equal(["yours", "your-mediator"], Told().Skip(2).Select(static told => told.Text).Distinct());

        IEnumerable<(string Text, string To)> Told() => run.Facts.OfType<CaseTold>().SelectMany(static told => told.To.Select(to => (told.Text, to)));
    }

    /// <summary>That nobody is there is said once; somebody may come all the same, and then nobody again.</summary>
    [Fact]
    public void Nobody_HeardAgain_ChangesNothing()
    {
        run.Pool.Clear();
        var id = Accepted();
        for (var i = 0; i < 5; i++)
        {
            run.Tell(id, "mediator", null);
        }

        Assert.Equal("430103", run[id].Area);
        Assert.Single(run.Facts.OfType<CaseTold>(), static told => told.Text == "nobody");
        Assert.Equal(3, run.Words(id).Count(static word => word == "mediator-nobody")); // The community, the street, the district.
        run.Tell(id, "mediator", "mediator-hu");
        Assert.Equal("appointed", run[id].Status);
    }

    /// <summary>A hard dispute is the district's from the beginning.</summary>
    [Fact]
    public void Hard_GoesToTheDistrict()
    {
        var id = Begin();
        Assert.Null(run.Act(id, "li", "accept", new { level = "hard" }, roles: Clerk));
        Assert.Equal("430103", run[id].Area);
    }

    /// <summary>Each party may ask for another mediator once.</summary>
    [Fact]
    public void Object_OncePerParty()
    {
        var id = Accepted();
        Assert.Null(run.Act(id, "hu-a", "object"));
        Assert.Null(run.Act(id, "hu-b", "object"));
        Assert.Equal("guard", run.Act(id, "hu-a", "object")?.Code);
        Assert.Equal("appointed", run[id].Status);
        Assert.Single(run[id].Holders);
    }

    [Fact]
    public void SameCommandId_GetsTheSameAnswer_AndAnotherCommandIsRefused()
    {
        var id = Begin();
        Assert.Null(run.Act(id, "li", "accept", new { level = "simple" }, commandId: "c-1", roles: Clerk));
        var lines = run[id].History.Count;
        Assert.Null(run.Act(id, "li", "accept", new { level = "simple" }, commandId: "c-1", roles: Clerk));
        Assert.Equal(lines, run[id].History.Count);
    }

    /// <summary>More time needs the consent of all parties, is granted twice at most, and never once it is too late.</summary>
    [Fact]
    public void Extension_NeedsConsent_AndIsGrantedTwice()
    {
        var id = Accepted();
        var due = run[id].Clocks.Single(static clock => clock.Name == "mediate").DueAt!.Value;
        for (var i = 1; i <= 2; i++)
        {
            Assert.Null(run.Act(id, "mediator-hu", "extend"));
            Assert.Null(run.Answer(id, "hu-a", "extension", yes: true));
            Assert.Null(run.Answer(id, "hu-b", "extension", yes: true));
            Assert.Equal(due.AddDays(30 * i), run[id].Clocks.Single(static clock => clock.Name == "mediate").DueAt);
        }

        Assert.Equal("not-extended", run.Act(id, "mediator-hu", "extend")?.Code);
    }

    /// <summary>What each may do now, and why not the rest.</summary>
    [Fact]
    public void May_SaysWhatEachMayDo()
    {
        var id = Accepted();
        Assert.Equal(["object", "withdraw"], run.May(id, "hu-a").Where(static one => one.Refusal is null).Select(static one => one.Do).Except(["note"]));
        Assert.Equal(["begin", "extend", "give-up"], run.May(id, "mediator-hu").Where(static one => one.Refusal is null).Select(static one => one.Do).Except(["note"]).Order());
        Assert.All(run.May(id, "stranger"), static one => Assert.NotNull(one.Refusal));
    }

    /// <summary>A matter ends with the agreement; the dispute, which outlives it, goes on.</summary>
    [Fact]
    public void Matter_IsClosedByItsDispute()
    {
        var matter = run.Begin("matter", "m-1", new { place, story = "Two ponds" }, ("asker", ["hu-a"]), ("other", ["hu-b"]));
        Assert.Null(run.Act(matter, "li", "mediate", new { kind = "damage" }, roles: Clerk));
        var dispute = Assert.Single(run[matter].Children).Id;
        Assert.Equal(("\"damage\"", "\"Two ponds\""), (run[dispute].Fields["kind"], run[dispute].Fields["story"]));
        Mediate(dispute);
        Sign(dispute);
        Assert.Equal(("closed", "effective"), (run[matter].Status, run[dispute].Status));
    }

    /// <summary>No pack here has orders, so what is referred cannot begin: the matter is taken up again, or, where its type says nothing of that, goes before those who supervise.</summary>
    [Theory]
    [InlineData(true, "registered")]
    [InlineData(false, "referred")]
    public void Part_ThatCannotBegin_LeavesNobodyWaiting(bool isHeard, string status)
    {
        var alone = new CaseRun(CaseRun.Seed("mediation", (_, text) => isHeard ? text : string.Join('\n', text.Split('\n').Where(static line => !line.Contains("not-begun", StringComparison.Ordinal)))));
        var matter = alone.Begin("matter", "m-1", new { place, story = "Two ponds" }, ("asker", ["hu-a"]));
        Assert.Null(alone.Act(matter, "li", "refer", new { category = "event.environment.exposed-waste" }, roles: Clerk));
        Assert.Equal((status, !isHeard), (alone[matter].Status, alone[matter].IsEscalated));
        Assert.Equal(isHeard ? ["referral-not-begun"] : ["referral-not-begun", "escalated"], alone.Words(matter)[2..]);
        Assert.True(Assert.Single(alone[matter].Children).HasEnded);
    }

    private string Begin() => run.Begin("dispute", "d-1", new { place, story = "Two ponds", kind = "damage" }, ("applicant", ["hu-a"]), ("respondent", ["hu-b"]));

    private string Accepted()
    {
        var id = Begin();
        Assert.Null(run.Act(id, "li", "accept", new { level = "simple" }, roles: Clerk));
        return id;
    }

    private string Signing()
    {
        var id = Begin();
        Mediate(id);
        return id;
    }

    private string Effective()
    {
        var id = Signing();
        Sign(id);
        return id;
    }

    private void Mediate(string id)
    {
        run.Wait(TimeSpan.FromMinutes(20));
        Assert.Null(run.Act(id, "li", "accept", new { level = "simple" }, roles: Clerk));
        run.Wait(TimeSpan.FromHours(1));
        Assert.Null(run.Act(id, "mediator-hu", "begin", new Dictionary<string, object> { ["mode"] = "on-site" }));
        run.Wait(TimeSpan.FromDays(1));
        Assert.Null(run.Act(id, "mediator-hu", "hold-session", new { sessions = new { at = run.Now.ToString("O"), mode = "on-site", present = new[] { "hu-a", "hu-b" }, minutes = "Both spoke." } }));
        object[] terms = [new { who = "hu-a", to = "hu-b", what = "Pays for the fish", amount = 1200.00m, until = "2026-03-20" }, new { who = "hu-b", to = "hu-a", what = "Mends the dam", until = "2026-05-20" }];
        Assert.Null(run.Act(id, "mediator-hu", "draft", new { terms }));
        Assert.Equal("signing", run[id].Status);
    }

    private void Sign(string id)
    {
        Assert.Null(run.Answer(id, "hu-b", "sign", yes: true));
        Assert.Null(run.Answer(id, "mediator-hu", "sign", yes: true));
        Assert.Null(run.Answer(id, "hu-a", "sign", yes: true));
    }
}
