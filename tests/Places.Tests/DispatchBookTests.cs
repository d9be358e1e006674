using CityActors.Dispatch;
using CityActors.Facts;
using CityActors.Responders;
using CityActors.WorkOrders;
using static CityActors.Places.Tests.DispatchTown;

namespace CityActors.Places.Tests;

public sealed class DispatchBookTests
{
    private readonly DispatchTown town = new();

    [Fact]
    public void Round_RequestsInAnyOrder_ServesUrgentThenEarliestThenLowestId()
    {
        DispatchNeed[] needs =
        [
            Need("order-d", minutes: 0), Need("order-b", minutes: 1), Need("order-a", minutes: 1), Need("order-u", minutes: 1.5) with { Urgent = true },
        ];
        for (var seed = 0; seed < 10; seed++)
        {
            new Random(seed).Shuffle(needs);
            var shuffled = new DispatchTown();
            shuffled.Upsert(Card("resp-1", 100));
            shuffled.Upsert(Card("resp-2", 200));
            shuffled.Upsert(Card("resp-3", 300));
            foreach (var need in needs)
            {
                shuffled.Request(need);
            }

            shuffled.Fire("round", Noon.AddMinutes(2));
            Assert.Equal(["resp-1", "resp-2", "resp-3", ""], new[] { "order-u", "order-d", "order-a", "order-b" }.Select(order => shuffled.Holders(order).Single()));
        }
    }

    [Fact]
    public void Round_TwoSkills_TakesDistinctRespondersAndWaitsForTheMissing()
    {
        town.Upsert(Card("resp-both", 10) with { Skills = [Skills.Cleaner, Skills.SanitationVehicle], Capacity = 5 });
        town.Request(Need("order-1") with { Skills = [Skills.SanitationVehicle, Skills.Cleaner] });
        town.RunTo(Noon.AddSeconds(1));
        Assert.Equal(["resp-both", ""], town.Holders("order-1"));
        Assert.Equal("assigned", town.LastAnswer.Command.Choices[1].Candidates[0].Verdict);
        town.Line("order-1", OrderEvents.SignedFor, Noon.AddSeconds(30), "resp-both");

        town.Upsert(Card("resp-cleaner", 900) with { Skills = [Skills.Cleaner], SeenAt = Noon.AddMinutes(3) });
        town.RunTo(Noon.AddMinutes(3).AddSeconds(1));

        Assert.Equal(["resp-both", "resp-cleaner"], town.Holders("order-1"));
        var second = town.LastAnswer.Command;
        Assert.Equal("dispatch-order-1-1-2", second.CommandId);
        Assert.Equal(["resp-both", "resp-cleaner"], second.Choices.Select(choice => choice.Responder));
        Assert.Equal(Noon.AddMinutes(3), second.At);
    }

    [Fact]
    public void Round_NobodyFree_SaysSoOnceAndServesWhenOneFrees()
    {
        town.Upsert(Card("resp-1", 10));
        town.Request(Need("order-1"));
        town.Request(Need("order-2", minutes: 1));
        town.RunTo(Noon.AddMinutes(1.5));
        var answer = Assert.Single(town.Answers, answer => answer.Order == "order-2");
        Assert.Equal("", answer.Command.Choices[0].Responder);

        town.Line("order-1", OrderEvents.SignedFor, Noon.AddMinutes(1.6), "resp-1");
        town.RunTo(Noon.AddMinutes(29));
        town.Line("order-1", OrderEvents.Submitted, Noon.AddMinutes(30));
        town.RunTo(Noon.AddMinutes(30).AddSeconds(1));

        Assert.Equal(["resp-1"], town.Holders("order-2"));
        Assert.Equal((Noon.AddMinutes(30), Noon.AddMinutes(30)), (town.LastAnswer.At, town.LastAnswer.Command.At));
        Assert.Equal(3, town.Answers.Count);
    }

    [Fact]
    public void Decline_ByTheChosen_AsksTheNextAndNeverTheSameAgain()
    {
        town.Upsert(Card("resp-1", 10));
        town.Upsert(Card("resp-2", 20));
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));
        Assert.True(town.Line("order-1", OrderEvents.Declined, Noon.AddSeconds(30), "resp-1"));
        town.RunTo(Noon.AddSeconds(31));
        Assert.Equal(["resp-2"], town.Holders("order-1"));

        town.Line("order-1", OrderEvents.Declined, Noon.AddSeconds(60), "resp-2");
        town.RunTo(Noon.AddSeconds(61));

        Assert.Equal([""], town.Holders("order-1"));
        Assert.Equal(["declined", "declined"], town.LastAnswer.Command.Choices[0].Candidates.Select(candidate => candidate.Verdict));
    }

    [Fact]
    public void Offer_UnsignedForTwoMinutes_GoesToTheNext()
    {
        town.Upsert(Card("resp-1", 10));
        town.Upsert(Card("resp-2", 20));
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));
        Assert.Equal([new("offers", Noon.AddMinutes(2))], town.Deadlines);

        town.RunTo(Noon.AddMinutes(2).AddSeconds(1));

        Assert.Equal(["resp-2"], town.Holders("order-1"));
        Assert.Equal("silent", town.LastAnswer.Command.Choices[0].Candidates[0].Verdict);
        Assert.Equal([new("offers", Noon.AddMinutes(4))], town.Deadlines);
    }

    [Fact]
    public void Offer_Signed_StaysWithWhoSigned()
    {
        town.Upsert(Card("resp-1", 10));
        town.Upsert(Card("resp-2", 20));
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));
        Assert.True(town.Line("order-1", OrderEvents.SignedFor, Noon.AddMinutes(1), "resp-1"));
        town.RunTo(Noon.AddMinutes(20));

        Assert.Equal(["resp-1"], town.Holders("order-1"));
        Assert.Empty(town.Deadlines);
    }

    [Fact]
    public void Upsert_OfASilentOneHeardAgain_AsksItAgain()
    {
        var card = Card("resp-1", 10);
        town.Upsert(card);
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddMinutes(3));
        Assert.Equal([""], town.Holders("order-1"));

        town.Upsert(card with { Position = Geography.Offset(Here, 15, 0), Version = 2, SeenAt = Noon.AddMinutes(9) });
        town.RunTo(Noon.AddMinutes(9.1));

        Assert.Equal(["resp-1"], town.Holders("order-1"));
    }

    [Fact]
    public void Upsert_OfOneThatOnlyMoved_AsksNobody()
    {
        town.Upsert(Card("resp-1", 10));
        town.Request(Need("order-1"));
        town.Request(Need("order-2"));
        town.RunTo(Noon.AddSeconds(1));

        Assert.True(town.Upsert(Card("resp-1", 500) with { Version = 2, SeenAt = Noon.AddSeconds(2) }));
        Assert.False(town.Upsert(Card("resp-1", 500) with { Version = 3, SeenAt = Noon.AddSeconds(3) }));

        Assert.DoesNotContain(town.Deadlines, due => due.Name == "round");
        Assert.Equal(Card("resp-1", 500).Position, town.State.Pool["resp-1"].Position);
    }

    [Fact]
    public void Signed_JustAfterTheOfferRanOut_CountsAndLetsTheNextGo()
    {
        town.Upsert(Card("resp-1", 10));
        town.Upsert(Card("resp-2", 20));
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddMinutes(2.1));
        Assert.Equal(["resp-2"], town.Holders("order-1"));

        Assert.True(town.Line("order-1", OrderEvents.SignedFor, Noon.AddSeconds(119), "resp-1"));

        Assert.Equal(["resp-1"], town.Holders("order-1"));
        Assert.Equal(["resp-1"], town.LastAnswer.Command.Choices.Select(choice => choice.Responder));
        Assert.Equal((1, 0), (town.State.Load("resp-1"), town.State.Load("resp-2")));
    }

    [Fact]
    public void Refused_ByTheOrder_TakesItsOffersBackAndAsksNobody()
    {
        town.Upsert(Card("resp-1", 10));
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));

        Assert.True(town.React(RefusalOf(town.LastAnswer)));
        town.RunTo(Noon.AddHours(1));

        Assert.Equal([""], town.Holders("order-1"));
        Assert.Equal(0, town.State.Load("resp-1"));
        Assert.Single(town.Answers);
        Assert.True(town.Request(Need("order-1", minutes: 120) with { Round = 2 }));
        town.RunTo(Noon.AddHours(2.1));
        Assert.Equal([""], town.Holders("order-1"));
        Assert.Equal(["dispatch-order-1-1-1", "dispatch-order-1-2-1", "dispatch-order-1-2-2"], town.Answers.Select(answer => answer.Command.CommandId));
    }

    [Fact]
    public void Refused_AnAnswerOfAnEarlierRound_ChangesNothing()
    {
        town.Upsert(Card("resp-1", 10));
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));
        var former = town.LastAnswer;
        town.Request(Need("order-1", minutes: 1) with { Round = 2 });
        town.RunTo(Noon.AddMinutes(1.1));

        Assert.False(town.React(RefusalOf(former)));
        Assert.Equal(["resp-1"], town.Holders("order-1"));
    }

    [Fact]
    public void Request_AgainOrAfterTheEnd_ChangesNothing()
    {
        town.Upsert(Card("resp-1", 10));
        Assert.True(town.Request(Need("order-1")));
        Assert.False(town.Request(Need("order-1") with { At = Noon.AddMinutes(1) }));
        town.RunTo(Noon.AddSeconds(1));
        Assert.True(town.Line("order-1", OrderEvents.Closed, Noon.AddHours(1)));

        Assert.False(town.Request(Need("order-1")));
        Assert.True(town.Request(Need("order-1") with { Round = 2 }));
    }

    [Theory]
    [InlineData(OrderEvents.Returned)]
    [InlineData(OrderEvents.Transferred)]
    [InlineData(OrderEvents.ReworkOrdered)]
    public void Release_ByALineThatBeginsTheNextRound_LetsTheLaterRequestIn(string what)
    {
        town.Upsert(Card("resp-1", 10));
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));
        town.Line("order-1", OrderEvents.SignedFor, Noon.AddSeconds(30), "resp-1");

        Assert.True(town.Line("order-1", what, Noon.AddHours(1), round: 2));
        Assert.Equal(0, town.State.Load("resp-1"));
        Assert.True(town.Request(Need("order-1", minutes: 60) with { Round = 2 }));
        Assert.False(town.Line("order-1", what, Noon.AddHours(1), round: 2));
        Assert.False(town.Line("order-1", OrderEvents.Submitted, Noon.AddHours(1)));
        town.RunTo(Noon.AddHours(1.01));

        Assert.Equal(["resp-1"], town.Holders("order-1"));
        Assert.Equal("dispatch-order-1-2-1", town.LastAnswer.Command.CommandId);
    }

    [Fact]
    public void Request_ANewRound_LetsTheOldOnesGoAndChoosesAnew()
    {
        town.Upsert(Card("resp-1", 10));
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));
        town.Line("order-1", OrderEvents.Declined, Noon.AddSeconds(9), "resp-1");
        town.RunTo(Noon.AddSeconds(10));

        town.Request(Need("order-1", minutes: 60) with { Round = 2 });
        town.RunTo(Noon.AddHours(1.01));

        Assert.Equal(["resp-1"], town.Holders("order-1"));
        Assert.Equal("dispatch-order-1-2-1", town.LastAnswer.Command.CommandId);
    }

    [Fact]
    public void Round_FarBehindTheClock_OffersByTheClock()
    {
        town.Upsert(Card("resp-1", 10));
        town.Request(Need("order-1"));
        town.Now = Noon.AddHours(3);
        town.RunTo(Noon.AddHours(3));

        Assert.Equal(Noon.AddHours(3), town.LastAnswer.Command.At);
        Assert.Equal([new("offers", Noon.AddHours(3).AddMinutes(2))], town.Deadlines);
    }

    [Fact]
    public void Round_AfterManyOffersInVain_StopsAndSaysSo()
    {
        var patient = new DispatchTown(new DispatchOptions { MaxOffers = 3 });
        for (var i = 0; i < 9; i++)
        {
            patient.Upsert(Card($"resp-{i}", 10 + i));
        }

        patient.Request(Need("order-1"));
        patient.RunTo(Noon.AddHours(1));

        Assert.Equal(4, patient.Answers.Count);
        Assert.Equal("3 offers came to nothing; a dispatcher must decide.", patient.LastAnswer.Command.Choices[0].English);
        Assert.Empty(patient.Deadlines);
    }

    [Fact]
    public void Shift_SomebodyWaits_IsADeadlineAndServesThem()
    {
        town.Upsert(Card("resp-night", 10) with { ShiftStart = new(20, 0), ShiftEnd = new(8, 0) });
        Assert.Empty(town.Deadlines);
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));
        Assert.Equal([""], town.Holders("order-1"));
        var evening = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal([new("shift", evening)], town.Deadlines);

        town.Upsert(Card("resp-other", 10) with { Skills = [Skills.Medic], SeenAt = evening.AddSeconds(1) });
        Assert.Equal([new("shift", evening)], town.Deadlines);
        town.RunTo(evening.AddSeconds(1));

        Assert.Equal(["resp-night"], town.Holders("order-1"));
        Assert.Equal(evening, town.LastAnswer.At);
    }

    [Fact]
    public void Upsert_LeftTheDistrict_IsChosenNoMore()
    {
        town.Upsert(Card("resp-1", 10));
        Assert.True(town.Upsert(Card("resp-1", 10) with { Area = "430104", Version = 2 }));
        town.Request(Need("order-1"));
        town.RunTo(Noon.AddSeconds(1));

        Assert.Equal([""], town.Holders("order-1"));
    }

    internal static CommandRefused RefusalOf(ResponderChosen answer) => new()
    {
        Subject = answer.Order,
        Version = 1,
        At = answer.At,
        Area = answer.Area,
        Command = answer.Command,
        Code = "not-allowed",
    };
}
