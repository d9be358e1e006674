using CityActors.Dispatch;
using CityActors.Facts;
using CityActors.Responders;
using CityActors.WorkOrders;
using static CityActors.Places.Tests.DispatchTown;

namespace CityActors.Places.Tests;

public sealed class ManualDispatchTests
{
    private readonly DispatchTown town = new();

    public ManualDispatchTests()
    {
        town.Upsert(Card("resp-1", 10));
        town.Upsert(Card("resp-2", 2_000));
    }

    [Fact]
    public void ByHand_OverAnOffer_ChargesTheNamedAndFreesTheOther()
    {
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));
        Assert.Equal(["resp-1"], town.Holders("order-1"));

        Assert.True(town.ByHand("order-1", Noon.AddSeconds(10), "resp-2"));

        Assert.Equal(["resp-2"], town.Holders("order-1"));
        Assert.Equal((0, 1), (town.State.Load("resp-1"), town.State.Load("resp-2")));
        Assert.Empty(town.Deadlines); // Nobody is chosen over a dispatcher, however long it takes.
        town.Request(Need("order-2", minutes: 1));
        town.RunTo(Noon.AddMinutes(1.1));
        Assert.Equal(["resp-1"], town.Holders("order-2"));
        town.Line("order-1", OrderEvents.Cancelled, Noon.AddMinutes(2));
        Assert.Equal(0, town.State.Load("resp-2"));
    }

    [Fact]
    public void ByHand_BeforeTheRound_IsChosenOverByNobody()
    {
        town.Request(Need("order-1"));
        town.ByHand("order-1", Noon.AddMilliseconds(50), "resp-2");
        town.RunTo(Noon.AddMinutes(1));

        Assert.Empty(town.Answers);
        Assert.Equal(["resp-2"], town.Holders("order-1"));
    }

    [Fact]
    public void ByHand_NotAnswered_StaysWithTheNamedUntilItDeclines()
    {
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));
        town.ByHand("order-1", Noon.AddSeconds(10), "resp-2");
        town.RunTo(Noon.AddMinutes(30));
        Assert.Equal(["resp-2"], town.Holders("order-1"));

        town.Line("order-1", OrderEvents.Declined, Noon.AddMinutes(30), "resp-2");
        town.RunTo(Noon.AddMinutes(31));
        Assert.Equal(["resp-1"], town.Holders("order-1"));
    }

    [Fact]
    public void ByHand_OfAnOrderThatAskedForNobody_IsCharged()
    {
        Assert.True(town.ByHand("order-9", Noon, "resp-2"));

        Assert.Equal(1, town.State.Load("resp-2"));
        Assert.Equal(Here, town.State.Needs["order-9"].Need.Position);
    }

    [Fact]
    public void ByHand_APartForNobody_GoesOnWaiting()
    {
        town.Request(Need("order-1"));
        town.ByHand("order-1", Noon.AddMilliseconds(50), "resp-2", "");
        town.RunTo(Noon.AddSeconds(1));

        Assert.Equal(["resp-2", "resp-1"], town.Holders("order-1"));
    }

    [Fact]
    public void ByHand_WhileOneSignedStays_KeepsItSignedAndCharged()
    {
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));
        town.Line("order-1", OrderEvents.SignedFor, Noon.AddSeconds(20), "resp-1");
        var line = DispatchedBy("dispatcher", "order-1", Noon.AddSeconds(40), "resp-2");
        town.React(line with
        {
            Entry = line.Entry with { Status = OrderStatus.SignedFor },
            Order = line.Order with { Responders = ["resp-1", "resp-2"] },
        });

        Assert.Equal(["resp-2", "resp-1"], town.Holders("order-1"));
        Assert.Empty(town.Deadlines);
    }

    [Fact]
    public void ByHand_ToAnotherDepartmentOnly_LooksForOthersThanThoseWhoWentHome()
    {
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));
        Assert.False(town.ByHand("order-1", Noon.AddSeconds(10)));
        town.Line("order-1", OrderEvents.SignedFor, Noon.AddSeconds(20), "resp-1");

        Assert.True(town.ByHand("order-1", Noon.AddSeconds(40)));

        Assert.Equal(0, town.State.Load("resp-1"));
        Assert.Contains(town.Deadlines, due => due.Name == "round");
    }

    [Fact]
    public void Refused_AnAnswerOvertakenByHand_LeavesTheHandMadeAlone()
    {
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));
        town.ByHand("order-1", Noon.AddSeconds(2), "resp-2");

        Assert.False(town.React(DispatchBookTests.RefusalOf(town.LastAnswer)));
        Assert.Equal(["resp-2"], town.Holders("order-1"));
    }

    [Fact]
    public void Accepted_AnAnswerOvertakenByHand_IsPutRight()
    {
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));
        town.ByHand("order-1", Noon.AddSeconds(2), "resp-2");
        var overtaken = Accepted(town.LastAnswer);

        Assert.True(town.React(overtaken));

        Assert.Equal("dispatch-order-1-1-2", town.LastAnswer.Command.CommandId);
        Assert.Equal(["resp-2"], town.LastAnswer.Command.Choices.Select(choice => choice.Responder));
        Assert.Equal(["resp-2"], town.Holders("order-1"));
        Assert.False(town.React(Accepted(town.LastAnswer)));
    }

    [Fact]
    public void Accepted_OurOwnChoice_ChangesNothing()
    {
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));

        Assert.False(town.React(Accepted(town.LastAnswer)));
    }

    [Theory]
    [InlineData("unknown-responder", Skills.GridOfficer, "resp-nobody")]
    [InlineData("not-its-skill", Skills.Medic, "resp-1")]
    [InlineData("unknown-skill", "<script>", "")]
    public void Judge_WhatCannotBe_IsRefused(string code, string skill, string responder)
    {
        var proposal = Judge(new DispatchChoice { Skill = skill, Responder = responder });

        Assert.Equal(code, proposal.Refusal!.Code);
        Assert.Empty(proposal.Choices);
        Assert.NotEmpty(proposal.Refusal.Chinese);
    }

    [Fact]
    public void Judge_NamedTwice_IsRefused()
    {
        town.Upsert(Card("resp-1", 10) with { Skills = [Skills.GridOfficer, Skills.Cleaner], Version = 2 });
        var proposal = Judge(
            new DispatchChoice { Skill = Skills.GridOfficer, Responder = "resp-1" }, new DispatchChoice { Skill = Skills.Cleaner, Responder = "resp-1" });

        Assert.Equal("named-twice", proposal.Refusal!.Code);
    }

    [Fact]
    public void Judge_ForgedExplanation_DoesNotSurvive()
    {
        var choice = Assert.Single(Judge(new DispatchChoice
        {
            Skill = Skills.GridOfficer,
            Responder = "resp-2",
            DistanceMetres = 1,
            English = "forged",
            Chinese = "forged",
            Candidates = [new DispatchCandidate("forged", 1, "forged")],
        }).Choices);

        Assert.Equal("resp-2 chosen by hand: grid officer, 2,000 m; by rule resp-1, 10 m", choice.English);
        Assert.Equal("手动选派 resp-2：网格员，2,000 米；按规则应派 resp-1，10 米", choice.Chinese);
        Assert.Equal((2_000, "resp-2"), (choice.DistanceMetres, choice.Responder));
        Assert.Equal(["resp-1", "resp-2"], choice.Candidates.Select(candidate => candidate.Responder));
    }

    [Fact]
    public void Judge_TheSameAsByRuleOrOneThatIsBusy_SaysSo()
    {
        var same = Assert.Single(Judge(new DispatchChoice { Skill = Skills.GridOfficer, Responder = "resp-1" }).Choices);
        Assert.EndsWith("; by rule the same", same.English, StringComparison.Ordinal);

        town.Request(Need("order-2"));
        town.RunTo(Noon.AddSeconds(1));
        var busy = Assert.Single(Judge(new DispatchChoice { Skill = Skills.GridOfficer, Responder = "resp-1" }).Choices);
        Assert.Equal("resp-1 chosen by hand: grid officer, 10 m (busy); by rule resp-2, 2,000 m", busy.English);
    }

    [Fact]
    public void Judge_APartForNobody_StaysAWish()
    {
        var choice = Assert.Single(Judge(new DispatchChoice { Skill = Skills.GridOfficer, Responder = "", English = "forged" }).Choices);

        Assert.Equal((Skills.GridOfficer, "", "Still waiting."), (choice.Skill, choice.Responder, choice.English));
    }

    private static OrderChanged Accepted(ResponderChosen answer)
    {
        var line = DispatchedBy("system", answer.Order, answer.At);
        return line with { Entry = line.Entry with { CommandId = answer.Command.CommandId, Choices = answer.Command.Choices } };
    }

    private DispatchProposal Judge(params DispatchChoice[] choices) => town.Rules.Judge(
        town.State,
        new ManualDispatch { Order = "order-1", Position = Here, Area = "430103002001007", Actor = "dispatcher-li", Choices = choices },
        Noon);
}
